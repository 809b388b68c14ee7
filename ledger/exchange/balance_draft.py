"""The draft of a site balance: one unsigned JSON file, written by a person.

    {"site": "P1", "period": {"start": "2025-01-01", "end": "2026-01-01"},
     "balance": {"rows": [{"flow": "grid:power", "unit": "kWh", "bought": "1000000", "remainder": "20000",
                           "entries": [{"entry": "@cells", "amount": "980000"}]}]}}

An entry may be listed by a name such as "@cells", as a delivery is in the draft of an entry. Rows and entries may have
any order here. The signed form sorts them by id, because an author cannot know the order of ids; field paths in
refusals count in the sorted order.
"""

from collections.abc import Mapping
from typing import Any

from ledger.exchange.entry_draft import Drafter, complete_ids, read_fields, read_section
from ledger.state.drafting import Draft, seal
from ledger.trust.canonical import canonical
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Kind, SectionName


def parse_balance_draft(data: bytes, cited: Mapping[str, str], drafter: Drafter) -> Draft:
    """Build the site balance that a draft file states, ready to be signed.

    Args:
        data: the file.
        cited: the ids behind the names of entries, without the @.
        drafter: the signer.

    Raises:
        CradleError: `json.*`, `draft.*`, `schema.*` or a rule of the model, with the field path in the signed document.
    """
    fields = complete_ids(read_fields(data, cited), drafter.complete)
    values = {SectionName.BALANCE: read_section(SectionName.BALANCE, _sort_rows(fields))}
    sealed = seal(Kind.SITE_BALANCE, drafter.issuer, values, drafter.fresh)
    header = {key: value for key, value in fields.items() if key != SectionName.BALANCE.value}
    header["origin"], header["issuer"] = drafter.origin, drafter.issuer
    header["sections"] = dict(sealed.digests)
    return Draft(SiteBalance.parse(canonical(header)), sealed.documents)


def _sort_rows(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Sort the rows of the balance and the entries of each row; leave values of another shape unchanged."""
    if isinstance(value, dict):
        return {key: _sort_rows(item) for key, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return sorted(map(_sort_rows, value), key=_key)
    return value


def _key(row: Mapping[str, object]) -> tuple[bool, str, str]:
    """The sort key of a row, or of an entry of a row."""
    named = row.get("flow", row.get("product", row.get("entry", "")))
    return "flow" not in row, str(named), str(row.get("unit", ""))
