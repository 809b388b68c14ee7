"""Part of step 14: what a delivery opens of its suppliers, compared with the rows that its graph gives.

The rows name firms, so the registered names of all firms behind the delivery are needed, and what their deliveries
open. A bundle that withholds one of these is incomplete already (step 9), and the opening is then not checked.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.subject import Graph
from ledger.footprint.analysis.opening import SupplyChain, opened_parts
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.told import ToldFigures
from ledger.rules.opening import opening_problem
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.opening import Opening
from schemas.signed.participant import Profile
from schemas.signed.statement import SectionName

STEP = StepNumber.SUPPLIER_FIGURES


def check_opening(
    view: Graph,
    bundle: Bundle,
    exact: Figures,
    told: ToldFigures,
    name: str,
    figure: DeliveredFigure,
    opening: Opening,
    findings: Findings,
) -> None:
    """Check the opening of a delivery whose figure has the subject's method and state.

    Args:
        view: the graph.
        bundle: the registrations of its firms.
        exact: the figures of the graph without filled gaps.
        told: these figures as each issuer can know them.
        name: the id of the delivery.
        figure: its figure.
        opening: its opening.
        findings: the findings.
    """
    entry = view.resolution.makers[name]
    names = _names(view, bundle, entry)
    if names is None or _is_withheld(view, entry):
        findings.not_checked(STEP, name, "opened suppliers")
        return
    findings.checked(STEP)
    method = (figure.rulebook, figure.factor_sets)
    line = entry, view.resolution.lines[name]

    issuer = view.resolution.record(entry).entry.issuer
    older = SupplyChain(view.resolution, view.records, exact, names, method)
    chain = replace(older, told=partial(told.cells, issuer))
    problem = opening_problem(name, opening, opened_parts(line, chain))
    # Older deliveries open rows that are rounded from exact ones.
    if problem and opening_problem(name, opening, opened_parts(line, older)):
        findings.contradict(STEP, problem)


def _names(view: Graph, bundle: Bundle, entry: str) -> Mapping[str, str] | None:
    """The legal names of the firms behind an entry; None if one is withheld."""
    names: dict[str, str] = {}
    for node in view.resolution.upstream([entry]):
        issuer = view.resolution.record(node).entry.issuer
        signed = bundle.statements.get(issuer)
        profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
        if not isinstance(profile, Profile):
            return None
        names[issuer] = profile.legal_name
    return names


def _is_withheld(view: Graph, entry: str) -> bool:
    """True if a delivery behind an entry opens suppliers, and the bundle withholds which."""
    behind = view.resolution.upstream([entry])
    records = (view.records.deliveries[name] for name in view.resolution.makers)
    return any(
        record.delivery.sections is not None and record.opening is None
        for record in records
        if view.resolution.makers[record.id] in behind
    )
