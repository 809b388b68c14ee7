"""What a read opened of whom: one line of the journal for each participant whose confidential data it showed.

Confidential is what is not shown to everybody: sections, and the very statements of entries and deliveries.
An owner is told what of its own was opened and nothing else: a line names one of its own statements, or
says how many there are. Registrations are nobody's secret, and what was declared is public.

A figure is made of others. Whoever reads contributions has all entries behind it opened. Whoever reads a
figure with its upstream as one sum has opened the entries of its issuer and those that these take goods
from; what lies behind a direct supplier shows in nothing but that supplier's own figure, and telling of it
would tell a supplier's suppliers who its customers are.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import Resolution
from ledger.service.access.journal import Done
from ledger.service.state.view import View
from schemas.delivery import Delivery
from schemas.entry import Entry
from schemas.kinds import section_digests
from schemas.statement import Issued


class Opened(NamedTuple):
    """Something of one participant that a reader was shown: its id, and which parts of it."""

    owner: str
    subject: str
    parts: tuple[str, ...] = ()


ENVELOPE = "envelope"
"""The part of a statement that it is itself, where it has no open section."""


def tell_opened(action: str, opened: Iterable[Opened], what: str = "statements") -> list[Done]:
    """A line for each owner, in the order of their ids: of one thing its id, of several how many."""
    by_owner: dict[str, list[Opened]] = {}
    for one in opened:
        by_owner.setdefault(one.owner, []).append(one)
    return [_line(action, owner, by_owner[owner], what) for owner in sorted(by_owner)]


def _line(action: str, owner: str, found: list[Opened], what: str) -> Done:
    parts = ",".join(sorted({part for one in found for part in one.parts}))
    if len(found) == 1:
        return Done(action, found[0].subject, owner, parts)
    count = f"{len(found)} {what}"
    return Done(action, what, owner, f"{count}: {parts}" if parts else count)


def opened_statements(view: View, names: Iterable[str], shown: Collection[str]) -> Iterator[Opened]:
    """What is confidential among statements, of which the sections with these digests are shown."""
    for name, statement in view.read(names).items():
        if not isinstance(statement, Issued):
            continue
        digests = section_digests(statement).items()
        parts = tuple(section.value for section, digest in digests if digest in shown)
        if parts or isinstance(statement, Entry | Delivery):
            yield Opened(statement.issuer, name, parts or (ENVELOPE,))


def opened_figure(resolution: Resolution, roots: Iterable[str], issuer: str) -> Iterator[Opened]:
    """The entries of an issuer behind these roots, and the first ones of others, whose figures add to its own."""
    seen: set[str] = set()
    step = set(roots)
    while step:
        seen |= step
        own = [entry for entry in step if resolution.record(entry).entry.issuer == issuer]
        step = {source for entry in own for source in resolution.suppliers[entry]} - seen
    return opened_entries(resolution, seen)


def opened_entries(resolution: Resolution, entries: Iterable[str]) -> Iterator[Opened]:
    """The figures of these entries."""
    return (Opened(resolution.record(entry).entry.issuer, entry, ("figure",)) for entry in entries)
