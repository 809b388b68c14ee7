"""Importing a figure of another exchange: its file is kept under its digest, once it can be read.

What an entry may take from it is decided when the entry is submitted (`ledger.service.rules.imports`).
"""

from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.formats import parse_external
from ledger.service.append.ledger import Ledger


def import_figure(ledger: Ledger, data: bytes) -> tuple[str, ExternalFigure]:
    """Keep a file, and return its digest and what it says.

    Raises:
        CradleError: `json.*` or `external.*`, with the path in the file; nothing is kept then.
    """
    figure = parse_external(data)
    return ledger.store.blobs.put(data), figure
