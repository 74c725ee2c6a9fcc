-- Who some entities were before this run, kept until it has settled who they are now.
CREATE TEMP TABLE IF NOT EXISTS earlier_entities (
  article_entity_id VARCHAR, article_id VARCHAR, entity_type VARCHAR, entity_id VARCHAR, name VARCHAR
);
INSERT INTO earlier_entities
WITH names AS (
  SELECT person_id AS entity_id, name FROM people
  UNION ALL SELECT organization_id, name FROM organizations
  UNION ALL SELECT place_id, name FROM places
)
SELECT article_entity_id, article_id, entity_type, entity_id, names.name
FROM article_entities
JOIN names USING (entity_id)
WHERE article_entity_id IN ($article_entities)
