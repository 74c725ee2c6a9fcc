-- The upkeep of a DuckLake, call by call: files and snapshots that are out of use for `seconds` go, rows that stand in
-- the catalog go into files, files with deleted rows are written anew, and small ones are merged.
CALL ducklake_cleanup_old_files(current_database(), older_than => now() - to_seconds($seconds));
CALL ducklake_delete_orphaned_files(current_database(), older_than => now() - to_seconds($seconds));
CALL ducklake_expire_snapshots(current_database(), older_than => now() - to_seconds($seconds));
CALL ducklake_flush_inlined_data(current_database());
CALL ducklake_rewrite_data_files(current_database(), delete_threshold => 0);
CALL ducklake_merge_adjacent_files(current_database())
