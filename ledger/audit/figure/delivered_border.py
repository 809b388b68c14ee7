"""Part of step 14, supplier figures: the quantities of the carbon border that deliveries state.

They are recomputed wherever the figure is. An attestation of a precursor counts if the policy lists its verifier, its
signature, key and place in the log are sound, and it counts by `ledger.rules.verified_goods`; a delivery that rests on
another one is contradicted. Without the entries behind a delivery, its quantities are its supplier's word.
"""

from collections.abc import Collection, Mapping

from ledger.audit.bundle.homes import homes_in
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.rules.attestations import doubt
from ledger.audit.subject.subject import Graph
from ledger.footprint.graph.factors import FactorTable
from ledger.rules.border_quantities import (
    LIMIT,
    BorderGraph,
    RecomputedGoods,
    StatedGoods,
    border_quantities_problem,
    recompute_quantities,
)
from ledger.rules.verified_goods import GoodsAttestation, counted_attestations
from schemas.signed.attestation import Attestation
from schemas.signed.delivery import DeliveredFigure

STEP = StepNumber.SUPPLIER_FIGURES


def check_border_quantities(
    context: AuditContext,
    view: Graph,
    compared: Collection[str],
    table: FactorTable,
    findings: Findings,
) -> Mapping[str, RecomputedGoods]:
    """Check the quantities of the deliveries whose figures could be compared; return those that were recomputed."""
    graph = view.resolution

    def first(row: tuple[str, DeliveredFigure]) -> tuple[bool, str]:
        return row[0] != view.id, row[0]

    stated_goods = {
        name: StatedGoods((graph.makers[name], graph.lines[name]), figure.cbam)
        for name, figure in sorted(graph.supplier_figures.items(), key=first)
        if figure.cbam is not None and name in compared
    }
    counted = _counted(context, view, findings) if stated_goods else {}
    issuers = {record.entry.issuer for record in graph.nodes.values()}
    ground = BorderGraph(graph, table, homes_in(context.bundle, issuers))
    recomputed_goods = recompute_quantities(stated_goods, ground, counted)
    for name, goods in sorted(recomputed_goods.items()):
        findings.checked(STEP)
        problem = border_quantities_problem(
            name, stated_goods[name].quantities, goods, is_new=False
        )
        if problem is not None and problem.code == LIMIT:
            findings.miss(STEP, problem)
        elif problem is not None:
            findings.contradict(STEP, problem)
    return {
        name: goods
        for name, goods in recomputed_goods.items()
        if isinstance(goods, RecomputedGoods)
    }


def _counted(context: AuditContext, view: Graph, findings: Findings) -> dict[str, GoodsAttestation]:
    """The attestations of goods that the reader accepts, by id."""
    bundle = context.bundle
    attestations = sorted(
        bundle.of(Attestation), key=lambda row: (bundle.place(row[0].id), row[0].id)
    )
    accepted = (
        GoodsAttestation(signed.id, said)
        for signed, said in attestations
        if said.issuer in context.policy.auditors
        and doubt(signed.id, said.issuer, context, findings) is None
    )
    return {row.id: row for row in counted_attestations(accepted, view.records)}
