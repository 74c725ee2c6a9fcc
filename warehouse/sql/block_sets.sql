-- The sets of blocks that concerned entities have, and how many have each.
SELECT blocks, count(*) FROM concerned GROUP BY blocks ORDER BY blocks
