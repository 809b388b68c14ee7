"""The usual way of goods where no legs are stated or assumed: the rulebook's legs, each with its km and price."""

from collections.abc import Iterable
from decimal import Decimal

from ledger.choices.context import ChoiceContext
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, explained_sum
from ledger.footprint.plausibility.context import product
from schemas.signed.conservative import FreightLeg


def usual_freight(context: ChoiceContext, kg: Decimal) -> Decimal:
    """The kg CO2e of the way of goods of which nothing but the mass is known; zero if the rulebook has none."""
    rule = context.rule
    return ZERO if rule is None or rule.freight is None else freight(rule.freight.other, kg)


def freight(legs: Iterable[FreightLeg], kg: Decimal) -> Decimal:
    """The kg CO2e of so many kg over some legs."""
    tonnes = EXPLAIN.divide(kg, Decimal(1000))
    way = (product(tonnes, Decimal(leg.km.value), Decimal(leg.per_tkm.value)) for leg in legs)
    return explained_sum(way)
