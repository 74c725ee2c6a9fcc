-- The drop of the last run that was finished.
SELECT drop_path FROM runs WHERE status = 'completed' ORDER BY started_at DESC LIMIT 1
