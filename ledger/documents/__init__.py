"""Cradle's own documents: what a manufacturer files, built from a calculation by pure functions.

Each document is a value (`schemas`), laid out once as a page of blocks, and rendered from that page as HTML, PDF or
Markdown. Documents of others' formats are in `ledger.exchange`.
"""
