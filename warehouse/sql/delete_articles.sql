-- All rows of the articles in `touched`, children first.
DELETE FROM event_participants
WHERE event_id IN (SELECT event_id FROM events WHERE article_id IN (SELECT article_id FROM touched));
DELETE FROM events WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM dates WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM figures WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM quotes WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM roles WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM mentions WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM article_entities WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM passages WHERE article_id IN (SELECT article_id FROM touched);
DELETE FROM articles WHERE article_id IN (SELECT article_id FROM touched);
