"""Requests for data: asked, passed on up the chain, declined, withdrawn, and judged by the log."""
