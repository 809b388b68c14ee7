"""Drafts of an entry and of a site balance: unsigned JSON files with header fields and sections, written by a person.

    {"site": {"code": "P1", "country": "FI"}, "process": "raw_material.mining",
     "period": {"start": "2025-01-01", "end": "2026-01-01"}, "basis": "site_period_average",
     "inventory": {...}, "product": {...}}

    {"site": "P1", "period": {"start": "2025-01-01", "end": "2026-01-01"},
     "balance": {"rows": [{"flow": "grid:power", "unit": "kWh", "bought": "1000000", "remainder": "20000",
                           "entries": [{"entry": "@cells", "amount": "980000"}]}]}}

Where a draft cites a statement (a delivery, the deliveries of a leg, an entry of a balance, what it supersedes), it may
state a name such as "@ore"; the ids behind names are given beside the file. Any other text may begin with @. Origin,
issuer, salts and digests are added when the statement is signed. Empty lists may be left out here; the signed form has
them. Quantities are strings, as on the wire: a JSON number is refused, because it may have lost digits already. Rows
and entries of a balance may have any order here. The signed form sorts them by id, because an author cannot know the
order of ids; field paths in refusals count in the sorted order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.state.drafting import Draft, SaltSource, seal
from ledger.trust.canonical import canonical, parse_json
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.entry import Entry
from schemas.signed.kinds import MAX_SECTION, MODELS, SECTIONS
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Kind, SectionName

SECTIONS_OF_ENTRIES = (SectionName.INVENTORY, SectionName.PRODUCT, SectionName.QUALITY)
_IDS = frozenset({"delivery", "deliveries", "entry", "supersedes.id"})
"""The members of a draft that cite a statement, or a list of them."""

_ADDED = frozenset({"origin", "issuer", "sections", "supersedes"})
_NEEDED = (SectionName.INVENTORY, SectionName.PRODUCT)


@dataclass(frozen=True, slots=True)
class Drafter:
    """The signer, the log that the entry is for, and the source of random bits.

    `complete` completes the first digits of a statement's id, where the ledger is available.
    """

    origin: str
    issuer: str
    fresh: SaltSource
    complete: Callable[[str], str] = str


def parse_entry_draft(data: bytes, cited: Mapping[str, str], drafter: Drafter) -> Draft:
    """Build the entry that a draft file states, ready to be signed.

    Args:
        data: the file.
        cited: the ids behind the names of deliveries, without the @.
        drafter: the signer.

    Raises:
        CradleError: `json.*`, `draft.*`, `schema.*` or a rule of the model, with the field path in the file.
    """
    return entry_of(read_fields(data, cited, drafter.complete), drafter)


def fields_of(
    statement: Entry | SiteBalance, sections: Mapping[SectionName, Model]
) -> dict[str, object]:
    """The members of a draft file that states a statement again: neither what signing adds, nor what it replaces."""
    header = {key: value for key, value in statement.to_json().items() if key not in _ADDED}
    return header | {name.value: part.to_json() for name, part in sections.items()}


def entry_of(fields: Mapping[str, object], drafter: Drafter) -> Draft:
    """Build the entry of the members of a draft file, ready to be signed.

    Raises:
        CradleError: as `parse_entry_draft`, but for what cannot be read.
    """
    return seal_entry(*split_entry(fields), drafter)


def split_entry(
    fields: Mapping[str, object],
) -> tuple[dict[str, object], dict[SectionName, Model]]:
    """The header and the sections of an entry's draft file.

    Raises:
        CradleError: as `read_section`.
    """
    values = {
        name: read_section(name, fields)
        for name in SECTIONS_OF_ENTRIES
        if name in _NEEDED or name.value in fields
    }
    return {key: value for key, value in fields.items() if key not in SECTIONS}, values


def seal_entry(
    header: Mapping[str, object], values: Mapping[SectionName, Model], drafter: Drafter
) -> Draft:
    """Build the entry of a header and its sections, ready to be signed.

    Raises:
        CradleError: `schema.*` or a rule of the entry's header.
    """
    return _sealed(Kind.ENTRY, header, values, drafter)


def _sealed(
    kind: Kind,
    header: Mapping[str, object],
    values: Mapping[SectionName, Model],
    drafter: Drafter,
) -> Draft:
    """The statement of a draft's header and sections."""
    sealed = seal(kind, drafter.issuer, values, drafter.fresh)
    added = {
        "origin": drafter.origin,
        "issuer": drafter.issuer,
        "sections": dict(sealed.digests),
    }
    return Draft(MODELS[kind].parse(canonical({**header, **added})), sealed.documents)


def read_fields(
    data: bytes, cited: Mapping[str, str], complete: Callable[[str], str] = str
) -> dict[str, object]:
    """Read the members of a draft file; where it cites a statement, replace a name by its id, and complete an id.

    Raises:
        CradleError: `json.*` or `draft.*`.
    """
    fields = parse_json(data, MAX_SECTION)
    if not isinstance(fields, dict):
        raise CradleError("draft.shape", "The draft is not a JSON object; write it as {...}.")

    def cite(name: str) -> str:
        if not name.startswith("@"):
            return complete(name)
        if name[1:] not in cited:
            detail = f"The name {name} has no statement; state the id of the statement."
            raise CradleError("draft.cited", detail, name)
        return cited[name[1:]]

    return {key: _cite(key, value, cite) for key, value in fields.items()}


def _cite(key: str, value: object, cite: Callable[[str], str]) -> object:
    """The value of a member, with what it cites."""
    if isinstance(value, str):
        return cite(value) if key in _IDS else value
    if isinstance(value, list):
        return [_cite(key, item, cite) for item in value]
    if isinstance(value, dict):
        inside = f"{key}." if key == "supersedes" else ""
        return {name: _cite(inside + name, item, cite) for name, item in value.items()}
    return value


def read_section(name: SectionName, fields: Mapping[str, object]) -> Model:
    """Read a section of a draft.

    Raises:
        CradleError: `draft.section` if the draft lacks it, `schema.*` or a rule of the model.
    """
    if name.value not in fields:
        detail = f"The draft lacks its {name.value}; add it."
        raise CradleError("draft.section", detail, name.value)
    try:
        return SECTIONS[name].parse(canonical(fields[name.value]))
    except CradleError as error:
        place = f"{name.value}.{error.place}" if error.place else name.value
        raise CradleError(error.code, error.detail, place) from None


def parse_balance_draft(data: bytes, cited: Mapping[str, str], drafter: Drafter) -> Draft:
    """Build the site balance that a draft file states, ready to be signed.

    Args:
        data: the file.
        cited: the ids behind the names of entries, without the @.
        drafter: the signer.

    Raises:
        CradleError: `json.*`, `draft.*`, `schema.*` or a rule of the model, with the field path in the signed document.
    """
    fields = read_fields(data, cited, drafter.complete)
    values = {SectionName.BALANCE: read_section(SectionName.BALANCE, _sort_rows(fields))}
    header = {key: value for key, value in fields.items() if key not in values}
    return _sealed(Kind.SITE_BALANCE, header, values, drafter)


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
