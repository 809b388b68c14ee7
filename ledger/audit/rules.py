"""Step 11, rules: what the policy accepts, what the rulebook requires, what counts once.

Entries, documents, duplicates and the composition are judged by the functions of `ledger.rules`, which the ledger
calls when it admits a statement; the rules of a composition only where all of it is in the bundle. The policy is the
reader's own: whether an auditor is accepted is asked here alone.
"""

from decimal import Decimal

from ledger.audit.attestations import attestor_problems
from ledger.audit.bundle import Bundle
from ledger.audit.citations import first_version
from ledger.audit.composition_remarks import remark_composition
from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.method import Method
from ledger.audit.recomputation import Recomputed, capacity_effect
from ledger.audit.subject import Subject, View
from ledger.footprint.composition import product_rows
from ledger.footprint.contributions import declared_demand, per_kwh
from ledger.footprint.figure import Figures
from ledger.footprint.graph import Problem, Records
from ledger.footprint.numbers import EXPLAIN
from ledger.footprint.reader import Reader
from ledger.rules.circular import circular_faults
from ledger.rules.composition import composition_problems, exclusion_problems, made_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.documents import (
    carrying_problems,
    company_specific_problem,
    declarable_problem,
    declared_problem,
)
from ledger.rules.entry import entry_problems
from ledger.rules.goods import duplicates
from ledger.rules.stages import stage_problems
from schemas.policy import Policy
from schemas.rulebook import Rulebook

STEP = Nr.RULES

_WHOLE_ROW = frozenset(
    {
        "composition.counted_twice",
        "composition.delivery",
        "composition.foreign",
        "composition.period",
        "composition.product",
        "delivery.expired",
    }
)
"""Findings whose effect is all that the row counts."""


def check_documents(subject: Subject, policy: Policy, findings: Findings) -> None:
    """Checks the attestation and the declaration that rest on the calculation."""
    calculation, declaration = subject.calculation, subject.declaration
    if declaration is None or calculation is None:
        return
    findings.checked(STEP)
    _report(findings, declared_problem(subject.id, declaration, calculation))
    attestation = subject.attestation
    if attestation is not None:
        findings.checked(STEP)
        name = declaration.attestation
        _report(findings, *attestor_problems(name, attestation, calculation.issuer, policy))
        _report(findings, *carrying_problems(declaration, attestation))


def check_declarable(subject: Subject, view: View, rulebook: Rulebook, findings: Findings) -> None:
    """A declaration rests on a rulebook under which something may be declared, and on own data."""
    if subject.declaration is None:
        return
    _report(findings, declarable_problem(subject.id, rulebook))
    if not view.resolution.problems:
        _report(findings, company_specific_problem(subject.id, rulebook, view.resolution))


def check_entries(bundle: Bundle, findings: Findings) -> None:
    """Checks each entry in the bundle on its own, as far as its sections are shown."""
    findings.checked(STEP, len(bundle.entries))
    for record in bundle.entries.values():
        _report(findings, *entry_problems(record))


def _report(findings: Findings, *problems: Problem | None) -> None:
    for problem in problems:
        if problem is not None:
            findings.contradict(STEP, problem)


def check_composition(
    view: View,
    method: Method,
    figures: Figures,
    recomputed: Recomputed | None,
    findings: Findings,
) -> None:
    """Check what is counted, once all of it is at hand.

    Args:
        view: the graph as of the calculation.
        method: of the calculation.
        figures: of the entries in the graph.
        recomputed: for effects, and for stages; None where the figure is not told.
        findings: where they go.
    """
    calculation, rows, rulebook = view.calculation, view.rows, method.rulebook
    problems = [
        *composition_problems(calculation, rows, view.resolution, rulebook),
        *made_problems(calculation, view.composition, view.made, view.records),
        *exclusion_problems(calculation, view.composition, view.records.entries),
    ]
    if recomputed is not None:
        problems += stage_problems(rows, figures, rulebook)
    findings.checked(STEP, len(rows) + len(view.composition.exclusions))
    for problem in problems:
        effect = None if recomputed is None else _effect(problem, view, recomputed)
        findings.contradict(STEP, problem, effect=effect)
    if recomputed is not None:
        products = [part.entry for part in product_rows(rows)]
        findings.estimate("entry.batteries", dict.fromkeys(products, recomputed.batteries_effect))
    for problem, kg in conservation_faults(calculation, rows, figures, rulebook):
        effect = None if kg is None else EXPLAIN.multiply(kg, per_kwh(calculation))
        # Its cause has a finding of its own on the same entry: `cff.negative_factor`.
        outside = problem.code == "composition.outside_formula"
        findings.contradict(STEP, problem, problem.subject if outside else None, effect)
    if recomputed is not None:
        remark_composition(view, method, figures, recomputed, findings)


def _effect(problem: Problem, view: View, recomputed: Recomputed) -> Decimal | None:
    """The effect of a broken rule of the composition on the figure; None where nothing shows it."""
    if problem.code == "calculation.batteries":
        return recomputed.batteries_effect
    if problem.code == "calculation.capacity":
        return capacity_effect(problem.subject, view, recomputed)
    return recomputed.row_effects.get(problem.subject) if problem.code in _WHOLE_ROW else None


def check_circular(view: View, reader: Reader, findings: Findings) -> None:
    """Checks what the Circular Footprint Formula lets take something off the figure."""
    demand = declared_demand(view.rows, view.calculation, reader.rulebook)
    effects = Effects(demand, view.resolution, reader.figures)
    for fault in circular_faults(view.rows, reader):
        findings.contradict(STEP, fault.problem, effect=effects.of(fault))


def check_twins(bundle: Bundle, records: Records, findings: Findings) -> None:
    """No two live entries in the bundle state the same goods; versions of one entry are one."""
    live = [
        row
        for row in records.entries.values()
        if row.inventory is not None and records.newest(first_version(bundle, row.id)) == row.id
    ]
    findings.checked(STEP, len(live))
    found = dict[str, Problem]()
    for record, earlier, product in duplicates(live):
        detail = f"{earlier.id} states the same goods, {product}"
        found.setdefault(record.id, Problem("entry.twin", record.id, detail))
    _report(findings, *found.values())
