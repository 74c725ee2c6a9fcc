-- Every rare telling name of the articles in `asking`, with the articles that have it.
WITH named AS (
  SELECT DISTINCT telling_name, article_id FROM article_entities WHERE telling_name IS NOT NULL
), rare AS (
  SELECT telling_name FROM named GROUP BY telling_name
  HAVING count(*) BETWEEN 2 AND $rare AND bool_or(article_id IN (FROM asking))
)
SELECT article_id, list(telling_name) FROM named WHERE telling_name IN (FROM rare) GROUP BY article_id
