"""The part of a world's statements that an audit bundle of its calculation would show, and what its closure says.

As `ledger.state.surroundings`, from statements in memory: what the figure rests on, the entries of its model,
what was withdrawn of like goods, the statements with a tag in common, those beside the figure, every version of each,
and all that these rest on. Tags are the keys of the goods themselves, under no secret.
"""

from collections.abc import Iterable, Iterator, Mapping

from support.graph_battery import Declared

from ledger.choices.beside_figure import statements_beside
from ledger.choices.look_alike import states_like_goods
from ledger.choices.trade import RecordedTrade
from ledger.footprint.graph.resolution import Records, Resolution
from ledger.rules.same_goods import FigureRoots, wanted_goods
from ledger.trust.marks import MarkedGoods, marked_delivery, marked_entry, tags
from schemas.signed.closure import Beside, Mark
from schemas.signed.statement import Kind


def shown(it: Declared) -> tuple[Records, Beside]:
    """The statements that a bundle shows, and those that its closure states beside the figure."""
    records, resolution = it.chain.records(), it.resolve()
    period = it.calculation.period
    roots = FigureRoots.of_calculation(it.composition, period, records)
    beside = statements_beside(resolution, roots, RecordedTrade.of(records))
    found = {*resolution.nodes, *resolution.sources, *resolution.makers, *roots.entries}
    found |= {row.entry for row in it.composition.exclusions}
    found |= {*_of_model(it, records), *_withdrawn(records, resolution)}
    found |= {*_of_tags(records, resolution, roots), *beside.statements}
    found = _with_all_behind(records, found)
    entries = {name: record for name, record in records.entries.items() if name in found}
    sent = {name: record for name, record in records.deliveries.items() if name in found}
    return Records(entries, sent, records.changes), beside


def _of_model(it: Declared, records: Records) -> Iterator[str]:
    asked = it.calculation
    for name, record in records.entries.items():
        entry = record.entry
        if (entry.issuer, entry.model, entry.site.code) == (asked.issuer, asked.model, asked.site):
            yield name


def _withdrawn(records: Records, resolution: Resolution) -> Iterator[str]:
    counted = list(resolution.nodes.values())
    for name, change in records.changes.items():
        gone = records.entries.get(name) if change.kind == "withdrawn" else None
        if gone is not None and any(
            one.entry.issuer == gone.entry.issuer and states_like_goods(one, gone)
            for one in counted
        ):
            yield name


def _of_tags(records: Records, resolution: Resolution, roots: FigureRoots) -> Iterator[str]:
    marks = _marks(records)
    behind = {name: marks[name] for name in (*resolution.makers, *roots.entries)}
    wanted = wanted_goods(resolution, roots, behind)
    for name, rows in marks.items():
        kind = Kind.ENTRY if name in records.entries else Kind.DELIVERY
        if any(wanted.includes(mark, kind) for mark in rows):
            yield name


def _marks(records: Records) -> Mapping[str, tuple[Mark, ...]]:
    found: dict[str, tuple[Mark, ...]] = {}
    for name, record in records.entries.items():
        if record.product is not None:
            found[name] = (_mark(marked_entry(record.entry, record.product)),)
    for name, source in records.deliveries.items():
        maker = records.entries[source.delivery.entry]
        if maker.product is not None:
            sent = marked_delivery(source.delivery, maker.entry, maker.product)
            found[name] = tuple(map(_mark, sent))
    return found


def _mark(goods: MarkedGoods) -> Mark:
    return Mark(
        participant=goods.participant,
        role=goods.role,
        nr=1,
        period=goods.period,
        tags=tags(b"", goods.keys),
        salt="0" * 32,
    )


def _with_all_behind(records: Records, names: Iterable[str]) -> set[str]:
    """Statements in every version, and all that they rest on."""
    before = {change.by: old for old, change in records.changes.items()}
    found, waiting = set[str](), [*names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        change = records.changes.get(name)
        waiting += [] if change is None else [change.by]
        waiting += [before[name]] if name in before else []
        entry, sent = records.entries.get(name), records.deliveries.get(name)
        if entry is not None and entry.inventory is not None:
            waiting += entry.inventory.cited
        if sent is not None:
            waiting.append(sent.delivery.entry)
    return found
