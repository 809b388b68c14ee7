"""The demo: a published supply chain, from signed entries to a verified declaration."""
