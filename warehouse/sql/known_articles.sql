-- What a refresh needs to know of an article to tell whether it must be parsed again.
SELECT article_id, source_file, publisher, content_sha256, metadata_sha256, revision, dateline_version, model
FROM articles
JOIN runs USING (run_id)
WHERE source_file IN (SELECT unnest(from_json($source_files, '["VARCHAR"]')))
  OR article_id IN (SELECT unnest(from_json($article_ids, '["VARCHAR"]')))
