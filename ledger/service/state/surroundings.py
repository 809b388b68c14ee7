"""The statements around a figure: all that it rests on, and all that a reader is shown beside it.

Of a calculation these are excluded entries, those that end within a year of its period, and other entries of its
product; for the register of choices also withdrawn entries of the same goods and earlier versions, with all that they
rest on. An auditor is shown the closure of the figure as well: the statements of the same goods among those that the
firms behind it issued or received (`same_goods`), in every version, with all that these rest on. The bundle and the
ledger's own register read the same statements, so that both name the same conservative figure.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.footprint.graph.composition import cited_by
from ledger.footprint.graph.resolution import Change, DeliveryRecord, EntryRecord, Records, resolve
from ledger.rules.period import neighbouring_entries
from ledger.rules.same_goods import FigureRoots
from ledger.service.state.closure import read_closure, read_versions
from ledger.service.state.disclosure import Audience, Reader
from ledger.service.state.figures import ComputedGraph
from ledger.service.state.history import (
    LogSizes,
    changed,
    closed,
    contested_goods,
    earlier,
    withdrawn_goods,
)
from ledger.service.state.production import made_entries
from ledger.service.state.same_goods import closure_of, present_counts, same_goods
from ledger.service.state.view import View
from ledger.store.changes import changes_of
from ledger.store.log import leaves_of, size_of
from ledger.store.statements import statements_of
from schemas.calculation import AssertedCalculation, Composition
from schemas.closure import MarkCount
from schemas.delivery import Delivery
from schemas.entry import Entry
from schemas.log import EntriesLeaf
from schemas.values import Period

AUDITOR = Reader(Audience.AUDITOR)

Counts = tuple[MarkCount, ...]
"""The counts of a closure."""


class Sight(NamedTuple):
    """The part of the logs that a reader is shown.

    Attributes:
        reader: the reader.
        reach: the end of what is shown.
        counts: of the closure that the leaf of the figure binds; None if it binds none.
    """

    reader: Reader
    reach: LogSizes
    counts: Counts | None


class LoggedFigure(NamedTuple):
    """The registry size that a figure names, and the statement that states it; None for a draft."""

    size: int
    id: str | None = None


class Surroundings(NamedTuple):
    """The statements around a figure.

    Attributes:
        records: all that the figure rests on, and that the entries rest on which it leaves out.
        shown: the ids of all statements that the reader is shown.
        enveloped: those of them that every reader is shown as envelopes alone.
    """

    records: Records
    shown: frozenset[str]
    enveloped: frozenset[str]


def around_calculation(
    view: View,
    calculation: AssertedCalculation,
    composition: Composition,
    size: int,
    sight: Sight,
) -> Surroundings:
    """The statements around a calculation.

    Args:
        view: the transaction.
        calculation: its asserted part.
        composition: the rows that it counts.
        size: the registry size at which each citation means its newest version.
        sight: the part of the logs that is shown.
    """
    reader, reach, counts = sight
    records = _behind(view, calculation, composition, size, reader)
    made = {*made_entries(view, calculation, reach.registry)}
    found = {*records.entries, *records.deliveries, *made}
    found |= withdrawn_goods(view, records, reader, reach)
    found |= contested_goods(view, records.entries, reach)
    found |= changed(view, found, reach.registry)
    far = made - records.entries.keys() - _withdrawn(view, calculation.period, made, reach)
    shown = found | earlier(view, found)
    if counts is not None and reader.audience is Audience.AUDITOR:
        entries, deliveries = cited_by(composition)
        roots = entries, deliveries, calculation.period
        same = _same(view, records, roots, counts, reach)
        shown, far = shown | same, far - same
    return Surroundings(records, frozenset(closed(view, shown, far, reader, reach)), frozenset(far))


def around_delivery(view: View, name: str, sight: Sight) -> Surroundings:
    """The statements around a delivery, as of the state that its figure names, or else that of its leaf."""
    reader, reach, counts = sight
    delivery = view.statement(name, Delivery)
    figure = None if delivery is None else delivery.figure
    (stored,) = statements_of(view.connection, [name])
    (leaf,) = leaves_of(view.connection, "entries", stored.index, stored.index + 1)
    state = EntriesLeaf.parse(leaf).registry if figure is None else figure.registry
    records = read_closure(view, [name], state.size, reader.reads)
    found = {*records.entries, *records.deliveries}
    contested = contested_goods(view, found, reach)
    shown = _versions(view, found, reach)
    shown |= closed(view, _versions(view, contested, reach), set(), reader, reach)
    if counts is not None and reader.audience is Audience.AUDITOR and delivery is not None:
        shown |= _same(view, records, ([delivery.entry], [], None), counts, reach)
    return Surroundings(records, frozenset(shown), frozenset())


def present_sizes(view: View) -> LogSizes:
    """The present end of both logs."""
    connection = view.connection
    return LogSizes(size_of(connection, "entries"), size_of(connection, "registry"))


def log_records(
    view: View,
    calculation: AssertedCalculation,
    composition: Composition,
    computed: ComputedGraph,
    about: LoggedFigure,
) -> Records:
    """The statements that an audit bundle of a calculation would show now.

    Args:
        view: the transaction.
        calculation: its asserted part.
        composition: the rows that it counts.
        computed: the graph behind it.
        about: its registry size and id; without an id it is not in the log yet.
    """
    reach = present_sizes(view)
    if about.id is None:
        counts: Counts | None = present_counts(view, computed.resolution)
    else:
        closure = closure_of(view, about.id)
        counts = None if closure is None else closure.firms
    size = about.size
    sight = Sight(AUDITOR, reach, counts)
    around = around_calculation(view, calculation, composition, size, sight)
    entries: dict[str, EntryRecord] = {}
    deliveries: dict[str, DeliveryRecord] = {}
    for name, statement in view.read(around.shown).items():
        if isinstance(statement, Entry):
            whole = None if name in around.enveloped else view.entry(name)
            entries[name] = whole or EntryRecord(name, statement)
        elif isinstance(statement, Delivery) and (found := view.delivery(name)) is not None:
            deliveries[name] = found
    changed_then = changes_of(view.connection, around.shown, size)
    changes = {old: Change(row.kind, row.by) for old, row in changed_then.items()}
    return Records(entries, deliveries, changes)


def _behind(
    view: View,
    calculation: AssertedCalculation,
    composition: Composition,
    size: int,
    reader: Reader,
) -> Records:
    """All behind the rows of a calculation, and behind the entries that it leaves out (`neighbouring_entries`)."""
    entries, deliveries = cited_by(composition)
    own = [*made_entries(view, calculation, size), *(row.entry for row in composition.exclusions)]
    versions = read_versions(view, own, size)
    shown = {row.id for row in neighbouring_entries(calculation, composition, own, versions)}
    shown.update(filter(None, map(versions.newest, entries)))
    beside = [name for name in own if versions.newest(name) in shown]
    return read_closure(view, [*entries, *deliveries, *beside], size, reader.reads)


def _same(
    view: View,
    records: Records,
    roots: tuple[list[str], list[str], Period | None],
    counts: Counts,
    reach: LogSizes,
) -> set[str]:
    """The statements of the same goods, in every version, with all that they rest on."""
    entries, deliveries, period = roots
    resolution = resolve(entries, deliveries, records)
    newest = tuple(filter(None, map(records.newest, entries)))
    same = same_goods(view, resolution, FigureRoots(newest, deliveries, period), counts)
    return closed(view, _versions(view, same, reach), set(), AUDITOR, reach)


def _versions(view: View, ids: Iterable[str], reach: LogSizes) -> set[str]:
    """These statements, and all that changed them or that they changed."""
    found = changed(view, {*ids}, reach.registry)
    return found | earlier(view, found)


def _withdrawn(view: View, period: Period, made: Iterable[str], reach: LogSizes) -> set[str]:
    """The withdrawn entries of the product that end within a year of the period, in each version."""
    versions = read_versions(view, made, reach.registry)
    return {
        name
        for name, record in versions.entries.items()
        if versions.newest(name) is None and record.entry.period.ends_near(period)
    }
