-- Publishers that differ in nothing but capitals, accents or blanks.
-- severity: warning
SELECT list(DISTINCT publisher ORDER BY publisher) AS spellings, count(*) AS articles
FROM articles
GROUP BY regexp_replace(strip_accents(lower(publisher)), '\s+', '', 'g')
HAVING count(DISTINCT publisher) > 1
