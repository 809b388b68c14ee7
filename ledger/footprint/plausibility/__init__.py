"""Remarks on entries that look wrong, each with its effect in kg CO2e if known."""
