-- What the articles of each publisher look like: how many they are, quartiles of their words and of their facts.
WITH facts AS (
  SELECT article_id FROM mentions
  UNION ALL SELECT article_id FROM roles
  UNION ALL SELECT article_id FROM figures
  UNION ALL SELECT article_id FROM dates
  UNION ALL SELECT article_id FROM events
  UNION ALL SELECT article_id FROM quotes
), counted AS (
  SELECT article_id, count(*) AS facts FROM facts GROUP BY article_id
)
SELECT
  publisher,
  count(*) AS articles,
  quantile_cont(word_count, [0.25, 0.5, 0.75]) AS words,
  quantile_cont(coalesce(facts, 0), [0.25, 0.5, 0.75]) AS facts
FROM articles
LEFT JOIN counted USING (article_id)
GROUP BY publisher
