-- Where the open cases are.
SELECT DISTINCT source_file, article_id FROM quarantine WHERE status = 'open'
