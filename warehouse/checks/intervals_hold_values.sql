-- Figures whose interval is empty or lies apart from the value that is said, or that are exact and yet an interval.
SELECT figure_id, text, value, value_low, value_high
FROM figures
WHERE value_low > value_high OR value < value_low OR value > value_high
  OR (bound = 'exact' AND (value_low IS DISTINCT FROM value OR value_high IS DISTINCT FROM value))
