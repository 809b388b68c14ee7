"""Honest chains, their mutations by the grammar of the schemas, and the search for a breach of the law."""
