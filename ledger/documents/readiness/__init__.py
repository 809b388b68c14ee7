"""The readiness of a battery for the market."""
