"""A participant's own keys and statements, on its own machine."""
