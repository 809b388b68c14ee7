"""Audit bundles: the selection and export of their files."""
