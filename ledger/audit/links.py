"""Step 7, completeness of links: what is named is there, what is there is named.

The registry is whole, so it is asked both ways: each change or product it tells of a statement in
hand must be what that statement says, and each statement that replaces, withdraws or makes a product
must have its leaf. A leaf proves nothing alone: for every one that touches the lineage the bundle
carries the statement `by`. Files that nothing names are found in `unnamed`.
"""

from collections import Counter
from collections.abc import Mapping

from ledger.audit.bundle import Bundle, Placed, Signed
from ledger.audit.citations import demand, demand_sections
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.subject import Graph, View
from ledger.footprint.graph import Problem
from ledger.trust.leaves import made_subject
from schemas.delivery import Withdrawal
from schemas.entry import Entry
from schemas.kinds import REGISTRY_KINDS
from schemas.participant import Participant
from schemas.statement import Issued

STEP = Nr.LINKS


def check_named(bundle: Bundle, view: Graph, registry: Registry, findings: Findings) -> None:
    """Demands every statement and section that the graph and its product name.

    A version is demanded with those before it, as envelopes; sections of what the figure rests on, and of what lies
    behind the entries that it leaves out.
    """
    for problem in view.production.problems:
        if problem.code == "statement.missing" and problem.subject in bundle.statements:
            kind = bundle.statements[problem.subject].kind.value
            detail = f"it is cited as what it is not; it is of kind {kind}"
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
        demand(bundle, statement, Issued, findings)
    findings.checked(STEP, len(named))
    for node in view.production.nodes:
        demand_sections(bundle.statements[node], findings)


def _product(view: Graph, registry: Registry) -> set[str]:
    """The entries that made the product of a calculation, and those that it leaves out."""
    if not isinstance(view, View):
        return set()
    made = {leaf.id for _, leaf in registry.made_of(view.product)}
    return made.union(row.entry for row in view.composition.exclusions)


def check_profiles(bundle: Bundle, findings: Findings) -> None:
    """Demands the profile behind every registration in hand."""
    for signed, _ in bundle.of(Participant):
        demand_sections(signed, findings)


def check_told(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, Placed],
    findings: Findings,
) -> None:
    """Checks what the registry tells of statements in hand, and that it tells of all of them."""
    for at, change in registry.changes:
        signed = bundle.statements.get(change.by)
        if signed is None:
            continue
        findings.checked(STEP)
        kind = "withdrawn" if isinstance(signed.statement, Withdrawal) else "superseded"
        if (change.kind, change.old) != (kind, signed.old):
            detail = f"leaf {at} of the registry says that by it {change.old} was {change.kind}"
            findings.contradict(STEP, Problem("registry.contradicted", change.by, detail))
    for old, count in Counter(change.old for _, change in registry.changes).items():
        if count > 1:
            detail = f"the registry says {count} times what became of it"
            findings.contradict(STEP, Problem("registry.two_successors", old, detail))
    for at, made in registry.made:
        signed = bundle.statements.get(made.id)
        if signed is not None and _subject_made(signed) != made.subject:
            detail = f"leaf {at} of the registry says that it made another product"
            findings.contradict(STEP, Problem("registry.contradicted", made.id, detail))
    _check_listed(bundle, registry, leaves, findings)


def _check_listed(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, Placed],
    findings: Findings,
) -> None:
    """Each statement that replaces, withdraws or makes a product has its leaf, in time."""
    changed = {(change.by, change.old): at for at, change in registry.changes}
    made = {(leaf.id, leaf.subject): at for at, leaf in registry.made}
    for signed in bundle.statements.values():
        for known, what in ((changed, signed.old), (made, _subject_made(signed))):
            if what is None:
                continue
            ends = leaves[signed.id].registry.size if signed.id in leaves else registry.size
            if known.get((signed.id, what), ends) >= ends:
                detail = (
                    f"when the log took it in, the registry did not say that it concerns {what}"
                )
                findings.contradict(STEP, Problem("registry.unlisted", signed.id, detail))


def _subject_made(signed: Signed) -> str | None:
    """The subject of the `made` leaf that an entry has, if its main output is a product."""
    entry = signed.statement
    if not isinstance(entry, Entry) or entry.model is None:
        return None
    return made_subject(entry.issuer, entry.model, entry.site.code)
