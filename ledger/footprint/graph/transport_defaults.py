"""Transport that is not stated, by the rulebook's default legs: the tkm of each flow.

If a leg is unknown the PEF method uses average legs from the supplier's gate to the factory: one set within Europe,
another for everything else, goods of unknown origin among them (Recommendation (EU) 2021/2279, Annex I). Europe is here
the European Union, EFTA and the United Kingdom. Goods carried within another continent use the long legs too: the
method has no others. If the supplier's country is known the distance by ship or plane can be determined, so the default
is for an unknown origin only. Utilisation of the vehicle is inside the factor of a tkm.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT
from schemas.signed.rulebook import Rulebook
from schemas.signed.transport import DefaultLeg, TransportDefaults
from schemas.values import REGIONS
from schemas.vocabulary import Purpose

EUROPE = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    CH IS LI NO GB RER
    """.split()  # noqa: SIM905 - a table of codes reads best as text
)

FAR = frozenset({"sea", "air"})
"""The modes for which a calculator gives the distance from a known country."""

THOUSANDTH = Decimal("0.001")


class AssumedLeg(NamedTuple):
    """An assumed leg: its flow, and its amount in tkm."""

    flow: str
    tkm: Decimal


def tonne_kilometres(kg: Decimal, km: Decimal) -> Decimal:
    """The tkm of a mass over a distance."""
    return EXACT.multiply(EXACT.multiply(kg, km), THOUSANDTH)


def default_legs(
    kg: Decimal, origin: str | None, destination: str | None, rulebook: Rulebook, purpose: Purpose
) -> tuple[AssumedLeg, ...]:
    """The legs that a rulebook assumes for goods; none if it has no defaults.

    Args:
        kg: the mass of the goods.
        origin: the supplier's country or region; None, or a region that is not Europe, is outside.
        destination: the receiver's; None selects the legs by the origin alone.
        rulebook: its defaults apply.
        purpose: of the goods; packaging may have legs of its own.
    """
    defaults = rulebook.transport
    if defaults is None:
        return ()
    if _is_inside(origin, destination):
        packaging = purpose is Purpose.PACKAGING and defaults.packaging is not None
        return _carried((defaults.packaging if packaging else None) or defaults.in_europe, kg)
    if _is_to_be_stated(origin, defaults):
        return _carried([leg for leg in defaults.other if leg.mode not in FAR], kg)
    return _carried(defaults.other, kg)


def unstated_distance(
    kg: Decimal, origin: str | None, destination: str | None, rulebook: Rulebook
) -> tuple[AssumedLeg, ...]:
    """The legs by ship or plane that a rulebook does not assume of goods, because their country is known.

    The issuer has to state their distance; the rulebook's default for an unknown origin shows how much may be missing.
    Goods that stay in their country have none.
    """
    defaults = rulebook.transport
    if defaults is None or _is_inside(origin, destination) or origin == destination:
        return ()
    if not _is_to_be_stated(origin, defaults):
        return ()
    return _carried([leg for leg in defaults.other if leg.mode in FAR], kg)


def _is_inside(origin: str | None, destination: str | None) -> bool:
    return origin in EUROPE and (destination is None or destination in EUROPE)


def _is_to_be_stated(origin: str | None, defaults: TransportDefaults) -> bool:
    is_known = origin is not None and origin not in REGIONS
    return is_known and defaults.follows("stated_if_known")


def _carried(legs: Iterable[DefaultLeg], kg: Decimal) -> tuple[AssumedLeg, ...]:
    return tuple(AssumedLeg(leg.flow, tonne_kilometres(kg, Decimal(leg.km.value))) for leg in legs)
