-- What was needed to settle who is who, and takes memory.
DROP TABLE blocks_before;
DROP TABLE blocks_now;
DROP TABLE crossing_names;
DROP TABLE concerned;
DROP TABLE rare_names;
DROP TABLE settled;
DROP TABLE earlier_entities;
DROP TABLE rewritten;
