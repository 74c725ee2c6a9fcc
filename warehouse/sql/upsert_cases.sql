-- Files, records or rows that did not pass: each a new case, or an old one met again.
MERGE INTO quarantine USING (
  VALUES $rows
) AS met (
  quarantine_id, run_id, source_file, record_key, article_id, table_name, rule, column_name, message, row_json,
  status, first_seen_at, last_seen_at
)
ON quarantine.quarantine_id = met.quarantine_id
WHEN MATCHED THEN UPDATE SET
  run_id = met.run_id, message = met.message, row_json = met.row_json, status = 'open', last_seen_at = met.last_seen_at
WHEN NOT MATCHED THEN INSERT BY NAME
