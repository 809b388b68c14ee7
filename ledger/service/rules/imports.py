"""Imported figures: the ledger keeps the file, and the row agrees with it."""

from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import row_faults
from ledger.service.state.view import View
from schemas.entry import Entry
from schemas.errors import CradleError, sentence
from schemas.inventory import Inventory
from schemas.rows import ExternalInput


def check_imports(view: View, entry: Entry, inventory: Inventory) -> None:
    """Refuse an entry with a row that its file does not support.

    Raises:
        CradleError: `external.*`, or `json.*` for a document that is no such file.
    """
    for index, row in enumerate(inventory.inputs):
        if isinstance(row, ExternalInput):
            _check_row(view, entry, row, f"inventory.inputs[{index}]")


def _check_row(view: View, entry: Entry, row: ExternalInput, place: str) -> None:
    data = view.blobs.get(row.file)
    if data is None:
        detail = "The ledger keeps no file of this digest; submit it with `cradle import` first."
        raise CradleError("external.unknown", detail, f"{place}.file")
    try:
        figure = parse_external(data)
    except CradleError as error:
        raise CradleError(error.code, error.detail, f"{place}.file") from None
    for fault in row_faults(entry, row, figure):
        raise CradleError(fault.code, sentence(fault.detail), f"{place}.{fault.field}")
