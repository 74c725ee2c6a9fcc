SELECT source_file, record_key, table_name, rule, message, first_seen_at, last_seen_at
FROM quarantine
WHERE status = 'open'
ORDER BY last_seen_at DESC, source_file, record_key
LIMIT 50
