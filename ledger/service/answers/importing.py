"""Import of another exchange's figure: a file that can be read is kept under its digest.

When an entry is submitted, `ledger.admission.entry` checks the rows that use the file.
"""

from ledger.append.ledger import Ledger
from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.formats import parse_external


def import_figure(ledger: Ledger, data: bytes) -> tuple[str, ExternalFigure]:
    """Keep a file; return its digest and its contents.

    Raises:
        CradleError: `json.*` or `external.*`, with the path in the file; nothing is kept then.
    """
    figure = parse_external(data)
    with ledger.store.noting_failures():
        return ledger.store.blobs.put(data), figure
