-- References to a person, organization or place that is in no table, or in another table than its type says.
WITH known AS (
  SELECT person_id AS entity_id, 'person' AS entity_type FROM people
  UNION ALL SELECT organization_id, 'organization' FROM organizations
  UNION ALL SELECT place_id, 'place' FROM places
), named AS (
  SELECT 'mentions' AS table_name, mention_id AS row_id, entity_id, entity_type FROM mentions
  UNION ALL SELECT 'quotes', quote_id, speaker_entity_id, speaker_entity_type FROM quotes
  UNION ALL SELECT 'event_participants', event_id, entity_id, entity_type FROM event_participants
  UNION ALL SELECT 'roles', role_id, person_id, 'person' FROM roles
  UNION ALL SELECT 'roles', role_id, organization_id, 'organization' FROM roles
  UNION ALL SELECT 'organizations', organization_id, parent_organization_id, 'organization' FROM organizations
  UNION ALL SELECT 'events', event_id, place_id, 'place' FROM events
  UNION ALL SELECT 'figures', figure_id, stated_by_entity_id, 'any' FROM figures
)
SELECT table_name, row_id, named.entity_id, named.entity_type
FROM named
LEFT JOIN known USING (entity_id)
WHERE named.entity_id IS NOT NULL
  AND (known.entity_type IS NULL OR coalesce(named.entity_type, 'none') NOT IN (known.entity_type, 'any'))
