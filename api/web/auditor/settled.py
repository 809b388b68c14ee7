"""The choices that an auditor ticks on the page of its sign-off, as the list that `ledger.choices.settling` reads.

The page lists the open choices of the kept recomputation, those without a known worth first, then by worth. What is
ticked, and the pasted list of a case with more choices than the page shows, are one list with one reader.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from api.web.auditor.attestation_form import TypedAttestation
from ledger.choices.choice import takes
from ledger.choices.kinds import KINDS, Depth, Kind
from ledger.choices.settling import (
    Settlement,
    digest_named,
    is_digest,
    parse_settlements,
    read_settlements,
    settled_choices,
)
from schemas.errors import CradleError
from schemas.signed.settled import Settled
from schemas.signed.statement import SectionName
from schemas.views.report import Report, ReportedChoice

MOST: Final = 60
"""The most choices that the page lists; the pasted list takes all."""

FIRST: Final = 10
"""Those that are shown open."""

_DEPTHS: Final[tuple[Depth, ...]] = ("documents", "site_visit")
_FIELD_OF: Final = {"depth": "looked", "evidence": "papers", "explained": "explained"}
"""The field for each member of a row of the list; a refusal about another one is at the tick."""


_WORD: Final = re.compile("[a-z_]+")


class TypedChoice(NamedTuple):
    """A choice that the page listed, and what was typed beside it."""

    id: str
    looked: str = ""
    papers: str = ""
    explained: str = ""


class SettleRow(NamedTuple):
    """A choice on the page: its number, itself, its kind, its firm, the depths that settle it, and what was typed."""

    at: int
    choice: ReportedChoice
    kind: Kind
    firm: str
    depths: tuple[Depth, ...]
    typed: TypedChoice
    is_ticked: bool


def settle_rows(report: Report | None, typed: TypedAttestation) -> list[SettleRow]:
    """The open choices that the page lists; those of a page that was sent keep their places."""
    firms = {} if report is None else {name.id: name.firm for name in report.names}
    known = {row.id: row for row in _typed(typed)}
    return [
        SettleRow(
            at=at,
            choice=choice,
            kind=KINDS[choice.code],
            firm=firms.get(choice.by) or firms.get(choice.subject) or choice.by[7:19],
            depths=tuple(depth for depth in _DEPTHS if takes(KINDS[choice.code], depth)),
            typed=known.get(str(choice.id)) or _untouched(choice),
            is_ticked=str(choice.id) in typed.settle,
        )
        for at, choice in enumerate(_open(report)[:MOST])
    ]


def settle_fields(rows: list[SettleRow]) -> frozenset[str]:
    """The ids of the fields beside the listed choices; masses are typed where some are missing."""
    names = {"settle", *_FIELD_OF.values()}
    without_kg = names - {"explained"}
    return frozenset(
        f"{name}-{row.at}" for row in rows for name in (names if row.choice.kg else without_kg)
    )


def settled_section(report: Report, typed: TypedAttestation) -> dict[str, Any]:
    """The section with the choices that are ticked and those of the pasted list; empty without any.

    Raises:
        CradleError: as `read_settlements` and `settled_choices`; the place is the field.
    """
    choices, listed = report.choices or (), list[Settlement]()
    places = {str(choice.id): at for at, choice in enumerate(_open(report)[:MOST])}
    known = {row.id: row for row in _typed(typed)}
    for name in typed.settle:
        with _at(places.get(name)):
            rows = _settlement(known.get(name) or TypedChoice(name))
            settled_choices(choices, rows, digest_named)
        listed += rows
    with _at(None):
        if typed.settled.strip():
            listed += read_settlements(typed.settled.encode())
        settled = settled_choices(choices, listed, digest_named)
    return {SectionName.SETTLED.value: Settled(choices=settled).to_json()} if settled else {}


def _open(report: Report | None) -> list[ReportedChoice]:
    """The choices that nobody settled, those without a known worth first, then by worth."""
    rows = () if report is None else report.choices or ()
    return [row for row in rows if row.state != "settled"]


def _typed(typed: TypedAttestation) -> Iterator[TypedChoice]:
    texts = typed.looked, typed.papers, typed.explained
    for name, *beside in zip_longest(typed.listed, *texts, fillvalue=""):
        yield TypedChoice(name, *beside)


def _untouched(choice: ReportedChoice) -> TypedChoice:
    """A row that nobody touched: the depth of its kind, and the digests that the statement names."""
    papers = "\n".join(filter(is_digest, choice.evidence))
    return TypedChoice(str(choice.id), KINDS[choice.code].depth, papers)


def _settlement(row: TypedChoice) -> tuple[Settlement, ...]:
    """A ticked row as a row of the list; each line of `explained` is kilograms and a substance."""
    lines = [line.split() for line in row.explained.splitlines()]
    explained = [{"kg": it[0], "substance": " ".join(it[1:])} for it in lines if it]
    members: dict[str, object] = {
        "choice": row.id,
        "depth": row.looked,
        "evidence": row.papers.split(),
        **({"explained": explained} if explained else {}),
    }
    return parse_settlements({"settle": [members]})


@contextmanager
def _at(row: int | None) -> Iterator[None]:
    """Put a refusal at the field of a listed choice, or at the pasted list."""
    try:
        yield
    except CradleError as error:
        detail = f"{error.detail} ({error.place})" if error.place else error.detail
        field = "settled" if row is None else f"{_field(error)}-{row}"
        raise CradleError(error.code, detail, field) from None


def _field(error: CradleError) -> str:
    """The field of a row that a refusal is about, by its code, or by the place of a list that is not of its form."""
    path = error.place if error.code == "settle.file" else error.code
    return next((name for word, name in _FIELD_OF.items() if word in _WORD.findall(path)), "settle")
