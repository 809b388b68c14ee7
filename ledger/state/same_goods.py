"""The closure of a figure in the store: the marks that it counts, and the statements of the same goods among them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson

from ledger.footprint.graph.resolution import Resolution
from ledger.rules.same_goods import FigureRoots, WantedGoods, firms_behind, wanted_goods
from ledger.state.view import View
from ledger.store.log import leaves_of
from ledger.store.marks import mark_states, marks_of, marks_on, statements_at
from schemas.signed.closure import Closure, Mark, MarkCount, MarkRole
from schemas.signed.log import EntriesLeaf
from schemas.signed.statement import Kind

ROLES: tuple[MarkRole, MarkRole] = ("issued", "received")


def closure_of(view: View, statement: str) -> Closure | None:
    """The closure that the leaf of a statement binds; None if it binds none, or the statement has no leaf yet."""
    for stored in view.stored([statement]):
        (leaf,) = leaves_of(view.connection, "entries", stored.index, stored.index + 1)
        bound = EntriesLeaf.parse(leaf).closure
        return None if bound is None else Closure.parse(view.document(bound))
    return None


def present_counts(view: View, resolution: Resolution) -> tuple[MarkCount, ...]:
    """The present number of marks of each firm behind a figure."""
    states = mark_states(view.connection, firms_behind(resolution))
    return tuple(
        MarkCount(participant=name, issued=state.issued, received=state.received)
        for name, state in sorted(states.items())
    )


def counted_marks(view: View, firms: Iterable[MarkCount]) -> Iterator[tuple[int, bytes]]:
    """The marks that a closure counts, each with the index of its leaf, by firm, role and number."""
    for firm in firms:
        for role, count in zip(ROLES, (firm.issued, firm.received), strict=True):
            yield from marks_of(view.connection, firm.participant, role, count)


def same_goods(
    view: View, resolution: Resolution, roots: FigureRoots, firms: Iterable[MarkCount]
) -> frozenset[str]:
    """The statements of the same goods as those behind a figure.

    Args:
        view: the transaction.
        resolution: the graph behind the figure.
        roots: its start.
        firms: the counts of its closure; only marks that these count are read.
    """
    wanted = wanted_goods(resolution, roots, _marks_behind(view, resolution, roots))
    rows = counted_marks(view, firms)
    marks = [(index, mark) for index, data in rows for mark in _matching(data, wanted)]
    at = statements_at(view.connection, {index for index, _ in marks})
    return frozenset(
        at[index].id for index, mark in marks if wanted.includes(mark, Kind(at[index].kind))
    )


def _matching(data: bytes, wanted: WantedGoods) -> Iterable[Mark]:
    """The mark in a document if a tag of it is among the goods; the document is one that the ledger wrote."""
    row = orjson.loads(data)
    goods = ((row["participant"], row["role"], tag) for tag in row["tags"])
    return (Mark.parse(data),) if any(goods_key in wanted.windows for goods_key in goods) else ()


def _marks_behind(
    view: View, resolution: Resolution, roots: FigureRoots
) -> Mapping[str, Sequence[Mark]]:
    marks: dict[str, list[Mark]] = defaultdict(list)
    for name, data in marks_on(view.connection, {*resolution.makers, *roots.entries}):
        marks[name].append(Mark.parse(data))
    return marks
