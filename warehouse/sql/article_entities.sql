-- What the articles say of the entities in `concerned`, with the day that each article appeared.
SELECT article_entities.*, articles.published_on
FROM article_entities
JOIN articles USING (article_id)
WHERE article_entity_id IN (SELECT article_entity_id FROM concerned)
ORDER BY article_entity_id
