"""Cradle's own API, `/v1`: statements, figures, bundles and accounts."""
