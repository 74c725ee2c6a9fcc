($quarantine_id, $run_id, $source_file, $record_key, $article_id, $table_name, $rule, $column_name, $message, $row_json,
 'open', $seen_at::TIMESTAMP, $seen_at::TIMESTAMP)
