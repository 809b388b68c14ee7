"""Read the names of products as ids, and report each at its cell: of outputs, and of goods of unknown suppliers.

A text without a colon in the column of product ids is a name; an output without an id has that of its name. The rule is
in `ledger.exchange.product_names`. Two names that make one id, or a name that makes the id of another row, are refused.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger.exchange.product_names import product_id
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings
from ledger.exchange.spreadsheet.tables import Record
from ledger.translations.spreadsheet import plain


def read_product_names(tables: Mapping[str, Sequence[Record]], findings: Findings) -> None:
    """Give each product that has a name and no id its id; refuse names that make one id."""
    first: dict[str, tuple[str, str]] = {}
    for record, key, name in _names(tables):
        made = product_id(name) if ":" not in name else name
        if made is None:
            _refuse(record, key, Note("product.no_name"), findings)
            continue
        other, cell = first.setdefault(made, (plain(name), name))
        if other != plain(name):
            _refuse(record, key, Note("product.same_id", {"read": made, "other": cell}), findings)
            continue
        record.values["product"] = made
        if made != name:
            note = Note("word.read_as", {"read": made})
            findings.add(record.spot(key), note, record.raws.get(key))


def _names(tables: Mapping[str, Sequence[Record]]) -> Iterator[tuple[Record, str, str]]:
    """Each row with an id or name of its product, and the column in which it is."""
    for record in tables["outputs"]:
        key = "product" if "product" in record.raws or "product" in record.refused else "name"
        if key in record.values:
            yield record, key, str(record.values[key])
        elif key == "name":
            record.refused.add("product")
    for record in tables["inputs"]:
        if record.values.get("kind") == "unknown_supplier" and "product" in record.values:
            yield record, "product", str(record.values["product"])


def _refuse(record: Record, key: str, note: Note, findings: Findings) -> None:
    record.values.pop("product", None)
    record.refused.update({"product", key})
    findings.add(record.spot(key), note, record.raws.get(key))
