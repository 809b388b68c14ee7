"""An imported figure: the footprint that a file of another exchange states of its goods, in one frozen value.

Each format states it in its own members; here it is parts, kg CO2e per declared amount of the unit. A file also states
totals. They are kept beside the sum of the file's own parts, because an exchange does not check that they agree.

The validity is from the start of the reference period to the end of validity, in whole days of UTC: a day that the file
touches belongs to it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.footprint.external.document import Fields
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal, rounding_allowance
from schemas.errors import CradleError
from schemas.external_words import ExternalFormat, ExternalPart
from schemas.signed.rows import ExternalValue
from schemas.values import Period
from schemas.vocabulary import Stage, Unit

NEGATIVE = frozenset({ExternalPart.CAPTURE, ExternalPart.LAND_REMOVAL, ExternalPart.UPTAKE})
"""Parts that a file states as zero or less; all others are zero or more."""

UNITS: Mapping[str, Unit] = {
    "kilogram": Unit.KG,
    "kilowatt hour": Unit.KWH,
    "megajoule": Unit.MJ,
    "cubic meter": Unit.M3,
    "ton kilometer": Unit.TKM,
    "square meter": Unit.M2,
    "piece": Unit.PIECE,
    "hour": Unit.H,
}
"""The words of PACT and Catena-X; the liter is not a unit here, nor are the units of data volume."""


class Portion(NamedTuple):
    """One part of a figure, of one stage if the format has stages, in kg CO2e per declared amount."""

    part: ExternalPart
    value: Decimal
    stage: Stage | None = None


class Sum(NamedTuple):
    """A total that a file states, and the sum of its parts.

    Attributes:
        name: the member that states it.
        stated: its value.
        summed: the sum of the parts.
        counts: False if the difference is already in another total of the file.
        place: the path of the member in the file.
        parts: the stated numbers that are added up.
    """

    name: str
    stated: Decimal
    summed: Decimal
    counts: bool
    place: str
    parts: tuple[Decimal, ...]

    @property
    def difference(self) -> Decimal:
        """The parts minus the total."""
        return EXACT.subtract(self.summed, self.stated)

    @property
    def allowance(self) -> Decimal:
        """The difference that rounding of the total and its parts explains."""
        return rounding_allowance((self.stated, *self.parts))


@dataclass(frozen=True, slots=True)
class ExternalFigure:
    """The contents of a file.

    Attributes:
        id: of the footprint in its exchange; empty if the format has none.
        company: its issuer, by name or number.
        products: the ids of the goods.
        unit, declared_amount: the amount of goods that the values are for.
        mass: kg per declared amount; None if it is not stated.
        valid: from the start of the reference period to the end of validity.
        values: the parts that are not zero, in their order.
        sums: the totals that the file states.
        methods: the IPCC reports whose factors were used; empty if the format does not say.
        primary_share: of primary data in per cent; None if it is not stated.
        ratings: data quality as the file names and states it; scales differ between formats.
        active: True if its issuer has not deprecated it.
    """

    format: ExternalFormat
    id: str
    company: str
    products: tuple[str, ...]
    unit: Unit
    declared_amount: str
    mass: str | None
    boundary: Literal["cradle_to_gate", "cradle_to_grave"]
    valid: Period
    values: tuple[ExternalValue, ...]
    sums: tuple[Sum, ...]
    methods: tuple[str, ...]
    primary_share: str | None
    ratings: tuple[tuple[str, str], ...]
    active: bool


def collect(portions: Iterable[Portion]) -> tuple[ExternalValue, ...]:
    """Parts of a figure as the values of a row: added up, sorted, none of them zero."""
    sums: dict[tuple[str, ExternalPart], Decimal] = {}
    for part, value, stage in portions:
        key = (stage or "", part)
        sums[key] = EXACT.add(sums.get(key, ZERO), value)
    return tuple(
        ExternalValue(
            stage=Stage(stage) if stage else None,
            part=part,
            value=format_decimal(sums[stage, part]),
        )
        for stage, part in sorted(sums)
        if sums[stage, part]
    )


def sum_at(
    fields: Fields, name: str, total: Decimal, parts: Iterable[Decimal], *, counts: bool = True
) -> Sum:
    """The total that a member states, beside the sum of its parts."""
    rows = tuple(parts)
    return Sum(name, total, exact_sum(rows), counts, fields.path(name), rows)


def total_of(portions: Iterable[Portion]) -> Decimal:
    """The sum of parts."""
    return exact_sum(portion.value for portion in portions)


def unit_of(fields: Fields, name: str) -> Unit:
    """The unit that a format's word means.

    Raises:
        CradleError: `external.unit`.
    """
    word = fields.text(name)
    if word not in UNITS:
        detail = (
            f"Goods in {word!r:.40} cannot be imported; ask for a figure per kilogram or piece."
        )
        raise CradleError("external.unit", detail, fields.path(name))
    return UNITS[word]


def part_of(
    fields: Fields, name: str, part: ExternalPart, *, strings: bool = True, numbers: bool = True
) -> Decimal:
    """The value of a part, checked for its sign."""
    if part in NEGATIVE:
        return fields.number(name, most=ZERO, strings=strings, numbers=numbers)
    return fields.number(name, least=ZERO, strings=strings, numbers=numbers)


def declared_amount(
    fields: Fields, name: str, *, strings: bool = True, numbers: bool = True
) -> str:
    """The amount that values are for: above zero, because they are divided by it."""
    amount = fields.number(name, least=ZERO, strings=strings, numbers=numbers)
    if not amount:
        detail = "The declared amount is zero, so the figure is of nothing; ask for another file."
        raise CradleError("external.range", detail, fields.path(name))
    return format_decimal(amount)


def ratings_of(fields: Fields, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The ratings that a file states, under the file's names."""
    return tuple((name, format_decimal(fields.number(name))) for name in names if fields.has(name))


def share_of(fields: Fields) -> str | None:
    """The share of primary data in per cent, if it is stated."""
    if not fields.has("primaryDataShare"):
        return None
    return format_decimal(fields.number("primaryDataShare", least=ZERO, most=Decimal(100)))


def validity(start: datetime, end: datetime, place: str) -> Period:
    """The days from `start` to `end`, the last one included if it has begun.

    Raises:
        CradleError: `period.empty`, or `date.*` for years that the wire format does not permit.
    """
    first = start.astimezone(UTC).date()
    last = (end.astimezone(UTC) - timedelta(microseconds=1)).date() + timedelta(days=1)
    try:
        return Period.parse(json.dumps({"start": str(first), "end": str(last)}).encode())
    except CradleError as error:
        error.place = place
        raise
