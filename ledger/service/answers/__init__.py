"""Answers computed from the ledger: calculations, explanations, studies, reports."""
