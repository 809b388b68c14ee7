"""Calculations with all digits of their exact cells, which only the operator and the auditor read."""

from ledger.append.ledger import Ledger
from ledger.cli.demonstration.outcome import calculation_of
from ledger.footprint.graph.cells import parse_cells, total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.state.drafting import Draft
from schemas.signed.calculation import Calculation
from schemas.signed.exact_cells import ExactCells
from schemas.signed.statement import SectionName

__all__ = ["calculation_of", "exact_total", "logged_total"]


def exact_total(draft: Draft) -> str:
    """The total of a draft with all digits."""
    return calculation_of(draft).total


def logged_total(ledger: Ledger, name: str) -> str:
    """The total of a calculation in the ledger with all digits."""
    with ledger.view() as view:
        stated = view.statement(name, Calculation)
        assert stated is not None
        exact = view.section(stated, SectionName.EXACT, ExactCells)
    return format_decimal(total_of(parse_cells(exact.cells)))
