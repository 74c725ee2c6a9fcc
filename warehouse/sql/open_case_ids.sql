SELECT quarantine_id FROM quarantine WHERE status = 'open'
