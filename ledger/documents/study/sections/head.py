"""The head of a study's page: the figure, the conservative figure beside it, the range, and what is not stated.

The conservative figure, both ends of the range and the count of what is missing stand beside the figure in every
language and format, so that no output shows the figure alone.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from ledger.choices.report import distance_above
from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars
from ledger.documents.page import Block, Columns, Headline, Paragraph, Picture
from ledger.documents.parts import parts_words
from ledger.documents.study.sections.system import declared_amount
from ledger.documents.study.writing import StudyWriter
from ledger.footprint.graph.numbers import EXPLAIN, SHOWN_DIGITS, format_rounded, show_stated
from ledger.translations.documents import number
from schemas.signed.calculation import DeclaredUnit
from schemas.views.study_items import ITEMS

CHART_WIDTH = 80
"""The width of the chart, in mm."""


def write_head(write: StudyWriter) -> Iterator[Block]:
    """The figure, with what a reader has to know beside it."""
    study = write.study
    left: list[Block] = [Headline(write.figure(study.total), write.unit, _whole(write))]
    left += [Paragraph(_conservative(write)), *_range(write), _count(write)]
    yield Columns(tuple(left), (_chart(write),))
    yield Paragraph(write.text(f"head.{study.scope}"), note=True)
    if study.withheld:
        names = write.joined(write.text(f"item.{name}") for name in study.withheld)
        yield write.note("head.withheld", items=names)


def _whole(write: StudyWriter) -> str:
    """The figure of one battery, over its whole energy; of another product the amount that was made."""
    energy, unit = write.study.total_energy, write.study.system.functional_unit
    if isinstance(unit, DeclaredUnit) or energy is None:
        return "" if not isinstance(unit, DeclaredUnit) else declared_amount(write, unit)
    kwh = EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))
    kg = EXPLAIN.multiply(Decimal(write.study.total), kwh)
    key = "head.battery_capacity" if write.is_of_capacity else "head.battery"
    energy_words = number(show_stated(kwh, SHOWN_DIGITS), write.language)
    return write.text(key, kg=write.figure(str(kg)), kwh=energy_words)


def _conservative(write: StudyWriter) -> str:
    study = write.study
    if study.conservative is None:
        return write.text("head.no_conservative", needs=write.needs("conservative"))
    of_battery = write.declared_unit is None  # all of a product's distance is by data and modelling
    parts = parts_words(study.conservative.parts, write.language) if of_battery else ""
    shown = {"total": write.value(study.conservative.total), "unit": write.unit}
    total = Decimal(study.total)
    distance = distance_above(study.total, study.conservative)
    if total <= 0 or distance is None:
        return f"{write.text('head.conservative_plain', **shown)} {parts}".rstrip()
    percent = write.share(format_rounded(EXPLAIN.divide(distance, total)))
    return f"{write.text('head.conservative', **shown, percent=percent)} {parts}".rstrip()


def _range(write: StudyWriter) -> Iterator[Block]:
    """The lowest and the highest figure over all that the method leaves open."""
    ranges = write.study.sensitivity or ()
    if ranges:
        low = min((row.low for row in ranges), key=Decimal)
        high = max((row.high for row in ranges), key=Decimal)
        yield Paragraph(write.text("head.range", low=write.value(low), high=write.value(high)))


def _count(write: StudyWriter) -> Block:
    open_items = [row for row in write.study.not_stated if row.reason != "empty"]
    return write.note("head.not_stated", count=str(len(open_items)), all=str(len(ITEMS)))


def _chart(write: StudyWriter) -> Block:
    net = {row.stage: row.value for row in write.study.stages}
    bars = [
        StageBar(
            key=row.stage.value,
            name=write.stage(row.stage),
            burdens=Decimal(row.burdens),
            credits=Decimal(row.credits),
            net=write.figure(net[row.stage]),
            credit_text=write.value(row.credits),
            burden_text=write.value(row.burdens),
        )
        for row in write.study.contributions.stages
    ]
    title = write.text("chart", unit=write.unit)
    axis = partial(number, language=write.language)
    return Picture(draw_stage_bars(bars, title, axis), title, CHART_WIDTH)
