"""A figure by gas and stage: the cells of a calculation's header, which every reader of it has."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from ledger.client.agrees import of_figure
from ledger.desk.desk import Desk
from ledger.desk.open_figure import open_figure
from ledger.desk.question import Doc, question
from ledger.documents.reports.emissions import layout_emissions
from ledger.footprint.graph.cells import Cells, exact_sum, parse_cells
from ledger.footprint.graph.numbers import format_rounded
from ledger.service.access.permissions import Action
from schemas.values import StatementId
from schemas.views.emissions import Emissions, StageEmissions
from schemas.vocabulary import Group, Sign, Stage


@question(
    "/calculations/{statement:id}/emissions",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get a figure by gas and stage",
    operation="read_emissions",
    told="The emissions of each group of gases in each stage.",
    agrees=of_figure,
    layout=layout_emissions,
    command="emissions",
)
def emissions(
    desk: Desk,
    statement: Annotated[StatementId, Doc("The id of a calculation or declaration.")],
) -> Emissions:
    """Return the emissions of a calculation or declaration by group of gases and stage; credits are apart."""
    opened = open_figure(desk, statement, "emissions")
    return Emissions(
        calculation=opened.name,
        declaration=None if statement == opened.name else statement,
        model=opened.calculation.model,
        rulebook=opened.declared.computed.rulebook.id,
        unit=opened.calculation.unit,
        total=opened.calculation.total,
        rows=tuple(_rows(parse_cells(opened.calculation.cells))),
    )


def _rows(cells: Cells) -> Iterator[StageEmissions]:
    """A row for each stage and group that has cells."""
    for stage in Stage:
        for gas in Group:
            signs = [key.sign for key in cells if (key.stage, key.group) == (stage, gas)]
            if signs:
                added, taken = (
                    _sum(cells, stage, gas, sign) for sign in (Sign.BURDEN, Sign.CREDIT)
                )
                yield StageEmissions(
                    stage=stage,
                    gas=gas,
                    emissions=format_rounded(added),
                    credits=format_rounded(taken),
                )


def _sum(cells: Cells, stage: Stage, gas: Group, sign: Sign) -> Decimal:
    """The sum of the cells of a stage, a group and a sign, whatever their term."""
    return exact_sum(
        value
        for key, value in cells.items()
        if (key.stage, key.group, key.sign) == (stage, gas, sign)
    )
