INSERT INTO runs BY NAME
SELECT
  $run_id AS run_id, $started_at::TIMESTAMP AS started_at, $finished_at::TIMESTAMP AS finished_at,
  $status AS status, $message AS message, $started_by AS started_by, $drop_path AS drop_path,
  $dateline_version AS dateline_version, $model AS model, $articles_new AS articles_new,
  $articles_changed AS articles_changed, $articles_unchanged AS articles_unchanged,
  $articles_removed AS articles_removed, $articles_rejected AS articles_rejected
