"""Transport that nobody stated, by the rulebook's default legs: so many tkm of each flow.

Where a leg is not known the PEF method takes average legs from the supplier's gate to the factory: one set within
Europe, another for everything else, goods of unknown origin among them (Recommendation (EU) 2021/2279, Annex I). Europe
is here the European Union, EFTA and the United Kingdom. Goods carried within another continent take the long legs too:
the method names no others. Utilisation of the vehicle is inside the factor of a tkm.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.numbers import EXACT
from schemas.rulebook import Rulebook

EUROPE = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    CH IS LI NO GB RER
    """.split()  # noqa: SIM905 - a table of codes reads best as text
)

THOUSANDTH = Decimal("0.001")


class Carried(NamedTuple):
    """A leg that is assumed: its flow, and how much of it, in tkm."""

    flow: str
    tkm: Decimal


def tonne_kilometres(kg: Decimal, km: Decimal) -> Decimal:
    """The tkm of so many kg over so many km."""
    return EXACT.multiply(EXACT.multiply(kg, km), THOUSANDTH)


def default_legs(
    kg: Decimal, origin: str | None, destination: str | None, rulebook: Rulebook
) -> tuple[Carried, ...]:
    """The legs that a rulebook assumes for goods; none where it has no defaults.

    Args:
        kg: the mass of the goods.
        origin: the supplier's country or region; None, or a region that is not Europe, is outside.
        destination: the receiver's; None takes the legs by the origin alone.
        rulebook: whose defaults hold.
    """
    if rulebook.transport is None:
        return ()
    inside = origin in EUROPE and (destination is None or destination in EUROPE)
    legs = rulebook.transport.in_europe if inside else rulebook.transport.other
    return tuple(Carried(leg.flow, tonne_kilometres(kg, Decimal(leg.km.value))) for leg in legs)
