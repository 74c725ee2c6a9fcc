-- How the files looked that this run read whole, in place of what was known of them and of files that are gone.
DELETE FROM source_files WHERE source_file IN (SELECT unnest(from_json($forgotten, '["VARCHAR"]')));
INSERT INTO source_files BY NAME
SELECT file.name AS source_file, file.look AS look, $run_id AS run_id
FROM (SELECT unnest(from_json($looks, '[{"name": "VARCHAR", "look": "VARCHAR"}]')) AS file);
