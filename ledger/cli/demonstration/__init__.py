"""The demo: a published supply chain goes the whole way from signed entries to a verified declaration."""
