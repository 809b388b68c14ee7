"""The footprint of a battery in any passport: stages, sum, magnitude, performance class, study.

Article 7(1) of Regulation (EU) 2023/1542 has one figure, in kg CO2e per kWh of the total energy that the battery
delivers over its service life, and its split over four stages. The bounds of the figure:

- 3300 kg/kWh, beyond which it is an error. No pack is heavier per kWh of capacity than a vanadium flow battery of
  52.6 kg (premise 2.5.2, energy density table, largest value), nor worse per kg than 60 kg CO2e (the ceiling of all
  chemistries, a judgement); 5 % are added. A battery delivers its capacity at least once.
- 5 and 0.005 kg/kWh, outside which it is a warning: 25 to 200 kg CO2e per kWh of capacity (published studies and
  GREET 2024 by BatPaC masses), over the fewest and the most full cycles of the draft method, 20 a year for 2 years and
  250 a year for 20 years. A figure above is usually per kWh of capacity.

No act of the Commission sets performance classes (none was adopted by November 2026), so a class is a claim that
nothing supports. Left out: the battery's category, capacity and life, which these formats state elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.exchange.lint.finding import error, warning
from ledger.exchange.lint.numbers import number
from ledger.exchange.lint.sums import STAGE_SUM, share_faults, sum_faults
from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import sum_at
from ledger.footprint.graph.numbers import ZERO, format_decimal
from schemas.views.lint_report import LintFinding
from schemas.vocabulary import Stage

IMPOSSIBLE = Decimal(3300)
"""The kg CO2e per kWh beyond any battery, even per kWh of its capacity."""

LARGEST, SMALLEST = Decimal(5), Decimal("0.005")
"""The kg CO2e per kWh delivered outside which a figure is odd."""

_CLASS = re.compile(r"(class\s*)?[A-G][+-]{0,3}", re.IGNORECASE)
_NO_CLASS = frozenset(
    {"", "-", "n/a", "na", "none", "not applicable", "not assigned", "not available", "pending"}
)


class StageValue(NamedTuple):
    """The value that a file states for a stage; None if it is not a number, which another finding reports."""

    stage: Stage
    fields: Fields
    name: str

    @property
    def value(self) -> Decimal | None:
        """In the unit of the total."""
        return number(self.fields, self.name)

    @property
    def place(self) -> str:
        """Its path in the file."""
        return self.fields.path(self.name)


def stage_faults(stages: Sequence[StageValue], place: str) -> Iterator[LintFinding]:
    """Check that each stage is there once, and that no stage but the end of life is below zero."""
    for stage in Stage:
        rows = [row for row in stages if row.stage is stage]
        words = stage.value.replace("_", " ")
        if not rows:
            detail = f"The stage {words} is missing; the Regulation has four stages. State it, if need be as 0."
            yield error("lint.stages", place, detail)
        for row in rows[1:]:
            detail = f"The stage {words} is there twice; add its values up, or drop one."
            yield error("lint.stages", row.place, detail)
        for row in rows:
            value = row.value
            if value is not None and value < ZERO and stage is not Stage.END_OF_LIFE:
                text = row.fields.stated(row.name)
                detail = f"The stage {words} is below zero; only the end of life may earn a credit. Correct it."
                yield error("lint.sign", row.place, detail, text)


def credit_faults(stages: Sequence[StageValue]) -> Iterator[LintFinding]:
    """Report a credit at the end of life that is more than the raw materials that it can replace."""
    raw = [row.value or ZERO for row in stages if row.stage is Stage.RAW_MATERIAL]
    ends = [row for row in stages if row.stage is Stage.END_OF_LIFE]
    for row in ends if raw else ():
        value = row.value or ZERO
        if value < min(raw[0].copy_negate(), ZERO):
            detail = "Recycling saves no more than the raw materials that it replaces; check this credit."
            text, most = row.fields.stated(row.name), format_decimal(raw[0].copy_negate())
            yield warning("lint.credit", row.place, detail, text, most)


def total_faults(
    fields: Fields, name: str, stages: Sequence[StageValue], place: str
) -> Iterator[LintFinding]:
    """Check a total against its stages; `place` is where they are listed."""
    total, values = number(fields, name), [row.value for row in stages]
    parts = tuple(value for value in values if value is not None)
    if total is None or not values or len(parts) < len(values):
        return
    total_sum = sum_at(fields, name, total, parts)
    yield from sum_faults(STAGE_SUM, (total_sum,))
    yield from share_faults(total_sum, place)


def magnitude_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check a figure in kg CO2e per kWh that the battery delivers over its life."""
    value, place, text = number(fields, name), fields.path(name), fields.stated(name)
    if value is None:
        return
    if value <= ZERO:
        detail = (
            "A battery's footprint is above zero: making it emits. Put in the calculated figure."
        )
        yield error("lint.range", place, detail, text)
    elif value > IMPOSSIBLE:
        detail = (
            f"No battery has more than {IMPOSSIBLE} kg CO2e per kWh, even of its capacity (heaviest pack, 52.6 kg/kWh,"
            " times 60 kg CO2e/kg, plus 5 %); correct value or unit."
        )
        yield error("lint.range", place, detail, text)
    elif value > LARGEST:
        detail = (
            f"More than {LARGEST} kg CO2e per kWh delivered over the life is beyond known batteries; this looks like a"
            " figure per kWh of capacity. Divide it by the full cycles of the service life."
        )
        yield warning("lint.unit", place, detail, text)
    elif value < SMALLEST:
        detail = (
            f"Less than {SMALLEST} kg CO2e per kWh delivered over the life is beyond known batteries; check the energy"
            " that it is divided by."
        )
        yield warning("lint.range", place, detail, text)


def class_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Report a performance class, which no act sets."""
    text = fields.stated(name)
    if text is None or text.strip().lower() in _NO_CLASS:
        return
    place = fields.path(name)
    if _CLASS.fullmatch(text.strip()):
        detail = "No act sets performance classes yet, so no battery has one; state none."
        yield warning("lint.class", place, detail, text)
    else:
        detail = f"{text:.60} is not a performance class, and no act sets any yet; state none."
        yield error("lint.class", place, detail, text)


def absolute_faults(fields: Fields, name: str, per_kwh: str) -> Iterator[LintFinding]:
    """Check the footprint of the whole battery, in kg CO2e, against the one per kWh that it delivers."""
    whole, each = number(fields, name), number(fields, per_kwh)
    if whole is None or each is None or each <= ZERO:
        return
    if whole < each:
        detail = (
            "The whole battery has less than its share per kWh, as if it delivered less than one kWh; one of the two"
            " is in another unit. Correct it."
        )
        yield error("lint.range", fields.path(name), detail, fields.stated(name))
