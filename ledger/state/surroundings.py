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
from ledger.footprint.graph.resolution import (
    Change,
    DeliveryRecord,
    EntryRecord,
    Records,
    Resolution,
    resolve,
)
from ledger.rules.period import neighbouring_entries
from ledger.rules.same_goods import FigureRoots
from ledger.state.closure import read_closure, read_versions
from ledger.state.disclosure import Reader
from ledger.state.figures import ComputedGraph
from ledger.state.history import (
    LogSizes,
    changed,
    closed,
    contested_goods,
    earlier,
    withdrawn_goods,
)
from ledger.state.production import made_entries
from ledger.state.same_goods import closure_of, present_counts, same_goods
from ledger.state.trade import beside_now
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.log import leaves_of, size_of
from ledger.store.statements import statements_of
from schemas.signed.calculation import AssertedCalculation, Composition
from schemas.signed.closure import Beside, Closure, MarkCount
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.log import EntriesLeaf
from schemas.values import Period
from schemas.vocabulary import Audience

AUDITOR = Reader(Audience.AUDITOR)


class Closed(NamedTuple):
    """What a closure says of the statements that a bundle has: the counts of marks, and those beside the figure."""

    counts: tuple[MarkCount, ...]
    beside: Beside | None

    @classmethod
    def by(cls, closure: Closure | None) -> "Closed | None":
        """What a closure says; None if there is none."""
        return None if closure is None else cls(closure.firms, closure.beside)


class Sight(NamedTuple):
    """The part of the logs that a reader is shown.

    Attributes:
        reader: the reader.
        reach: the end of what is shown.
        closed: the closure that the leaf of the figure binds; None if it binds none.
    """

    reader: Reader
    reach: LogSizes
    closed: Closed | None


class LoggedFigure(NamedTuple):
    """The registry size that a figure names, and the statement that states it; None for a draft."""

    size: int
    id: str | None = None


class LoggedWord(NamedTuple):
    """What an audit bundle of a calculation would show: statements and changes, and what stands beside the figure."""

    records: Records
    beside: Beside | None


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
    reader, reach, closed_by = sight
    records = _behind(view, calculation, composition, size, reader)
    production_entries = {*made_entries(view, calculation, reach.registry)}
    ids = {*records.entries, *records.deliveries, *production_entries}
    ids |= withdrawn_goods(view, records, reader, reach)
    ids |= contested_goods(view, records.entries, reach)
    ids |= changed(view, ids, reach.registry)
    far = (
        production_entries
        - records.entries.keys()
        - _withdrawn(view, calculation.period, production_entries, reach)
    )
    shown = ids | earlier(view, ids)
    if closed_by is not None and reader.audience is Audience.AUDITOR:
        resolution = resolve(*cited_by(composition), records)
        roots = FigureRoots.of_calculation(composition, calculation.period, records)
        same = _same(view, resolution, roots, closed_by, reach)
        shown, far = shown | same, far - same
    return Surroundings(records, frozenset(closed(view, shown, far, reader, reach)), frozenset(far))


def around_delivery(view: View, name: str, sight: Sight) -> Surroundings:
    """The statements around a delivery, as of the state that its figure names, or else that of its leaf."""
    reader, reach, closed_by = sight
    delivery = view.statement(name, Delivery)
    figure = None if delivery is None else delivery.figure
    (stored,) = statements_of(view.connection, [name])
    (leaf,) = leaves_of(view.connection, "entries", stored.index, stored.index + 1)
    state = EntriesLeaf.parse(leaf).registry if figure is None else figure.registry
    records = read_closure(view, [name], state.size, reader.reads)
    ids = {*records.entries, *records.deliveries}
    contested = contested_goods(view, ids, reach)
    shown = _versions(view, ids, reach)
    shown |= closed(view, _versions(view, contested, reach), set(), reader, reach)
    if closed_by is not None and reader.audience is Audience.AUDITOR and delivery is not None:
        resolution = resolve([delivery.entry], [], records)
        roots = FigureRoots.of_delivery(delivery.entry, records)
        shown |= _same(view, resolution, roots, closed_by, reach)
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
) -> LoggedWord:
    """The statements that an audit bundle of a calculation would show now, and what its closure says is beside it.

    Args:
        view: the transaction.
        calculation: its asserted part.
        composition: the rows that it counts.
        computed: the graph behind it.
        about: its registry size and id; without an id it is not in the log yet.
    """
    if about.id is None:
        resolution, period = computed.resolution, calculation.period
        roots = FigureRoots.of_calculation(composition, period, computed.records)
        beside = beside_now(view, resolution, roots)
        closed_by: Closed | None = Closed(present_counts(view, resolution), beside)
    else:
        closed_by = Closed.by(closure_of(view, about.id))
    sight = Sight(AUDITOR, present_sizes(view), closed_by)
    around = around_calculation(view, calculation, composition, about.size, sight)
    return _word(view, around, about.size, closed_by)


def delivery_records(view: View, delivery: str, size: int) -> LoggedWord:
    """The statements that an audit bundle of a delivery would show now, and what its closure says is beside it.

    Args:
        view: the transaction.
        delivery: its id.
        size: the registry size that its figure names.
    """
    closed_by = Closed.by(closure_of(view, delivery))
    sight = Sight(AUDITOR, present_sizes(view), closed_by)
    return _word(view, around_delivery(view, delivery, sight), size, closed_by)


def _word(view: View, around: Surroundings, size: int, closed_by: Closed | None) -> LoggedWord:
    """The statements around a figure with the sections that an auditor is shown, and their changes as of a size."""
    entries: dict[str, EntryRecord] = {}
    deliveries: dict[str, DeliveryRecord] = {}
    for name, statement in view.read(around.shown).items():
        if isinstance(statement, Entry):
            whole = None if name in around.enveloped else view.entry(name)
            entries[name] = whole or EntryRecord(name, statement)
        elif isinstance(statement, Delivery) and (delivery := view.delivery(name)) is not None:
            deliveries[name] = delivery
    changed_then = changes_of(view.connection, around.shown, size)
    changes = {old: Change(row.kind, row.by) for old, row in changed_then.items()}
    records = Records(entries, deliveries, changes)
    return LoggedWord(records, None if closed_by is None else closed_by.beside)


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
    view: View, resolution: Resolution, roots: FigureRoots, closed_by: Closed, reach: LogSizes
) -> set[str]:
    """The statements of the same goods and those beside the figure, in every version, with all that they rest on."""
    same = {*same_goods(view, resolution, roots, closed_by.counts)}
    same |= set() if closed_by.beside is None else closed_by.beside.statements
    return closed(view, _versions(view, same, reach), set(), AUDITOR, reach)


def _versions(view: View, ids: Iterable[str], reach: LogSizes) -> set[str]:
    """These statements, and all that changed them or that they changed."""
    versions = changed(view, {*ids}, reach.registry)
    return versions | earlier(view, versions)


def _withdrawn(
    view: View, period: Period, production_entries: Iterable[str], reach: LogSizes
) -> set[str]:
    """The withdrawn entries of the product that end within a year of the period, in each version."""
    versions = read_versions(view, production_entries, reach.registry)
    return {
        name
        for name, record in versions.entries.items()
        if versions.newest(name) is None and record.entry.period.ends_near(period)
    }
