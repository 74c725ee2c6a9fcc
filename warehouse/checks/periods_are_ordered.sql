-- Periods that end before they begin, and dates of which only one end is known (an event may go on).
SELECT 'dates' AS table_name, date_id AS row_id, date_start, date_end
FROM dates
WHERE date_start > date_end OR (date_start IS NULL) <> (date_end IS NULL)
UNION ALL SELECT 'events', event_id, date_start, date_end FROM events WHERE date_start > date_end
UNION ALL SELECT 'figures', figure_id, as_of_start, as_of_end FROM figures WHERE as_of_start > as_of_end
