-- Events that are told as having happened, but on a day after the article appeared (a day is left for time zones).
-- severity: warning
SELECT event_id, events.text, date_start, published_on
FROM events
JOIN articles USING (article_id)
WHERE modality = 'asserted' AND date_start > published_on + 1
