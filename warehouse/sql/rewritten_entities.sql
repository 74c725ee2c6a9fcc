-- `rewritten`: the ids whose rows this run writes anew or lets go, as an article of theirs was touched, or moved.
CREATE TEMP TABLE rewritten AS
SELECT entity_id FROM earlier_entities WHERE article_id IN (FROM touched)
UNION
SELECT settled.entity_id FROM settled JOIN concerned USING (article_entity_id) WHERE article_id IN (FROM touched)
UNION
SELECT unnest([earlier_entities.entity_id, settled.entity_id])
FROM earlier_entities JOIN settled USING (article_entity_id)
WHERE earlier_entities.entity_id <> settled.entity_id
