"""The use cases of a ledger: what people and programs may ask of it, and what it answers.

Each use case has a file of its own.
"""
