-- What a refresh needs to know of an article to tell whether it must be parsed again.
SELECT article_id, source_file, content_sha256, metadata_sha256, revision, dateline_version, model
FROM articles
JOIN runs USING (run_id)
