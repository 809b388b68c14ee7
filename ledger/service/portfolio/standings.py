"""The standing of each row of a portfolio: whole for those that people look at, without their lineage for the others.

What a calculation rests on is read to find what changed; for thousands of calculations that would take longer than all
scores. The rows that changed most have it, and each other one says that its changes are not told. Its score, which is
of the statements of today, shows them.
"""

from typing import Final

from ledger.documents.drawing.portfolio import by_change
from ledger.documents.worth import without_causes
from ledger.state.standing import shallow_standing, standing_of
from ledger.state.view import View
from schemas.views.portfolio import Portfolio
from schemas.views.standing import FigureStanding

MOST: Final = 200
"""The rows whose lineage is looked at: as many as a page lists."""


def with_standings(view: View, portfolio: Portfolio) -> Portfolio:
    """A portfolio whose rows have the standings of their calculations, those without a score too."""
    first = [row.calculation for row in by_change(portfolio.rows)]
    looked_at = {*first[:MOST], *(row.calculation for row in portfolio.left_out[:MOST])}

    def standing(calculation: str) -> FigureStanding:
        read = standing_of if calculation in looked_at else shallow_standing
        return without_causes(read(view, calculation))

    rows, left_out = (
        tuple(row.model_copy(update={"standing": standing(row.calculation)}) for row in listed)
        for listed in (portfolio.rows, portfolio.left_out)
    )
    return portfolio.model_copy(update={"rows": rows, "left_out": left_out})
