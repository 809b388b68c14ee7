"""Step 9, links: named statements are in the bundle, and registry leaves and statements match one to one.

The registry is complete, so both directions are checked: each change or product that a leaf states agrees with its
statement, and each statement that replaces, withdraws or makes a product has its leaf. A leaf alone proves nothing:
for every leaf that touches the lineage the bundle contains the statement `by`. `closure` finds statements of the same
goods that were left out, and `orphans` files that nothing names.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from ledger.audit.bundle.citations import require_sections, require_statement
from ledger.audit.bundle.model import Bundle, IndexedLeaf, SignedStatement
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.links.closure import check_closure
from ledger.audit.links.orphans import check_orphans
from ledger.audit.log.registry import Registry
from ledger.audit.subject.delivery_view import DeliveryView, build_delivery_view
from ledger.audit.subject.subject import (
    DeliverySubject,
    Graph,
    Subject,
    View,
    build_view,
)
from ledger.footprint.graph.resolution import Problem
from ledger.trust.leaves import made_subject
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Withdrawal
from schemas.signed.entry import Entry
from schemas.signed.kinds import REGISTRY_KINDS
from schemas.signed.participant import Participant
from schemas.signed.statement import Issued, SectionName

STEP = StepNumber.LINKS


def check_links(context: AuditContext, findings: Findings) -> AuditContext:
    """Build the graph of the subject; check references, as far as registry, graph and subject are known."""
    bundle, subject, registry = context.bundle, context.subject, context.registry
    view: View | DeliveryView | None
    if isinstance(subject, DeliverySubject):
        view = build_delivery_view(bundle, subject, registry, context.leaves, findings)
    else:
        view = build_view(bundle, subject, registry, findings)
    for signed, _ in bundle.of(Participant):
        require_sections(signed, STEP, findings)
    roots = [] if subject is None else [subject.id]
    if isinstance(subject, Subject):
        roots.append(subject.calculation_id)
    if registry is not None:
        check_registry_leaves(bundle, registry, context.leaves, findings)
        if view is not None:
            check_named(bundle, view, registry, findings)
            _report_withheld(bundle, view, findings)
        if isinstance(view, View):
            roots += (leaf.id for _, leaf in registry.made_of(view.product))
    _require_replaced(bundle, findings)
    if subject is not None:
        stating = subject.calculation_id if isinstance(subject, Subject) else subject.id
        roots += check_closure(context, stating, view, findings)
        check_orphans(bundle, roots, registry, findings)
    return replace(context, view=view)


def _require_replaced(bundle: Bundle, findings: Findings) -> None:
    """Require the declarations that others supersede, each with its calculation and attestation, as envelopes."""
    for signed, _ in bundle.of(Declaration):
        if signed.old is not None:
            old = require_statement(bundle, signed.old, Declaration, STEP, findings)
            if old is not None:
                require_statement(bundle, old.calculation, Calculation, STEP, findings)
                require_statement(bundle, old.attestation, Attestation, STEP, findings)


def _report_withheld(bundle: Bundle, view: Graph, findings: Findings) -> None:
    """Record for each withheld inventory that the statements behind it could not be checked."""
    for node in view.production.nodes:
        signed = bundle.statements[node]
        if signed.inventory is None:
            cause = signed.named[SectionName.INVENTORY]
            steps = (
                (StepNumber.LINEAGE, StepNumber.DELIVERIES) if node in view.resolution.nodes else ()
            )
            for step in (*steps, StepNumber.BALANCES):
                findings.not_checked(step, cause, "statements behind it")


def check_named(bundle: Bundle, view: Graph, registry: Registry, findings: Findings) -> None:
    """Require every statement and section that the graph and its product name.

    A version is required with all earlier ones, as envelopes. Sections are required of the statements that the figure
    rests on, and of those behind the entries that it leaves out.
    """
    for problem in view.production.problems:
        if problem.code == "statement.missing" and problem.subject in bundle.statements:
            kind = bundle.statements[problem.subject].kind.value
            detail = f"it is cited as a statement of another kind; its kind is {kind}"
            findings.contradict(STEP, Problem("citation.kind", problem.subject, detail))
    named = {*view.production.lineage, *_product(view, registry)}
    named.update([change.by for _, change in registry.touching(named)])
    waiting, amiss = list(named), []
    for statement in waiting:
        signed = bundle.statements.get(statement)
        if signed is None or signed.kind in REGISTRY_KINDS:
            amiss.append(statement)
        elif signed.old is not None and signed.old not in named:
            named.add(signed.old)
            waiting.append(signed.old)
    for statement in sorted(amiss):
        require_statement(bundle, statement, Issued, STEP, findings)
    findings.checked(STEP, len(named))
    for node in (*view.production.nodes, *sorted(view.production.makers)):
        require_sections(bundle.statements[node], STEP, findings)


def _product(view: Graph, registry: Registry) -> set[str]:
    """The entries that made the product of a calculation, and those that the calculation leaves out."""
    if not isinstance(view, View):
        return set()
    entries = {leaf.id for _, leaf in registry.made_of(view.product)}
    return entries.union(row.entry for row in view.composition.exclusions)


def check_registry_leaves(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, IndexedLeaf],
    findings: Findings,
) -> None:
    """Check that registry leaves and statements match one to one."""
    for at, change in registry.changes:
        signed = bundle.statements.get(change.by)
        if signed is None:
            continue
        findings.checked(STEP)
        kind = "withdrawn" if isinstance(signed.statement, Withdrawal) else "superseded"
        if (change.kind, change.old) != (kind, signed.old):
            detail = f"leaf {at} of the registry says that {change.old} was {change.kind} by it"
            findings.contradict(STEP, Problem("registry.contradicted", change.by, detail))
    for old, count in Counter(change.old for _, change in registry.changes).items():
        if count > 1:
            detail = f"the registry states {count} changes of it; only one is possible"
            findings.contradict(STEP, Problem("registry.two_successors", old, detail))
    for at, leaf in registry.made:
        signed = bundle.statements.get(leaf.id)
        if signed is not None and _subject_made(signed) != leaf.subject:
            detail = f"leaf {at} of the registry says that it made another product"
            findings.contradict(STEP, Problem("registry.contradicted", leaf.id, detail))
    _check_listed(bundle, registry, leaves, findings)


def _check_listed(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, IndexedLeaf],
    findings: Findings,
) -> None:
    """Check that each statement that replaces, withdraws or makes a product has its leaf in time."""
    changed = {(change.by, change.old): at for at, change in registry.changes}
    products = {(leaf.id, leaf.subject): at for at, leaf in registry.made}
    for signed in bundle.statements.values():
        for positions, what in ((changed, signed.old), (products, _subject_made(signed))):
            if what is None:
                continue
            ends = leaves[signed.id].registry.size if signed.id in leaves else registry.size
            if positions.get((signed.id, what), ends) >= ends:
                detail = f"the registry had no leaf on it and {what} when the log accepted it"
                findings.contradict(STEP, Problem("registry.missing_leaf", signed.id, detail))


def _subject_made(signed: SignedStatement) -> str | None:
    """The subject of an entry's `made` leaf; None if its main output is not a product."""
    entry = signed.statement
    if not isinstance(entry, Entry) or entry.model is None:
        return None
    return made_subject(entry.issuer, entry.model, entry.site.code)
