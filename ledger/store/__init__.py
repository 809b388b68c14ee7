"""The only SQL: tables, queries, migrations; and the blobs, the lock and the folder they stand in."""
