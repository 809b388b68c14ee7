"""What the data behind a calculated figure are worth: their quality, the choices made in them, and what settles these.

The operator and an engaged auditor are shown everything. A manufacturer is shown its own rows; those of others are
left out and counted, because they name amounts and firms that their issuers hold back.
"""

from typing import Annotated

from ledger.choices.kinds import KINDS
from ledger.choices.listing import count_choices, without_price
from ledger.choices.plan_report import read_pair
from ledger.choices.report import choices_for
from ledger.client.agrees import of_calculation
from ledger.desk.desk import Desk
from ledger.desk.open_figure import open_calculation, open_delivery, open_figure
from ledger.desk.question import Doc, question
from ledger.documents.reports.plan import layout_plan
from ledger.documents.reports.quality import layout_quality
from ledger.service.access.permissions import Action
from ledger.service.access.reports import own_quality
from ledger.service.answers.choices import known_choices
from ledger.service.answers.delivery_plan import own_delivery_plan, whole_delivery_plan
from ledger.service.answers.plan import own_plan, whole_plan
from ledger.service.answers.quality import format_report, rate_declared
from schemas.signed.delivery import Delivery
from schemas.values import Amount, Currency, StatementId
from schemas.views.choices import CalculationChoices, ChoiceLine
from schemas.views.plan import SettlingPlan
from schemas.views.quality import QualityReport


@question(
    "/calculations/{statement:id}/quality",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get a calculation's quality rating",
    operation="rate",
    told="The quality report.",
    agrees=of_calculation,
    layout=layout_quality,
    command="quality",
)
def quality(
    desk: Desk, statement: Annotated[StatementId, Doc("The id of a calculation.")]
) -> QualityReport:
    """Rate the data behind a calculation, as far as the caller may see them, and the cost of default data."""
    figure = open_calculation(desk, statement, "quality")
    report = format_report(statement, rate_declared(figure.calculation, figure.declared))
    return report if figure.whole else own_quality(desk.view, desk.caller, report)


@question(
    "/calculations/{statement:id}/choices",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the choices behind a calculation",
    operation="read_choices",
    told="The choices and the conservative figure.",
)
def choices(desk: Desk, statement: StatementId) -> CalculationChoices:
    """Return the choices that move a figure, what each is worth, and what would settle it.

    A manufacturer reads its own choices, and the number of the others.
    """
    figure = open_figure(desk, statement, "choices")
    calculation, whole = figure.calculation, figure.whole
    full_choices = known_choices(
        desk.view, figure.name, calculation, figure.declared, is_exact=whole
    )
    shown = full_choices if whole else choices_for(full_choices, calculation.issuer)
    return CalculationChoices(
        calculation=figure.name,
        model=calculation.model,
        unit=calculation.unit,
        total=calculation.total,
        conservative=shown.conservative,
        choices=tuple(
            ChoiceLine(
                choice=row,
                settled_by=KINDS[row.code].settled_by,
                without=without_price(row),
            )
            for row in shown.choices or ()
        ),
        counts=count_choices(shown.choices or ()),
        hidden=shown.hidden,
        sensitivity=shown.sensitivity or (),
    )


@question(
    "/calculations/{statement:id}/plan",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the way down from a conservative figure",
    operation="read_plan",
    told="The choices by worth, what settles each, and sets of them.",
    layout=layout_plan,
)
def plan(
    desk: Desk,
    statement: Annotated[
        StatementId,
        Doc("The id of a calculation or declaration, or of a delivery that states a figure."),
    ],
    documents: Annotated[
        Amount | None, Doc("The price of reading the documents behind a choice; with `site_visit`.")
    ] = None,
    site_visit: Annotated[
        Amount | None, Doc("The price of a visit to the site of a choice; with `documents`.")
    ] = None,
    currency: Annotated[Currency, Doc("The currency of both prices, by ISO 4217.")] = "EUR",
) -> SettlingPlan:
    """Return the choices behind a figure by worth, what settles each, and how near the declared figure that brings it.

    A set of choices is one from which nothing can be left out; it is not proved the smallest. A manufacturer reads its
    own choices and, once the figure is declared or attested, for each direct supplier one band. A supplier reads, of a
    delivery of its own, the choices in its rows, by what it may read itself.

    Raises:
        CradleError: `plan.prices` for one price without the other; `plan.no_figure` for a delivery without a figure.
    """
    prices = read_pair(documents, site_visit, currency)
    delivery = desk.view.statement(statement, Delivery)
    if delivery is not None:
        whole = open_delivery(desk, statement, delivery, "plan")
        plan_of = whole_delivery_plan if whole else own_delivery_plan
        return plan_of(desk.view, statement, delivery, prices)
    figure = open_figure(desk, statement, "plan")
    build = whole_plan if figure.whole else own_plan
    return build(desk.view, figure.name, figure.calculation, figure.declared, prices)
