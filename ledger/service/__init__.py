"""The use cases of a ledger, the sequencer that appends, and the rules inside its transaction.

Each use case has a file of its own.
"""
