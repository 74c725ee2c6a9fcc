-- Give every reference in rows of earlier runs the entity id that was settled over all articles; rows of this run come
-- later, with their ids. `settled` is the whole answer, and `members` go; `moves` is what it changes, article by article.
CREATE TEMP TABLE moves AS
SELECT DISTINCT article_id, article_entities.entity_id AS old_id, settled.entity_id AS new_id
FROM article_entities
JOIN settled USING (article_entity_id)
WHERE article_entities.entity_id <> settled.entity_id AND article_id NOT IN (FROM touched);

UPDATE mentions SET entity_id = new_id FROM moves
WHERE mentions.article_id = moves.article_id AND mentions.entity_id = old_id;

UPDATE roles SET person_id = new_id FROM moves
WHERE roles.article_id = moves.article_id AND roles.person_id = old_id;

UPDATE roles SET organization_id = new_id FROM moves
WHERE roles.article_id = moves.article_id AND roles.organization_id = old_id;

UPDATE figures SET stated_by_entity_id = new_id FROM moves
WHERE figures.article_id = moves.article_id AND figures.stated_by_entity_id = old_id;

UPDATE quotes SET speaker_entity_id = new_id FROM moves
WHERE quotes.article_id = moves.article_id AND quotes.speaker_entity_id = old_id;

UPDATE events SET place_id = new_id FROM moves
WHERE events.article_id = moves.article_id AND events.place_id = old_id;

UPDATE event_participants SET entity_id = new_id FROM moves JOIN events USING (article_id)
WHERE event_participants.event_id = events.event_id AND event_participants.entity_id = old_id;

UPDATE article_entities SET entity_id = settled.entity_id FROM settled
WHERE article_entities.article_entity_id = settled.article_entity_id
  AND article_entities.entity_id <> settled.entity_id;

DROP TABLE moves;
DROP TABLE members;
