"""Figures: previews for deliveries, footprints of lines, drafts of calculations, stale figures, and scores."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import calculations, lines, portfolio, staleness

router = APIRouter(prefix=PREFIX, tags=["figures"], responses=PROBLEMS)
for _question in (
    lines.preview,
    lines.preview_suppliers,
    lines.footprint,
    lines.border,
    calculations.calculation_draft,
    staleness.stale,
    portfolio.portfolio,
):
    add_question(router, _question)
