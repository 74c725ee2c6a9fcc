-- References to a person, organization or place that is in no table.
WITH known AS (
  SELECT person_id AS entity_id FROM people
  UNION ALL SELECT organization_id FROM organizations
  UNION ALL SELECT place_id FROM places
), named AS (
  SELECT 'mentions' AS table_name, mention_id AS row_id, entity_id FROM mentions
  UNION ALL SELECT 'roles', role_id, person_id FROM roles
  UNION ALL SELECT 'roles', role_id, organization_id FROM roles
  UNION ALL SELECT 'figures', figure_id, stated_by_entity_id FROM figures
  UNION ALL SELECT 'events', event_id, place_id FROM events
  UNION ALL SELECT 'event_participants', event_id, entity_id FROM event_participants
  UNION ALL SELECT 'quotes', quote_id, speaker_entity_id FROM quotes
  UNION ALL SELECT 'organizations', organization_id, parent_organization_id FROM organizations
)
SELECT table_name, row_id, entity_id
FROM named
ANTI JOIN known USING (entity_id)
WHERE entity_id IS NOT NULL
