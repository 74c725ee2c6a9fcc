-- Ids whose articles went to another id in this run. Only what an article said before and says still can tell: an id
-- whose articles are gone has no successor.
INSERT INTO entity_changes BY NAME
WITH names AS (
  SELECT person_id AS entity_id, name FROM people
  UNION ALL SELECT organization_id, name FROM organizations
  UNION ALL SELECT place_id, name FROM places
), moves AS (
  SELECT
    entity_type, earlier_entities.entity_id AS old_entity_id, settled.entity_id AS new_entity_id,
    any_value(name) AS old_name, min(reason) AS reason, count(DISTINCT article_id)::INTEGER AS article_count
  FROM earlier_entities
  JOIN settled USING (article_entity_id)
  GROUP BY ALL
), typed AS (
  SELECT
    *,
    CASE
      WHEN count(*) OVER (PARTITION BY old_entity_id) > 1 THEN 'split'
      WHEN count(*) OVER (PARTITION BY new_entity_id) > 1 THEN 'merge'
      ELSE 'rename'
    END AS change_type
  FROM moves
)
SELECT $run_id AS run_id, typed.*, names.name AS new_name
FROM typed
JOIN names ON names.entity_id = new_entity_id
WHERE old_entity_id <> new_entity_id
