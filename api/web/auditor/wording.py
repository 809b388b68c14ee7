"""Figures, units and names of an auditor's pages in the language of the page."""

from decimal import Decimal

from api.web.wording import format_period
from api.web.workspace import Visit
from ledger.audit.report.words import SOURCES, shown
from ledger.translations.documents import has_text, number
from ledger.translations.spreadsheet import word
from schemas.views.audit_case import AuditCase
from schemas.vocabulary import Stage, Unit


def show(visit: Visit, value: str | None) -> str:
    """A figure in six digits; empty without one."""
    return "" if value is None else number(shown(value), visit.language)


def show_percent(visit: Visit, value: str | None) -> str:
    """A percentage as people read it, with one decimal below 10; empty without one."""
    if value is None:
        return ""
    exact = Decimal(value)
    digits = Decimal("0.01") if abs(exact) < 1 else Decimal("0.1")
    space = "" if visit.language == "zh" else "\u00a0"
    return f"{number(exact.quantize(digits), visit.language)}{space}%"


def unit_of(visit: Visit, unit: Unit | None) -> str:
    """The unit of a case's figure."""
    per = visit.say("check.per.energy") if unit is None else unit.value
    return visit.say("check.unit", per=per)


def stage_name(visit: Visit, stage: Stage) -> str:
    """A life-cycle stage."""
    return word("stage", stage.value, visit.language)


def source_name(visit: Visit, source: str) -> str:
    """The source of a row's factor; a word of the method keeps its own."""
    key = f"auditor.source.{source}"
    return visit.say(key) if has_text(key) else SOURCES.get(source, source.replace("_", " "))


def case_title(visit: Visit, case: AuditCase) -> str:
    """The product and period of a case."""
    named = case.product if case.number is None else f"{case.product}, {case.number}"
    period = format_period(visit, case.period)
    return f"{named}, {period}" if period else named


def digits_of(name: str) -> str:
    """The digits of an id."""
    return name.removeprefix("sha256:")
