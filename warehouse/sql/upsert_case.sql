-- A file, record or row that did not pass: a new case, or an old one met again.
INSERT INTO quarantine BY NAME
SELECT
  $quarantine_id AS quarantine_id, $run_id AS run_id, $source_file AS source_file, $record_key AS record_key,
  $article_id AS article_id, $table_name AS table_name, $rule AS rule, $column_name AS column_name,
  $message AS message, $row_json AS row_json, 'open' AS status,
  $seen_at::TIMESTAMP AS first_seen_at, $seen_at::TIMESTAMP AS last_seen_at
ON CONFLICT (quarantine_id) DO UPDATE SET
  run_id = excluded.run_id, message = excluded.message, row_json = excluded.row_json, status = 'open',
  last_seen_at = excluded.last_seen_at
