"""Amounts and shares as a choice words them, and the evidence that a row names."""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.plausibility.certificates import serial_range
from schemas.signed.rows import ActivityInput, ExternalInput, Row
from schemas.vocabulary import Unit


def in_words(amount: str, unit: Unit) -> str:
    """An amount to 4 digits, so that it discloses no issuer's exact amounts, and its unit."""
    return f"{format_rounded(Decimal(amount))} {unit.value}"


def in_percent(share: Decimal) -> str:
    """A share in per cent, to 4 digits."""
    return format_rounded(EXPLAIN.multiply(share, Decimal(100)))


def evidence_of(row: Row) -> tuple[str, ...]:
    """The document, certificates, file and digests that a row names."""
    named = [] if row.document is None else [row.document]
    if isinstance(row, ExternalInput):
        named.append(row.file)
    if isinstance(row, ActivityInput) and row.electricity is not None:
        named += map(serial_range, row.electricity.certificates)
    return (*named, *row.evidence)
