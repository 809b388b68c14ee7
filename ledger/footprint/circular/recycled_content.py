"""Recycled feedstock under the Circular Footprint Formula.

    A Erec + (1-A) Ev Qsin/Qp  =  Erec  +  (1-A) Ev Qsin/Qp  -  (1-A) Erec            raw material

The feedstock counts whole, as with A = 1; the other two parts form the term `recycled_content`. A share taken from
market statistics is not accepted (PEF method: R1 is company-specific and traced, else an application's default, else
0), so such feedstock counts as virgin. Goods that a site takes back from itself are a closed loop: the formula does not
apply, and scrap carries nothing. R1 is the share of such rows in the material that an entry uses.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.circular.cff import user_shares
from ledger.footprint.circular.recycling import a_of, material_of
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import GroupValues
from ledger.footprint.graph.numbers import EXACT, ONE
from schemas.signed.circular import CircularFootprint
from schemas.signed.entry import Entry
from schemas.signed.rows import Recycled
from schemas.vocabulary import CircularTerm, Sign


class FeedstockPart(NamedTuple):
    """A part of the figure of recycled feedstock: an amount of the virgin or the recycled figure."""

    source: str
    values: GroupValues
    amount: Decimal
    term: CircularTerm | None = None
    sign: Sign = Sign.BURDEN


def shared_parts(
    amount: Decimal,
    recycled: Recycled,
    virgin: GroupValues,
    feedstock: GroupValues,
    formula: CircularFootprint,
) -> Iterator[FeedstockPart]:
    """The parts added to traced feedstock: (1-A) of the virgin figure, less (1-A) of its own.

    Args:
        amount: of the feedstock.
        recycled: the recycled content that its row states.
        virgin: Ev, kg CO2e per unit by group.
        feedstock: Erec, kg CO2e per unit by group.
        formula: the rulebook's, with A and Qsin/Qp.
    """
    shared, displaced = input_shares(recycled, formula)
    term, source = CircularTerm.RECYCLED_CONTENT, "recycled content"
    yield FeedstockPart(source, virgin, EXACT.multiply(amount, displaced), term)
    less = EXACT.multiply(amount, shared).copy_negate()
    yield FeedstockPart(source, feedstock, less, term, Sign.CREDIT)


def market_claim(
    amount: Decimal,
    recycled: Recycled,
    virgin: GroupValues,
    feedstock: GroupValues,
    formula: CircularFootprint,
) -> Decimal:
    """The kg CO2e, below zero, that a share read in statistics would have taken off the figure."""
    parts = shared_parts(amount, recycled, virgin, feedstock, formula)
    claimed = exact_sum(
        EXACT.multiply(part.amount, exact_sum(part.values.values())) for part in parts
    )
    counted = EXACT.subtract(exact_sum(feedstock.values()), exact_sum(virgin.values()))
    return EXACT.fma(amount, counted, claimed)


def input_shares(recycled: Recycled, formula: CircularFootprint) -> tuple[Decimal, Decimal]:
    """(1-A), and (1-A) Qsin/Qp: the share left to the supplier, and the share counted as virgin instead."""
    material = material_of(recycled.material, formula)
    quality = ONE if material is None else Decimal(material.qs_in.value)
    return user_shares(a_of(material, formula), quality)


def is_closed_loop(taker: Entry, maker: Entry) -> bool:
    """True if a site takes back goods that it made itself."""
    return (taker.issuer, taker.site.code) == (maker.issuer, maker.site.code)
