"""The draft of an entry: one unsigned JSON file with header fields and sections, written by a person.

    {"site": {"code": "P1", "country": "FI"}, "process": "raw_material.mining",
     "period": {"start": "2025-01-01", "end": "2026-01-01"}, "basis": "site_period_average",
     "inventory": {...}, "product": {...}}

A delivery may be cited by a name such as "@ore"; the ids behind names are given beside the file. Origin, issuer, salts
and digests are added when the entry is signed. Empty lists may be left out here; the signed form has them.
Quantities are strings, as on the wire: a JSON number is refused, because it may have lost digits already.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger.state.drafting import Draft, SaltSource, seal
from ledger.trust.canonical import canonical, parse_json
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.entry import Entry
from schemas.signed.kinds import MAX_SECTION, SECTIONS
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
    sealed = seal(Kind.ENTRY, drafter.issuer, values, drafter.fresh)
    header = {key: value for key, value in fields.items() if key not in SECTIONS}
    header["origin"], header["issuer"] = drafter.origin, drafter.issuer
    header["sections"] = dict(sealed.digests)
    return Draft(Entry.parse(canonical(header)), sealed.documents)


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
