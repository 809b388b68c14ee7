"""Confidential data that a read discloses: one journal line for each participant that owns some of it.

Sections are confidential, and so are the statements of entries and deliveries themselves. An owner
learns which of its own data was disclosed and nothing else: a line names one of its own statements, or
says how many there are. Registrations are not secret, and declarations are public.

A figure includes the figures of others. A reader of contributions opens all entries behind the
figure. A reader of a figure with its upstream as one sum opens the entries of its issuer and those
that supply them. Entries behind a direct supplier were valued for the reader too: their owners read
that, but not who asked, which would disclose to a supplier's suppliers who its customers are.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import Resolution
from ledger.service.access.journal import AccessRecord
from ledger.state.view import View
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.kinds import section_digests
from schemas.signed.statement import Issued


class DisclosedData(NamedTuple):
    """Confidential data of one participant that a reader was shown.

    Attributes:
        owner: the participant.
        subject: the statement's id.
        parts: that were shown.
        is_behind: true if the owner does not deliver to the reader, and must not learn who that is.
    """

    owner: str
    subject: str
    parts: tuple[str, ...] = ()
    is_behind: bool = False


ENVELOPE = "envelope"
"""The part that is the statement itself, for a statement without an open section."""


def disclosure_lines(
    action: str, disclosed: Iterable[DisclosedData], what: str = "statements"
) -> list[AccessRecord]:
    """A journal line for each owner, in the order of their ids: the id of one statement, or a count."""
    by_owner: dict[str, list[DisclosedData]] = {}
    for disclosure in disclosed:
        by_owner.setdefault(disclosure.owner, []).append(disclosure)
    return [_line(action, owner, by_owner[owner], what) for owner in sorted(by_owner)]


def _line(action: str, owner: str, disclosures: list[DisclosedData], what: str) -> AccessRecord:
    shown = [disclosure for disclosure in disclosures if not disclosure.is_behind]
    counted = shown or disclosures
    parts = ",".join(sorted({part for disclosure in counted for part in disclosure.parts}))
    if len(counted) == 1:
        return AccessRecord(action, counted[0].subject, owner, parts, not shown)
    count = f"{len(counted)} {what}"
    return AccessRecord(action, what, owner, f"{count}: {parts}" if parts else count, not shown)


def disclosed_by_statements(
    view: View, names: Iterable[str], shown: Collection[str]
) -> Iterator[DisclosedData]:
    """The confidential data of statements of which the sections with these digests are shown."""
    for name, statement in view.read(names).items():
        if not isinstance(statement, Issued):
            continue
        digests = section_digests(statement).items()
        parts = tuple(section.value for section, digest in digests if digest in shown)
        if parts or isinstance(statement, Entry | Delivery):
            yield DisclosedData(statement.issuer, name, parts or (ENVELOPE,))


def disclosed_by_figure(
    resolution: Resolution, roots: Iterable[str], issuer: str
) -> Iterator[DisclosedData]:
    """The issuer's entries behind these roots, the nearest entries of others, and apart the rest, which these use."""
    seen: set[str] = set()
    step = set(roots)
    every = resolution.upstream(step)
    while step:
        seen |= step
        own = [entry for entry in step if resolution.record(entry).entry.issuer == issuer]
        step = {source for entry in own for source in resolution.suppliers[entry]} - seen
    yield from disclosed_by_entries(resolution, seen)
    for disclosure in disclosed_by_entries(resolution, sorted(every - seen)):
        yield disclosure._replace(is_behind=True)


def disclosed_by_entries(resolution: Resolution, entries: Iterable[str]) -> Iterator[DisclosedData]:
    """The figures of these entries."""
    return (
        DisclosedData(resolution.record(entry).entry.issuer, entry, ("figure",))
        for entry in entries
    )
