"""What all versions of an entry say of their goods, and when they were made: a correction may change all of it.

A version keeps site, process and model of the one before (`ledger.rules.versions`), but not its lot, its period and,
unless it was delivered, its product. The goods stay what they are. So goods are compared by the words of any version.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.falls import Target
from ledger.choices.log import LogWord
from ledger.choices.look_alike import alike, skeleton
from ledger.choices.same_goods import are_same_goods, likenesses
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.inventory import Output
from schemas.values import Period
from schemas.vocabulary import OutputRole

Made = tuple[EntryRecord, Output]


class LineageWords(NamedTuple):
    """The words of all versions of an entry, or of one of its lines.

    Attributes:
        models: that are stated.
        products: of the line, or of all lines.
        lots: that are stated.
        sites: their codes.
        periods: of the versions, and of the calculation for a battery.
        around: a period that stands for the year around it.
        is_main: true for an entry, and for a main line.
        made: the line of each version, or all lines of each, that of the newest first.
    """

    models: frozenset[str]
    products: frozenset[str]
    lots: frozenset[str]
    sites: frozenset[str]
    periods: tuple[Period, ...]
    around: Period | None = None
    is_main: bool = True
    made: tuple[Made, ...] = ()

    def likenesses(self) -> frozenset[Hashable]:
        """What the entry shares with each other one of its goods: one at least."""
        named = (("model", self.models), ("product", self.products))
        ids = {(what, skeleton(name)) for what, names in named for name in names}
        return frozenset(ids.union(*(likenesses(*line) for line in self.made)))

    def skeletons(self) -> frozenset[tuple[str, str]]:
        """Its ids, each with the form that it shares with those that look alike."""
        return frozenset((it, skeleton(it)) for it in self.sites | self.models | self.products)

    def fit(self, other: "LineageWords") -> bool:
        """True if another entry is of the goods of this line, and of one time with them."""
        if self.models or other.models:
            same = self.is_main and _look_alike(self.models, other.models)
        else:
            same = _look_alike(self.products, other.products) or self._are_same_goods(other)
        return same and (self._is_of_one_time(other) or _look_alike(self.lots, other.lots))

    def _are_same_goods(self, other: "LineageWords") -> bool:
        """True if a version of the other consists of what the line does as it counts, or the reverse."""
        return any(
            are_same_goods(*line, *it)
            for mine, others in ((self.made[:1], other.made), (self.made, other.made[:1]))
            for line in mine
            for it in others
        )

    def _is_of_one_time(self, other: "LineageWords") -> bool:
        """True if two versions share a day, or one of the other's ends near the year around."""
        return any(
            any(own_period.overlaps(period) for own_period in self.periods)
            or (self.around is not None and period.ends_near(self.around))
            for period in other.periods
        )

    def is_respelled(self, other: "LineageWords") -> bool:
        """True if ids of the same goods look alike without being equal."""
        pairs = [(self.sites, other.sites), (self.models, other.models)]
        pairs += [] if self.models else [(self.products, other.products)]
        return any(
            own != theirs and alike(own, theirs)
            for left, right in pairs
            for own in left
            for theirs in right
        )


def _look_alike(names: frozenset[str], others: frozenset[str]) -> bool:
    return not {skeleton(name) for name in names}.isdisjoint(map(skeleton, others))


def words_of_entry(log: LogWord, record: EntryRecord) -> LineageWords:
    """The words of all versions of an entry, of each of its lines."""
    versions = (record, *log.before(record.id), *log.after(record.id))
    entries = [it.entry for it in versions]
    outputs = [row for it in versions if it.inventory is not None for row in it.inventory.outputs]
    return LineageWords(
        frozenset(it.battery_model for it in versions if it.battery_model is not None),
        frozenset(row.product for row in outputs),
        frozenset(it.lot for it in entries if it.lot is not None),
        frozenset(it.site.code for it in entries),
        tuple(it.period for it in entries),
        made=tuple((it, row) for it in versions if it.inventory for row in it.inventory.outputs),
    )


def words_of_line(
    context: ChoiceContext, log: LogWord, target: Target, excluded: frozenset[str]
) -> LineageWords:
    """The words of all versions of a line that counts.

    A battery's time is that of the calculation; a period shorter than a year stands for the year around it. Its lots
    are also those of entries of the product that are `excluded`: what is of such a lot is excluded with it.
    """
    (record, output), words = target, words_of_entry(log, target.record)
    lines = tuple((it, row) for it, row in words.made if row.line == output.line)
    period = (None if record.battery_model is None else context.period) or record.entry.period
    is_short = record.battery_model is not None and not period.lasts_a_year
    return words._replace(
        products=frozenset(row.product for _, row in lines),
        lots=words.lots if record.battery_model is None else words.lots | excluded,
        made=lines,
        periods=(period, *words.periods),
        around=period if is_short else None,
        is_main=output.role is OutputRole.MAIN,
    )


def is_left_out(context: CalculationContext, log: LogWord, other: EntryRecord) -> bool:
    """True for a live entry of a calculation's model and site that its figure does not count."""
    calculation, entry = context.calculation, other.entry
    return (
        (entry.model, entry.site.code) == (calculation.model, calculation.site)
        and other.id not in context.graph.resolution.nodes
        and log.is_live(other.id)
    )


def _excluded_lots(context: ChoiceContext, log: LogWord) -> frozenset[str]:
    """The lots of entries that end in a calculation's period and that it leaves out, in any version."""
    if not isinstance(context, CalculationContext):
        return frozenset()
    issuer, period = context.calculation.issuer, context.period
    versions = (
        version
        for it in log.of_issuer(issuer)
        if it.entry.period.ends_within(period) and is_left_out(context, log, it)
        for version in (it, *log.before(it.id))
    )
    return frozenset(it.entry.lot for it in versions if it.entry.lot is not None)


class CountedLines:
    """The lines that count, by what they share with other entries of their goods; a firm may have many entries.

    Args:
        context: of the figure.
        log: its word.
        targets: the lines.
    """

    def __init__(self, context: ChoiceContext, log: LogWord, targets: Iterable[Target]) -> None:
        self._own: dict[Hashable, list[tuple[Target, LineageWords]]] = defaultdict(list)
        self._spelled: dict[Hashable, set[str]] = defaultdict(set)
        excluded = _excluded_lots(context, log)
        for target in targets:
            issuer = target.record.entry.issuer
            said = words_of_line(context, log, target, excluded)
            for key in said.likenesses():
                self._own[issuer, key].append((target, said))
            for name, form in said.skeletons():
                self._spelled[issuer, form].add(name)
        self._log = log

    def of_goods(
        self, other: EntryRecord, words: LineageWords
    ) -> list[tuple[Target, LineageWords]]:
        """The lines whose goods an entry is of, at one time with them; not its own versions."""
        lineage = {it.id for it, _ in words.made}
        lines = {
            (it.record.id, it.output.line): (it, said)
            for key in words.likenesses()
            for it, said in self._own.get((other.entry.issuer, key), ())
            if it.record.id not in lineage
        }
        return [(it, said) for it, said in lines.values() if said.fit(words)]

    def may_be_respelled(self, other: EntryRecord) -> bool:
        """True if an id of an entry looks like another one of a line without being equal."""
        forms = words_of_entry(self._log, other).skeletons()
        return any(self._spelled[other.entry.issuer, form] - {name} for name, form in forms)
