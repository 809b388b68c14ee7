"""The page of the choices behind a figure: what each is worth, what would settle it, and the conservative figure."""

from decimal import Decimal

from fastapi import APIRouter, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, report_page
from api.web.manufacturer.figure_waiting import await_figure
from api.web.twins import Rows, twins
from api.web.workspace import Visited
from ledger.choices.listing import counted_words, small_words, without_small
from ledger.choices.report import distance_above
from ledger.documents.parts import parts_words
from schemas.views.choices import CalculationChoices

router = APIRouter(prefix=FIGURES, include_in_schema=False)
COLUMNS = ("code", "subject", "effect", "state", "detail", "without", "settled_by")


def _table(report: CalculationChoices) -> Rows:
    rows = [{**dict(row.choice), **dict(row)} for row in report.choices]
    return COLUMNS, ([row[name] for name in COLUMNS] for row in rows)


@twins(router, "/{digits}/choices", _table)
def choices(visit: Visited, digits: IdDigits) -> CalculationChoices:
    """Return the choices as data and as a table."""
    return visit.desk.choices(f"sha256:{digits}")


@router.get("/{digits}/choices")
def choices_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the choices, the one worth most first; shares of a figure that is not above zero are left out."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    report = choices(visit, digits)
    whole, total = Decimal(report.total), report.conservative
    rows, small = without_small(report.choices, report.total)
    return report_page(
        visit,
        digits,
        "choices",
        report,
        declared=format(whole, ".6g"),
        counted_choices=counted_words(report.counts, visit.language),
        rows=rows,
        small=small,
        small_choices="" if small is None else small_words(small, visit.language),
        share=lambda part: Decimal(part) / whole if whole > 0 and part is not None else None,
        above=None if total is None else distance_above(report.total, total),
        parts="" if total is None else parts_words(total.parts, visit.language, report.unit),
    )
