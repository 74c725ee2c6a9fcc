-- The entities whose rows this run writes anew or lets go: those that concerned articles' entities were, and are now.
CREATE TEMP TABLE leaving AS SELECT entity_id FROM earlier_entities UNION SELECT entity_id FROM settled;
DELETE FROM people WHERE person_id IN (FROM leaving);
DELETE FROM organizations WHERE organization_id IN (FROM leaving);
DELETE FROM places WHERE place_id IN (FROM leaving);
