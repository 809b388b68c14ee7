"""Part of step 10, rules: a declaration and the one that it supersedes, and the calculation that it declares.

A bundle of a declaration has the declarations that it supersedes, each with its calculation. It does not show other
declarations of the model and site: that their periods do not overlap is the log's word, or that of a monitor, which
calls `check_shared_periods` over all statements.

After the log accepted a declaration or calculation, its issuer may supersede it. That is a remark: the superseded
document is still what was signed.
"""

from collections.abc import Mapping

from ledger.audit.bundle.model import Bundle, IndexedLeaf
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.subject import Subject
from ledger.footprint.graph.resolution import Problem
from ledger.rules.declarations import (
    DeclaredFigure,
    overlap_problems,
    replacement_problems,
    superseded_calculation_problem,
)
from schemas.signed.calculation import Calculation, Declaration

STEP = StepNumber.RULES


def check_declarations(context: AuditContext, findings: Findings) -> None:
    """Check what a bundle shows of its declaration, of earlier ones, and of later ones."""
    subject, registry = context.subject, context.registry
    check_replacements(context.bundle, findings)
    if registry is not None:
        _check_declared_calculations(context.bundle, registry, context.leaves, findings)
        if isinstance(subject, Subject):
            _remark_superseded(subject, registry, findings)


def check_replacements(bundle: Bundle, findings: Findings) -> None:
    """Check each declaration that supersedes another one in the bundle."""
    for signed, _ in bundle.of(Declaration):
        new, old = _declared(bundle, signed.id), _declared(bundle, signed.old)
        if new is not None and old is not None:
            findings.checked(STEP)
            for problem in replacement_problems(new, old):
                findings.contradict(STEP, problem)


def _check_declared_calculations(
    bundle: Bundle, registry: Registry, leaves: Mapping[str, IndexedLeaf], findings: Findings
) -> None:
    """Check that no calculation had been superseded when it was declared."""
    for signed, declaration in bundle.of(Declaration):
        leaf = leaves.get(signed.id)
        if leaf is not None:
            findings.checked(STEP)
            change = registry.changes_at(leaf.registry.size).get(declaration.calculation)
            problem = superseded_calculation_problem(signed.id, declaration.calculation, change)
            if problem is not None:
                findings.contradict(STEP, problem)


def check_shared_periods(bundle: Bundle, registry: Registry, findings: Findings) -> None:
    """Check that no two live declarations of one issuer, model and site share a day."""
    changed = registry.changes_at(registry.size)
    live = sorted(
        (signed.id for signed, _ in bundle.of(Declaration) if signed.id not in changed),
        key=bundle.place,
    )
    findings.checked(STEP, len(live))
    declared = [row for row in (_declared(bundle, name) for name in live) if row is not None]
    for number, later in enumerate(declared):
        for problem in overlap_problems(later, declared[:number]):
            findings.contradict(STEP, problem)


def _remark_superseded(subject: Subject, registry: Registry, findings: Findings) -> None:
    """Remark that the declaration or calculation of a bundle was superseded since."""
    changed = registry.changes_at(registry.size)
    for name in dict.fromkeys((subject.id, subject.calculation_id)):
        change = changed.get(name)
        if change is not None:
            is_calculation = name == subject.calculation_id
            code = "calculation.superseded" if is_calculation else "declaration.superseded"
            detail = f"its issuer has superseded it by {change.by}; ask for that one"
            findings.remark(STEP, Problem(code, name, detail))


def _declared(bundle: Bundle, name: str | None) -> DeclaredFigure | None:
    """A declaration in the bundle with its calculation; None if one of them is missing."""
    declaration = bundle.stated(name, Declaration)
    calculation = (
        None if declaration is None else bundle.stated(declaration.calculation, Calculation)
    )
    return None if name is None or calculation is None else DeclaredFigure(name, calculation)
