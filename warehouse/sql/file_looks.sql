SELECT source_file, look FROM source_files
