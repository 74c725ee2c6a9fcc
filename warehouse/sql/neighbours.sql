-- Every telling name of the articles in `asking` that is in `rare_names`, with the articles that have it.
SELECT article_id, list(telling_name)
FROM rare_names
WHERE telling_name IN (SELECT telling_name FROM rare_names WHERE article_id IN (FROM asking))
GROUP BY article_id
