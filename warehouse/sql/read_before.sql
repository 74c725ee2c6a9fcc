-- What a refresh needs to know of all articles to tell which files it must read: their files, how many there are of
-- each publisher, and the files of those that another version or model read.
SELECT
  source_file,
  publisher,
  count(*) AS articles,
  bool_or(runs.dateline_version <> $dateline_version OR runs.model <> $model) AS is_outdated
FROM articles
JOIN runs USING (run_id)
GROUP BY source_file, publisher
