-- Files, records or rows that did not pass: each a new case, or an old one met again.
INSERT INTO quarantine (
  quarantine_id, run_id, source_file, record_key, article_id, table_name, rule, column_name, message, row_json,
  status, first_seen_at, last_seen_at
)
VALUES $rows
ON CONFLICT (quarantine_id) DO UPDATE SET
  run_id = excluded.run_id, message = excluded.message, row_json = excluded.row_json, status = 'open',
  last_seen_at = excluded.last_seen_at
