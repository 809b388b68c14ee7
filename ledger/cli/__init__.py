"""The `cradle` command: one command a file, each loading what it needs when it is called."""
