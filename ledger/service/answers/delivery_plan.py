"""The way down from the figure of a delivery: whole for who sees it whole, and its own choices for its issuer.

Choices that the audit which the figure's standing names has settled are settled in both. The issuer is shown what
follows from what it may read itself (`ledger.choices.own_goods`); no set, no total, and not how many choices of others
there are.
"""

from typing import Final, NamedTuple

from ledger.choices.choice import Examined
from ledger.choices.delivery_context import DeliveryContext
from ledger.choices.log import LogWord
from ledger.choices.own_goods import own_choices
from ledger.choices.plan import make_plan
from ledger.choices.plan_report import PlannedFigure, PlanWords, plan_lines, report_plan
from ledger.choices.report import report_choices
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.homes import home_of
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.service.answers.choices import standing_audit
from ledger.state.figures import ComputedGraph, Method, compute
from ledger.state.kept import Kept
from ledger.state.profiles import name_of, profile_of
from ledger.state.surroundings import delivery_records, present_sizes
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.views.plan import SettlingPlan

_PLANS: Final = Kept[SettlingPlan]("delivery plans")


class DeliveredGraph(NamedTuple):
    """The figure that a delivery states, the graph behind it by its method, and the line of the graph that it is of."""

    figure: DeliveredFigure
    computed: ComputedGraph
    line: Line


def delivered_graph(view: View, delivery: Delivery) -> DeliveredGraph:
    """The graph behind the figure of a delivery.

    Raises:
        CradleError: `plan.no_figure`, or as `compute`.
    """
    figure = delivery.figure
    if figure is None:
        detail = "This delivery states no figure, so there is nothing to plan."
        raise CradleError("plan.no_figure", detail)
    method = Method(figure.rulebook, figure.factor_sets)
    computed = compute(view, [delivery.entry], [], figure.registry.size, method)
    newest = computed.records.newest(delivery.entry) or delivery.entry
    return DeliveredGraph(figure, computed, (newest, delivery.line))


def whole_delivery_plan(
    view: View, name: str, delivery: Delivery, prices: ExaminationPrices | None = None
) -> SettlingPlan:
    """The plan of a reader that sees all behind a delivery; kept until a log grows.

    Raises:
        CradleError: as `delivered_graph`.
    """
    graph = delivered_graph(view, delivery)

    def build() -> SettlingPlan:
        about = _context(view, name, graph, logged=graph.figure.registry.size)
        issuers = {record.entry.issuer for record in about.resolution.nodes.values()}
        words = PlanWords({it: name_of(view, it) for it in issuers}, prices)
        plan = make_plan(about, Examined.by(standing_audit(view, name)), words.costs)
        planned = PlannedFigure(delivery=name)
        if plan is None:
            return plan_lines((), graph.figure.total, words).model_copy(update=planned._asdict())
        return report_plan(plan, planned, words)

    key = name, present_sizes(view), None if prices is None else prices.model_dump_json()
    return _PLANS.of(view.memory, key, build)


def own_delivery_plan(
    view: View, name: str, delivery: Delivery, prices: ExaminationPrices | None = None
) -> SettlingPlan:
    """The plan of the issuer of a delivery; arguments and errors as `whole_delivery_plan`."""
    graph = delivered_graph(view, delivery)
    about = _context(view, name, graph)
    found = own_choices(about, Examined.by(standing_audit(view, name)))
    words = PlanWords({delivery.issuer: name_of(view, delivery.issuer)}, prices)
    lines = plan_lines(report_choices(found, None).choices or (), graph.figure.total, words)
    return lines.model_copy(update=PlannedFigure(delivery=name)._asdict())


def _context(
    view: View, name: str, graph: DeliveredGraph, logged: int | None = None
) -> DeliveryContext:
    """The context of the choices in a delivery; with what the log shows around it as of a size, if one is given."""
    of = graph.computed
    figures = PlausibilityContext(of.resolution, of.figures, of.table, of.rulebook)
    records, log = [*of.resolution.nodes.values()], None
    if logged is not None:
        word = delivery_records(view, name, logged)
        log = LogWord.read(figures, *word)
        records += word.records.entries.values()
    issuers = sorted({record.entry.issuer for record in records})
    return DeliveryContext(
        subject=name,
        graph=figures,
        log=log,
        line=graph.line,
        homes={issuer: home_of(profile_of(view, issuer)) for issuer in issuers},
        listed=frozenset(graph.figure.factor_sets),
    )
