-- The rows of the ids in `rewritten`.
DELETE FROM people WHERE person_id IN (FROM rewritten);
DELETE FROM organizations WHERE organization_id IN (FROM rewritten);
DELETE FROM places WHERE place_id IN (FROM rewritten)
