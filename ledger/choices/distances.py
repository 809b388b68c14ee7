"""The least distance of goods between two countries, or inside one, in km.

    a pair that the rulebook lists     the shortest distance between towns of the two
    another pair                       0.8 x (distance of the centres of their towns - radii of their areas), at least 0
    one country                        a tenth of the radius of its area

The distance of two places is that of a straight line through the Earth, which no way undercuts. A disc is not a country
and a plant may stand at a border: 0.8 and a tenth are ours, below every listed pair. A region word has no place.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, ZERO, explained_sum
from schemas.signed.conservative import Conservative, Place

CERTAIN, INSIDE = Decimal("0.8"), Decimal("0.1")


def least_km(rule: Conservative, country: str, other: str) -> Decimal | None:
    """The least km between two countries or inside one; None if the place of one is not known."""
    listed = rule.least_km(country, other)
    if listed is not None:
        return Decimal(listed.value)
    places = {} if rule.places is None else {row.country: row for row in rule.places.rows}
    here, there = places.get(country), places.get(other)
    if here is None or there is None:
        return None
    if country == other:
        return EXPLAIN.multiply(INSIDE, Decimal(here.radius))
    apart = EXPLAIN.subtract(_apart(here, there), Decimal(here.radius))
    return EXPLAIN.multiply(CERTAIN, max(ZERO, EXPLAIN.subtract(apart, Decimal(there.radius))))


def _apart(place: Place, other: Place) -> Decimal:
    """The straight distance of two centres."""
    pairs = ((place.x, other.x), (place.y, other.y), (place.z, other.z))
    squares = (EXPLAIN.power(EXPLAIN.subtract(Decimal(a), Decimal(b)), 2) for a, b in pairs)
    return EXPLAIN.sqrt(explained_sum(squares))
