-- Blocks and telling names of the articles in `touched` before this run, kept until it settles who is who.
CREATE TEMP TABLE blocks_before AS
SELECT article_id, telling_name, unnest(blocks) AS block
FROM article_entities
WHERE article_id IN (SELECT article_id FROM touched)
