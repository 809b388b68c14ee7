"""The supplier's workspace: requests, submitting, deliveries, history."""
