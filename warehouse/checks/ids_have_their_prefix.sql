-- Ids that do not say what they are of.
WITH ids AS (
  SELECT 'article' AS prefix, article_id AS id FROM articles
  UNION ALL SELECT 'passage', passage_id FROM passages
  UNION ALL SELECT 'entity', article_entity_id FROM article_entities
  UNION ALL SELECT 'person', person_id FROM people
  UNION ALL SELECT 'organization', organization_id FROM organizations
  UNION ALL SELECT 'place', place_id FROM places
  UNION ALL SELECT 'mention', mention_id FROM mentions
  UNION ALL SELECT 'role', role_id FROM roles
  UNION ALL SELECT 'figure', figure_id FROM figures
  UNION ALL SELECT 'date', date_id FROM dates
  UNION ALL SELECT 'event', event_id FROM events
  UNION ALL SELECT 'quote', quote_id FROM quotes
)
SELECT prefix, id FROM ids WHERE NOT starts_with(id, prefix || '_')
