-- Open cases that this run looked at again and did not meet: files and records (read in every run), and rows of the
-- articles in `touched`.
UPDATE quarantine
SET status = CASE
  WHEN EXISTS (
    SELECT 1 FROM articles
    WHERE articles.source_file = quarantine.source_file
      AND (quarantine.record_key IS NULL OR articles.record_key IS NOT DISTINCT FROM quarantine.record_key)
  ) THEN 'replayed'
  ELSE 'gone'
END
WHERE status = 'open'
  AND run_id <> $run_id
  AND (article_id IS NULL OR article_id IN (SELECT article_id FROM touched))
