"""The value of one entry's rows in a tally: its own terms, and its draws on the goods it uses.

A tally values rows in its own unit under keys of its own, such as the stages and groups of a footprint or the countries
of an element's origin. `follow` is the valuation of a tally whose own terms are known and whose deliveries are either
followed or replaced by what stands in for them; a carbon footprint posts its rows itself (`valuation.rows`).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from ledger.footprint.graph.numbers import EXACT, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem
from ledger.footprint.graph.terms import Draw, OwnTerm
from schemas.signed.rows import DeliveryInput

K = TypeVar("K", bound=Hashable)


class CitedLine(NamedTuple, Generic[K]):
    """A delivered line: its value per unit under each key, and the entry that made it."""

    cells: Mapping[K, Decimal]
    maker: EntryRecord


class RowValues(NamedTuple, Generic[K]):
    """The value of an entry's rows, over the whole period or lot.

    Attributes:
        terms: its own rows, avoided lines among them.
        draws: the amounts it draws on deliveries.
        upstream: the value of the draws under each key, exact.
        divisor: the factor by which terms and draws are too large, so that a ratio among the rows needs no rounding of
            its own.
        is_complete: True if every cited delivery has a value.
        problems: rows without a value.
        remarks: rows assigned or counted otherwise than stated.
    """

    terms: tuple[OwnTerm[K], ...]
    draws: tuple[Draw, ...]
    upstream: Mapping[K, Decimal]
    divisor: Decimal = ONE
    is_complete: bool = True
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Observation, ...] = ()


StandIn = Callable[[DeliveryInput], Iterable[OwnTerm[K]] | None]
"""The terms that stand in for a row's delivery; None if the delivery is followed."""


def follow(
    record: EntryRecord,
    cited: Mapping[str, CitedLine[K]],
    own: Iterable[OwnTerm[K]],
    stand_in: StandIn[K],
) -> RowValues[K]:
    """The value of an entry that follows its deliveries, but for those that something stands in for.

    Args:
        record: the entry; without its inventory it has no value, and that is a problem.
        cited: every cited delivery that has a value.
        own: its own terms, over the whole period or lot.
        stand_in: the terms in place of a delivery.
    """
    if record.inventory is None:
        detail = "the inventory is withheld, so the entry has no value"
        withheld = Problem("section.withheld", record.id, detail)
        return RowValues((), (), {}, is_complete=False, problems=(withheld,))
    terms, draws = list(own), list[Draw]()
    upstream: dict[K, Decimal] = {}
    is_complete = True
    for row in record.inventory.delivery_inputs:
        instead = stand_in(row)
        if instead is not None:
            terms.extend(instead)
            continue
        line, amount = cited.get(row.delivery), Decimal(row.amount)
        draws.append(Draw(row, amount))
        if line is None:
            is_complete = False
            continue
        for key, value in line.cells.items():
            upstream[key] = EXACT.fma(amount, value, upstream.get(key, ZERO))
    return RowValues(tuple(terms), tuple(draws), upstream, is_complete=is_complete)
