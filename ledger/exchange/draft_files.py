"""Drafts of an entry and of a site balance: unsigned JSON files with header fields and sections, written by a person.

    {"site": {"code": "P1", "country": "FI"}, "process": "raw_material.mining",
     "period": {"start": "2025-01-01", "end": "2026-01-01"}, "basis": "site_period_average",
     "inventory": {...}, "product": {...}}

    {"site": "P1", "period": {"start": "2025-01-01", "end": "2026-01-01"},
     "balance": {"rows": [{"flow": "grid:power", "unit": "kWh", "bought": "1000000", "remainder": "20000",
                           "entries": [{"entry": "@cells", "amount": "980000"}]}]}}

A delivery, or an entry of a balance, may be cited by a name such as "@ore"; the ids behind names are given beside the
file. Origin, issuer, salts and digests are added when the statement is signed. Empty lists may be left out here; the
signed form has them. Quantities are strings, as on the wire: a JSON number is refused, because it may have lost digits
already. Rows and entries of a balance may have any order here. The signed form sorts them by id, because an author
cannot know the order of ids; field paths in refusals count in the sorted order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.state.drafting import Draft, SaltSource, seal
from ledger.trust.canonical import canonical, parse_json
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import MAX_SECTION, MODELS, SECTIONS
from schemas.signed.statement import Kind, SectionName

_SECTIONS = (SectionName.INVENTORY, SectionName.PRODUCT, SectionName.QUALITY)
_IDS = frozenset({"delivery", "entry"})
"""The members of a draft that cite a statement."""

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
    fields = complete_ids(read_fields(data, cited), drafter.complete)
    values = {
        name: read_section(name, fields)
        for name in _SECTIONS
        if name in _NEEDED or name.value in fields
    }
    header = {key: value for key, value in fields.items() if key not in SECTIONS}
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


def read_fields(data: bytes, cited: Mapping[str, str]) -> dict[str, object]:
    """Read the members of a draft file and replace every name by the id behind it.

    Raises:
        CradleError: `json.*` or `draft.*`.
    """
    fields = _resolve_names(parse_json(data, MAX_SECTION), cited)
    if not isinstance(fields, dict):
        raise CradleError("draft.shape", "The draft is not a JSON object; write it as {...}.")
    return fields


def complete_ids(fields: Mapping[str, object], complete: Callable[[str], str]) -> dict[str, object]:
    """Complete every id of a statement in a draft: what it cites, and what it supersedes."""
    return {
        key: complete_ids(value, complete) | {"id": complete(str(value["id"]))}
        if key == "supersedes" and isinstance(value, dict) and isinstance(value.get("id"), str)
        else _complete(key, value, complete)
        for key, value in fields.items()
    }


def _complete(key: str, value: object, complete: Callable[[str], str]) -> object:
    if isinstance(value, dict):
        return complete_ids(value, complete)
    if isinstance(value, list):
        return [_complete(key, item, complete) for item in value]
    return complete(value) if key in _IDS and isinstance(value, str) else value


def _resolve_names(value: object, cited: Mapping[str, str]) -> object:
    """Replace every name of a statement by the id behind it."""
    if isinstance(value, dict):
        return {key: _resolve_names(item, cited) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolve_names(item, cited) for item in value]
    if isinstance(value, str) and value.startswith("@"):
        if value[1:] not in cited:
            raise CradleError(
                "draft.cited",
                f"The name {value} has no statement; state the id of the statement.",
                value,
            )
        return cited[value[1:]]
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
    fields = complete_ids(read_fields(data, cited), drafter.complete)
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
