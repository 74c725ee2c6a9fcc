-- Articles that appear on a day after the run that loaded them (a day is left for time zones).
-- severity: warning
SELECT source_file, record_key, published_on
FROM articles
JOIN runs USING (run_id)
WHERE published_on > started_at::DATE + 1
