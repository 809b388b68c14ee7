"""The sections of a study's page, in the order of the checklist."""
