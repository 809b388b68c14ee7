"""Authentication, authorisation, and visibility."""
