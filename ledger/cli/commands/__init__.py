"""The commands of suppliers, manufacturers and auditors, one a file."""
