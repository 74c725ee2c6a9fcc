-- All forms of organizations in articles where a concerned one is named as another's.
SELECT article_id, list(DISTINCT form)
FROM (SELECT article_id, unnest(aliases) AS form FROM article_entities WHERE entity_type = 'organization')
WHERE article_id IN (
  SELECT article_id FROM article_entities JOIN concerned USING (article_entity_id, article_id)
  WHERE list_contains(list_transform(aliases, lambda form: contains(form, '’s ')), true)
)
GROUP BY article_id
