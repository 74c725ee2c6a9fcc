-- Every article's own persons, organizations and places, with the day that the article appeared.
SELECT article_entities.*, articles.published_on
FROM article_entities
JOIN articles USING (article_id)
ORDER BY article_entity_id
