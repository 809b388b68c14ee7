"""The row of an inventory that a file makes, and the check that a row agrees with its file.

Amount, purpose and stage are the issuer's own; everything else in the row comes from the file, and the row is compared
with it at submission and in every audit. A file is accepted for an entry whose period touches its validity, as a
representative delivery is for a period that starts before its end, and only while its issuer has not deprecated it.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from ledger.footprint.external.figure import ExternalFigure
from schemas.signed.entry import Entry
from schemas.signed.rows import ExternalInput
from schemas.vocabulary import Purpose, Stage


class Fault(NamedTuple):
    """A member of a row that disagrees with its file; `detail` is a clause."""

    field: str
    code: str
    detail: str


def build_row(figure: ExternalFigure, digest: str) -> ExternalInput:
    """A row that uses one declared amount; the issuer completes amount, purpose and stage, and how it knows the amount.

    Raises:
        CradleError: `text.grammar` if the product's first id is not a text of the wire format.
    """
    row = {
        "type": "external",
        "file": digest,
        "format": figure.format,
        "product": figure.products[0],
        "amount": figure.declared_amount,
        "unit": figure.unit,
        "purpose": Purpose.MATERIAL,
        "stage": Stage.RAW_MATERIAL,
        "boundary": figure.boundary,
        "declared_amount": figure.declared_amount,
        "valid": figure.valid.to_json(),
        "values": [value.to_json() for value in figure.values],
    }
    return ExternalInput.parse(json.dumps(row).encode())


def row_faults(entry: Entry, row: ExternalInput, figure: ExternalFigure) -> Iterator[Fault]:
    """The members of an entry's row that disagree with its file."""
    if row.format is not figure.format:
        detail = f"the file is of the format {figure.format.value}, the row says {row.format.value}"
        yield Fault("format", "external.format", detail)
    if row.product not in figure.products:
        detail = f"the file is of {', '.join(figure.products)}, the row of {row.product}"
        yield Fault("product", "external.product", detail)
    if row.unit is not figure.unit:
        detail = f"the file is per {figure.unit.value}, the row in {row.unit.value}"
        yield Fault("unit", "external.unit", detail)
    for field in ("boundary", "declared_amount", "valid", "values"):
        if getattr(row, field) != getattr(figure, field):
            detail = f"{field} is not what the file says; make the row from the file again"
            yield Fault(field, "external.values", detail)
    if not entry.period.overlaps(figure.valid):
        span = f"from {figure.valid.start} to {figure.valid.end}"
        yield Fault(
            "file",
            "external.expired",
            f"the file is valid {span}, and the entry is outside that period",
        )
    if not figure.active:
        detail = "its issuer has deprecated the footprint; ask for its replacement"
        yield Fault("file", "external.deprecated", detail)
