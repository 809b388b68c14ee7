"""The operator's work: backups, upgrades, keys of the log, publication, cosigning."""
