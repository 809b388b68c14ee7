"""The language of Cradle: every signed statement and exchanged document, as frozen models."""
