SELECT quarantine_id, status FROM quarantine
