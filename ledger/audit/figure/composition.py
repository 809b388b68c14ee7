"""Step 16, composition: the rows that the figure counts, the circular formula, and remarks on the entries.

The functions of `ledger.rules` judge composition and circular formula, if all of the composition is in the bundle.
Observations on the entries (mass, elements, legs, electricity, allocation, offsets, company-specific data), ratings,
and entries that the figure leaves out are remarks; their effects are estimates.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ledger.audit.context import AuditContext, RecomputedFigure
from ledger.audit.figure.composition_remarks import remark_composition
from ledger.audit.figure.key_effects import estimate_disputes
from ledger.audit.figure.quality import judge_quality
from ledger.audit.figure.recomputation import capacity_effect, storable_effect
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.method import Method
from ledger.audit.subject.production import build_production
from ledger.audit.subject.subject import Graph, View, first_missing
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.analysis.unit_of_figure import per_unit
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import Observation, Problem
from ledger.footprint.observations import observe
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.cut_off import cut_off_faults
from ledger.footprint.plausibility.distribution import distribution_faults
from ledger.footprint.plausibility.feedstock_faults import feedstock_faults
from ledger.footprint.plausibility.recovery import recoveries, recovery_faults
from ledger.footprint.plausibility.shared_burdens import sharing_faults
from ledger.footprint.plausibility.substitution import substitution_faults
from ledger.footprint.valuation.figure import Figures
from ledger.rules.circular import circular_faults
from ledger.rules.composition import composition_problems, exclusion_problems, made_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.physics import physics_problems
from ledger.rules.stages import stage_problems
from schemas.signed.conservative import Conservative

STEP = StepNumber.COMPOSITION

_WHOLE_ROW = frozenset(
    {
        "composition.counted_twice",
        "composition.delivery",
        "composition.other_issuer",
        "composition.period",
        "composition.product",
        "delivery.expired",
    }
)
"""Findings with the whole amount of the row as effect."""


def check_counted(context: AuditContext, findings: Findings) -> AuditContext:
    """Check the rows that the figure counts, and remark on the entries behind it."""
    view, method, figures = context.view, context.method, context.figures
    if view is not None and method is not None and figures is not None:
        context = _check_figure(context, view, method, figures, findings)
    if isinstance(view, View) and context.registry is not None:
        production = build_production(view, context.registry, method, figures, findings)
        context = replace(context, production=production)
    return context


def _check_figure(
    context: AuditContext, view: Graph, method: Method, figures: Figures, findings: Findings
) -> AuditContext:
    plausibility = PlausibilityContext(
        resolution=view.resolution,
        figures=figures,
        table=method.table,
        rulebook=method.rulebook,
        files=context.bundle.blobs,
        filling=view.calculation.filling if isinstance(view, View) else None,
    )
    context = replace(context, plausibility=plausibility)
    recomputed = context.recomputed
    if isinstance(view, View):
        missing = first_missing(context.bundle, view)
        if missing is None:
            check_circular(view, plausibility, findings)
            check_composition(view, method, figures, recomputed, findings)
        else:
            findings.not_checked(STEP, missing, "the rules of the composition")
    if context.effects is not None:
        remark_observations(view, plausibility, context.effects, findings)
    if isinstance(view, View) and recomputed is not None:
        estimate_disputes(view, method, figures, context.keys.disputes, findings)
        quality = judge_quality(view, method, figures, findings)
        context = replace(context, recomputed=replace(recomputed, quality=quality))
    return context


def check_composition(
    view: View,
    method: Method,
    figures: Figures,
    recomputed: RecomputedFigure | None,
    findings: Findings,
) -> None:
    """Check the counted rows, once all of the composition is in the bundle.

    Args:
        view: the graph as of the calculation.
        method: of the calculation.
        figures: of the entries in the graph.
        recomputed: for effects, and for stages; None if the figure is unknown.
        findings: the collector.
    """
    calculation, rows, rulebook = view.calculation, view.rows, method.rulebook
    problems = [
        *composition_problems(calculation, rows, view.resolution, rulebook),
        *made_problems(calculation, view.composition, view.made, view.records),
        *exclusion_problems(calculation, view.composition, view.records.entries),
        *physics_problems(calculation, product_rows(rows), rulebook),
    ]
    if recomputed is not None:
        problems += stage_problems(rows, figures, rulebook)
    findings.checked(STEP, len(rows) + len(view.composition.exclusions))
    for problem in problems:
        effect = (
            None
            if recomputed is None
            else _effect(problem, view, recomputed, rulebook.conservative)
        )
        findings.contradict(STEP, problem, effect=effect)
    if recomputed is not None:
        products = [part.entry for part in product_rows(rows)]
        findings.estimate("entry.batteries", dict.fromkeys(products, recomputed.made_effect))
    for problem, kg in conservation_faults(calculation, rows, figures, rulebook):
        effect = None if kg is None else EXPLAIN.multiply(kg, per_unit(calculation))
        # Its cause has a finding of its own on the same entry: `cff.negative_factor`.
        outside = problem.code == "composition.outside_formula"
        findings.contradict(STEP, problem, problem.subject if outside else None, effect)
    if recomputed is not None:
        remark_composition(view, method, figures, recomputed, findings)


def _effect(
    problem: Problem, view: View, recomputed: RecomputedFigure, rule: Conservative | None
) -> Decimal | None:
    """The effect of a broken rule of the composition on the figure; None if unknown."""
    if problem.code in {"calculation.batteries", "calculation.declared_unit"}:
        return recomputed.made_effect
    if problem.code == "calculation.capacity":
        return capacity_effect(problem.subject, view, recomputed)
    if problem.code == "physics.impossible_capacity" and rule is not None:
        return storable_effect(problem.subject, view, recomputed, rule)
    return recomputed.row_effects.get(problem.subject) if problem.code in _WHOLE_ROW else None


def check_circular(view: View, plausibility: PlausibilityContext, findings: Findings) -> None:
    """Check the credits and deductions of the Circular Footprint Formula."""
    demand = declared_demand(view.rows, view.calculation, plausibility.rulebook)
    effects = Effects(demand, view.resolution, plausibility.figures)
    for fault in circular_faults(view.rows, plausibility):
        findings.contradict(STEP, fault.problem, effect=effects.of(fault))


def remark_observations(
    view: Graph, plausibility: PlausibilityContext, effects: Effects, findings: Findings
) -> None:
    """Remark on probable omissions and errors in the entries; effects are estimates."""
    findings.checked(STEP, len(view.resolution.order))
    whole = _product_faults(view, plausibility) if isinstance(view, View) else ()
    for seen in (*plausibility.figures.remarks, *observe(plausibility), *whole):
        findings.remark(STEP, seen.problem, effects.of(seen))
    if isinstance(view, View):
        for seen in cut_off_faults(view.id, view.calculation, view.rows, plausibility):
            findings.remark(STEP, seen.problem, seen.effect)


def _product_faults(view: View, plausibility: PlausibilityContext) -> Iterator[Observation]:
    """Faults of the product as a whole: its recyclers' credits and goods, and its transport distance."""
    yield from recovery_faults(view.rows, tuple(recoveries(view.rows, plausibility)))
    yield from sharing_faults(plausibility)
    yield from substitution_faults(view.rows, plausibility)
    yield from feedstock_faults(view.rows, plausibility)
    yield from distribution_faults(view.rows, plausibility)
