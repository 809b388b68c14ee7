"""An entry of one's own as the beginning of another: of the one that replaces it, or of the next year's."""

from datetime import date
from typing import Any

from ledger.cli.backend.ids import parse_superseding
from ledger.cli.backend.names import newest_own
from ledger.client.ledger_desk import LedgerDesk
from ledger.exchange.draft_files import SECTIONS_OF_ENTRIES, fields_of
from schemas.signed.entry import Entry
from schemas.signed.kinds import SECTIONS
from schemas.signed.statement import Kind
from schemas.values import Period


def begin_again(
    backend: LedgerDesk, issuer: str, given: str, reason: str | None = None, place: str = "entry"
) -> tuple[str, dict[str, object]]:
    """The id of an entry, and the members of a draft that replaces it.

    Args:
        backend: the ledger.
        issuer: the owner of the entry.
        given: the entry's id or first digits; or the name or id of its product, for the newest.
        reason: the word for why; by default a correction.
        place: the option or argument that names the entry.

    Raises:
        CradleError: `option.word`, `name.*`, or as `read_entry` and `full_id`.
    """
    named = newest_own(backend, issuer, given, Kind.ENTRY, place)
    replaced = parse_superseding(backend, named, reason)
    members = {} if replaced is None else {"supersedes": replaced.to_json()}
    return named, {**read_entry(backend, named), **members}


def begin_like(
    backend: LedgerDesk, issuer: str, given: str, place: str = "entry"
) -> tuple[str, dict[str, object]]:
    """As `begin_again` for an entry of its own, of the same days a year later."""
    named = newest_own(backend, issuer, given, Kind.ENTRY, place)
    fields = read_entry(backend, named)
    period = Period.model_validate(fields["period"])
    moved = {"start": a_year_later(period.start), "end": a_year_later(period.end)}
    return named, {**fields, "period": moved}


def read_entry(backend: LedgerDesk, named: str) -> dict[str, Any]:
    """The members of a draft file that states an entry of one's own again.

    Raises:
        CradleError: `section.withheld` for another firm's, `remote.answer` for another kind, or as the ledger.
    """
    read = backend.statement(named, Kind.ENTRY)
    entry = read.payload(Entry)
    stated = entry.sections.to_json()
    names = [name for name in SECTIONS_OF_ENTRIES if name.value in stated]
    return fields_of(entry, {name: read.section(name, SECTIONS[name]) for name in names})


def a_year_later(day: str) -> str:
    """The same day of the next year; the 28th for a 29th of February."""
    stated = date.fromisoformat(day)
    is_leap_day = (stated.month, stated.day) == (2, 29)
    return stated.replace(year=stated.year + 1, day=28 if is_leap_day else stated.day).isoformat()
