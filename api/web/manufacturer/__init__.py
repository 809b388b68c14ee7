"""The manufacturer's workspace."""
