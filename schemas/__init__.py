"""The data models of Cradle: every signed statement and every exchanged document, as frozen models."""
