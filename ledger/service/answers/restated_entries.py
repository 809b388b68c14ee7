"""The wave of a restatement: the entries whose values are new, by their distance from the change.

The tier of an entry is 0 if it rests on no other new value, as a corrected one; otherwise it is one more than the
highest tier among those it rests on. A corrected entry is compared with the version that it replaced. An entry behind
several calculations is listed once, with the values by the first of them, since another method gives it others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.state.closure import read_versions
from ledger.state.evaluation import Evaluation
from ledger.state.view import View


@dataclass(frozen=True, slots=True)
class RestatedEntry:
    """An entry whose value is new.

    Attributes:
        site: its code.
        tier: its distance from the change.
        before: the exact kg CO2e per unit of its main line; None if it is a new one.
        after: the same after the changes; None if it has no figure.
        rests_on: the entries of the wave whose deliveries it cites, as goods or as what it replaces.
    """

    id: str
    site: str
    tier: int
    before: str | None
    after: str | None
    rests_on: tuple[str, ...]


def restated_entries(
    view: View,
    before: Evaluation | None,
    after: Evaluation,
    recomputed: Iterable[str],
    until: int,
) -> Iterator[RestatedEntry]:
    """The entries of one figure's wave, suppliers first.

    Args:
        view: the transaction.
        before: the evaluation before the changes.
        after: the same after them.
        recomputed: the entries whose values are new, suppliers first.
        until: the registry size after the changes.
    """
    former = _former(view, before, after, until)
    tiers: dict[str, int] = {}
    resolution = after.computed.resolution
    for name in recomputed:
        record = resolution.record(name)
        cited = () if record.inventory is None else record.inventory.cited
        makers = dict.fromkeys(
            resolution.sources[delivery][1] for delivery in cited if delivery in resolution.sources
        )
        rests_on = tuple(maker for maker in makers if maker in tiers)
        tiers[name] = max((tiers[maker] + 1 for maker in rests_on), default=0)
        yield RestatedEntry(
            name,
            record.entry.site.code,
            tiers[name],
            None if before is None else _main_total(before, former.get(name, name)),
            _main_total(after, name),
            rests_on,
        )


def _former(
    view: View, before: Evaluation | None, after: Evaluation, until: int
) -> Mapping[str, str]:
    """The earlier version of each entry that replaced one, by the newest one."""
    lineages = {} if before is None else before.computed.lineages
    gone = [name for name in lineages if name not in after.computed.lineages]
    versions = read_versions(view, gone, until)
    newest = {name: versions.newest(name) for name in gone}
    return {new: name for name, new in newest.items() if new is not None}


def _main_total(evaluation: Evaluation, name: str) -> str | None:
    record = evaluation.computed.resolution.nodes.get(name)
    if record is None or record.inventory is None:
        return None
    line = evaluation.computed.figures.line(name, record.inventory.main.line)
    return None if line is None else format_decimal(total_of(line.cells))
