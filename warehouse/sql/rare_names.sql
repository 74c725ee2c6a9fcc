-- `rare_names`: telling names that few articles share, with these.
CREATE TEMP TABLE rare_names AS
WITH named AS (
  SELECT DISTINCT telling_name, article_id FROM article_entities WHERE telling_name IS NOT NULL
)
FROM named WHERE telling_name IN (
  SELECT telling_name FROM named GROUP BY telling_name HAVING count(*) BETWEEN 2 AND $rare
)
