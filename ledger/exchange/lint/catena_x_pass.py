"""Catena-X BatteryPass 6: the list `sustainability.carbonFootprint`, a row for each stage, and the passport's days.

A row has a value, its unit, the life cycle stage in free words, a type such as `Climate Change Total`, and plants. Rows
of one type and plant belong together. The model has no member for the sum of the stages; a row whose stage is `total`
is taken for it.

Source: the JSON Schema and sample of `io.catenax.battery.battery_pass` 6.1.0. Left out: the passport's other groups.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ledger.exchange.lint.battery_figure import (
    LARGEST,
    StageValue,
    class_faults,
    credit_faults,
    magnitude_faults,
    stage_faults,
    total_faults,
)
from ledger.exchange.lint.finding import collect, error, rows_of
from ledger.exchange.lint.numbers import (
    Bound,
    missing_faults,
    number,
    number_faults,
    unit_faults,
)
from ledger.exchange.lint.texts import day_faults, link_faults, partner_faults, read_day
from ledger.footprint.external.document import Fields
from ledger.footprint.graph.numbers import ZERO
from schemas.views.lint_report import LintFinding
from schemas.vocabulary import Stage

GROUP, ROWS, PLACE = "sustainability", "carbonFootprint", "sustainability.carbonFootprint"
LIFECYCLES: Mapping[str, Stage] = {
    "raw material acquisition and pre-processing": Stage.RAW_MATERIAL,
    "main product production": Stage.MAIN_PRODUCTION,
    "distribution": Stage.DISTRIBUTION,
    "end of life and recycling": Stage.END_OF_LIFE,
}
"""The stages, in the words of the model's description."""

WHOLE = frozenset({"total", "whole life cycle"})
"""Words for the sum of all stages."""

UNIT = "kg CO2 / kWh"
DAYS = (
    ("metadata", ("issueDate", "expirationDate", "lastModification")),
    ("commercial", ("placedOnMarket",)),
    ("operation", ("intoServiceDate",)),
)


def lint_catena_x_pass(top: Fields) -> list[LintFinding]:
    """Check the footprints and days of a passport."""
    rows = [row for group in rows_of(top, GROUP) for row in rows_of(group, ROWS)]
    checks = [_present(top), *(_row(row) for row in rows), _days(top)]
    for _, alike in groupby(sorted(rows, key=_kind), key=_kind):
        checks += _figure(top, list(alike))
    return collect(top, checks)


def _kind(row: Fields) -> tuple[str, ...]:
    """The type of a row and its plants."""
    plants = (plant.stated("facility") or "" for plant in rows_of(row, "manufacturingPlant"))
    return (row.stated("type") or "", *plants)


def _figure(top: Fields, rows: Sequence[Fields]) -> list[Iterator[LintFinding]]:
    """The checks on the rows of one type and plant."""
    place = top.path(PLACE)
    pairs = [(LIFECYCLES.get(_lifecycle(row)), row) for row in rows]
    stages = [StageValue(stage, row, "value") for stage, row in pairs if stage is not None]
    whole = [row for row in rows if _lifecycle(row) in WHOLE]
    judged = whole or [row for row in rows if (number(row, "value") or ZERO) > LARGEST]
    return [
        stage_faults(stages, place),
        credit_faults(stages),
        *(total_faults(row, "value", stages, place) for row in whole),
        *(magnitude_faults(row, "value") for row in judged),
    ]


def _present(top: Fields) -> Iterator[LintFinding]:
    """Refuse a passport without footprints, by the readers' own words."""
    yield from missing_faults(top.node(GROUP), (ROWS,))
    top.node(GROUP).nodes(ROWS)


def _lifecycle(row: Fields) -> str:
    return (row.stated("lifecycle") or "").strip().lower()


def _row(row: Fields) -> Iterator[LintFinding]:
    yield from missing_faults(row, ("lifecycle", "value", "unit"))
    yield from number_faults(row, {"value": Bound.ANY})
    yield from unit_faults(row, "unit", UNIT, closed=False)
    if row.has("lifecycle") and _lifecycle(row) not in {*LIFECYCLES, *WHOLE}:
        word = row.stated("lifecycle") or ""
        detail = (
            f"{word:.60} is not a stage of the battery rules; use one of {', '.join(LIFECYCLES)}."
        )
        yield error("lint.stages", row.path("lifecycle"), detail, word)
    yield from class_faults(row, "performanceClass")
    for name in ("rulebook", "declaration"):
        for document in rows_of(row, name):
            if document.stated("contentType") == "URL":
                yield from link_faults(document, "content")
    for plant in rows_of(row, "manufacturingPlant"):
        yield from partner_faults(plant, "facility", "BPN")


def _days(top: Fields) -> Iterator[LintFinding]:
    for name, members in DAYS:
        for node in rows_of(top, name):
            for member in members:
                yield from day_faults(node, member)
    for about in rows_of(top, "metadata"):
        issued, ends = (
            read_day(about.stated(name) or "") for name in ("issueDate", "expirationDate")
        )
        if issued is not None and ends is not None and ends <= issued:
            detail = "The passport expires before it was issued, or on that day; correct one of the days."
            yield error("lint.date", about.path("expirationDate"), detail, str(ends))
