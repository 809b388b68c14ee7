"""Requests for data: asked, passed on up the chain, declined, withdrawn; the log gives their state."""
