"""The operator's workspace: accounts, engagements, registrations, witnesses, health and backups."""
