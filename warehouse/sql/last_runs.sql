SELECT started_at, round(epoch(finished_at - started_at), 1) AS seconds, status, started_by, drop_path,
  articles_new AS new, articles_changed AS changed, articles_unchanged AS unchanged, articles_removed AS removed,
  articles_rejected AS rejected
FROM runs
ORDER BY started_at DESC
LIMIT 10
