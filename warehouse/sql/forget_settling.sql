-- What was needed to settle who is who, and takes memory.
DROP TABLE entities_before;
DROP TABLE name_counts;
DROP TABLE kept;
DROP TABLE IF EXISTS crossing_names;
DROP TABLE concerned;
DROP TABLE rare_names;
DROP TABLE settled;
DROP TABLE earlier_entities;
DROP TABLE rewritten;
