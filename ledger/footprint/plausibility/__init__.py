"""Remarks on entries that look wrong, each with its effect in kg CO2e where it has one."""
