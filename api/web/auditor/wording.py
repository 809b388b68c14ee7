"""Figures, units and names of an auditor's pages in the language of the page."""

from api.web.rendering import write_per_cent, write_shown
from api.web.workspace import Visit
from ledger.audit.report.words import SOURCES
from ledger.translations.documents import has_text
from schemas.views.audit_case import AuditCase
from schemas.vocabulary import Stage


def show(visit: Visit, value: str | None) -> str:
    """A figure in six digits; empty without one."""
    return "" if value is None else write_shown(value, visit.language)


def show_percent(visit: Visit, value: str | None) -> str:
    """A percentage as people read it; empty without one."""
    return "" if value is None else write_per_cent(value, visit.language)


def stage_name(visit: Visit, stage: Stage) -> str:
    """A life-cycle stage by its name in the Battery Regulation."""
    return visit.say(f"declaration.stage.{stage.value}")


def source_name(visit: Visit, source: str) -> str:
    """The source of a row's factor; a word of the method keeps its own."""
    key = f"auditor.source.{source}"
    return visit.say(key) if has_text(key) else SOURCES.get(source, source.replace("_", " "))


def case_title(visit: Visit, case: AuditCase) -> str:
    """The product and period of a case."""
    named = case.product if case.number is None else f"{case.product}, {case.number}"
    period = visit.period(case.period)
    return f"{named}, {period}" if period else named


def digits_of(name: str) -> str:
    """The digits of an id."""
    return name.removeprefix("sha256:")
