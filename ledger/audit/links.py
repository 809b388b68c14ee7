"""Step 7, completeness of links: what is named is there, what is there is named.

The registry is whole, so it is asked both ways: each change or product it tells of a statement in
hand must be what that statement says, and each statement that replaces, withdraws or makes a product
must have its leaf. A leaf proves nothing alone: for every one that touches the lineage the bundle
carries the statement `by`. A file that nothing names is a finding; where an inventory, a
composition or a statement is not at hand, it counts as what that would have named. An entry names
the balances of its site over its period, and a delivery the attestations of it, by being there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ledger.audit.bundle import FIXED, LEAVES, MONITOR, Bundle, Signed
from ledger.audit.citations import cited, demand, demand_sections, parties
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.subject import Graph, View
from ledger.footprint.graph import Problem
from ledger.footprint.site_balance import Site, concerns, site_of
from ledger.trust.leaves import made_subject
from schemas.calculation import Attestation, Calculation
from schemas.delivery import DeliveredFigure, Delivery, Withdrawal
from schemas.entry import Entry
from schemas.kinds import REGISTRY_KINDS, replaced
from schemas.log import EntriesLeaf
from schemas.site_balance import SiteBalance
from schemas.statement import Issued, Kind, SectionName

STEP = Nr.LINKS

_NAMEABLE = re.compile(r"(statements|sections|blobs|proofs)/[0-9a-f]{64}\.json")
"""The files that a section or a statement which is not at hand may name."""

_NAMING = frozenset({SectionName.INVENTORY, SectionName.COMPOSITION})
"""The sections in which statements are named."""


def check_named(bundle: Bundle, view: Graph, registry: Registry, findings: Findings) -> None:
    """Demands every statement and section that the graph and its product name.

    A version is demanded with those before it, as envelopes; sections of what the figure rests on.
    """
    for problem in view.resolution.problems:
        if problem.code == "statement.missing" and problem.subject in bundle.statements:
            kind = bundle.statements[problem.subject].kind.value
            detail = f"it is cited as what it is not; it is of kind {kind}"
            findings.contradict(STEP, Problem("citation.kind", problem.subject, detail))
    named = view.resolution.lineage | _product(view, registry)
    by = {change.by for _, change in registry.touching(named)}
    waiting, seen = sorted(named | by), set[str]()
    while waiting:
        statement = waiting.pop()
        if statement not in seen:
            seen.add(statement)
            findings.checked(STEP)
            demand(bundle, statement, Issued, findings)
            signed = bundle.statements.get(statement)
            waiting.extend(
                filter(None, [replaced(signed.statement) if signed is not None else None])
            )
    for node in view.resolution.order:
        demand_sections(bundle.statements[node], findings)


def _product(view: Graph, registry: Registry) -> set[str]:
    """The entries that made the product of a calculation, and those that it leaves out."""
    if not isinstance(view, View):
        return set()
    made = {leaf.id for _, leaf in registry.made_of(view.product)}
    return made.union(row.entry for row in view.composition.exclusions)


def check_profiles(bundle: Bundle, findings: Findings) -> None:
    """Demands the profile behind every registration in hand."""
    for signed in bundle.statements.values():
        if signed.kind is Kind.PARTICIPANT:
            demand_sections(signed, findings)


def check_told(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, EntriesLeaf],
    findings: Findings,
) -> None:
    """Checks what the registry tells of statements in hand, and that it tells of all of them."""
    for at, change in registry.changes:
        signed = bundle.statements.get(change.by)
        if signed is None:
            continue
        findings.checked(STEP)
        kind = "withdrawn" if isinstance(signed.statement, Withdrawal) else "superseded"
        if (change.kind, change.old) != (kind, replaced(signed.statement)):
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
    leaves: Mapping[str, EntriesLeaf],
    findings: Findings,
) -> None:
    """Each statement that replaces, withdraws or makes a product has its leaf, in time."""
    changed = {(change.by, change.old): at for at, change in registry.changes}
    made = {(leaf.id, leaf.subject): at for at, leaf in registry.made}
    for signed in bundle.statements.values():
        ends = leaves[signed.id].registry.size if signed.id in leaves else registry.size
        for known, what in ((changed, replaced(signed.statement)), (made, _subject_made(signed))):
            if what is not None and known.get((signed.id, what), ends) >= ends:
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


def check_unnamed(
    bundle: Bundle, roots: Iterable[str], registry: Registry | None, findings: Findings
) -> None:
    """Finds the files that nothing names; a proof names its statement.

    Args:
        bundle: what is in hand.
        roots: the statements that the bundle is about.
        registry: what names later versions; None where it is not told.
        findings: where they go.
    """
    proven = sorted(name for name in bundle.proofs if name not in bundle.statements)
    for name in proven:
        demand(bundle, name, Issued, findings)
    closure = _closure(bundle, [*roots, *proven], registry)
    named = {*FIXED, MONITOR, *(f"statements/{name[7:]}.json" for name in closure)}
    holes = [LEAVES] if registry is None else []
    for name in sorted(closure):
        signed = bundle.statements.get(name)
        if signed is None:
            holes.append(name)
            continue
        named.update(f"sections/{digest[7:]}.json" for digest in signed.named.values())
        named.update(f"blobs/{digest[7:]}.json" for digest in named_blobs(signed))
        if signed.kind not in REGISTRY_KINDS:
            named.add(f"proofs/{name[7:]}.json")
        holes.extend(
            digest
            for part, digest in signed.named.items()
            if part in _NAMING and part not in signed.sections
        )
    unnamed = sorted(path for path in bundle.files - named if not findings.has(path))
    known = [hole for hole in holes if findings.has(hole)]
    withheld = [path for path in unnamed if known and _NAMEABLE.fullmatch(path)]
    if withheld:
        findings.not_told(STEP, known[0], f"what names {len(withheld)} more files")
    for path in sorted(set(unnamed).difference(withheld)):
        detail = "nothing in the bundle names this file"
        findings.contradict(STEP, Problem("file.unnamed", path, detail), path)


def _closure(bundle: Bundle, roots: Iterable[str], registry: Registry | None) -> set[str]:
    """All statements that the roots name, directly or in turn, what replaced them, and changes of keys."""
    balances, words = _site_balances(bundle), _attestations(bundle)
    successors: dict[str, list[str]] = {}
    if registry is not None:
        for _, change in registry.changes:
            successors.setdefault(change.old, []).append(change.by)
        for _, changed in registry.keys:
            successors.setdefault(changed.of, []).append(changed.id)
    closure: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in closure:
            continue
        closure.add(name)
        waiting.extend((*successors.get(name, ()), *words.get(name, ())))
        signed = bundle.statements.get(name)
        if signed is None:
            continue
        waiting.extend((*cited(signed), *parties(signed)))
        if isinstance(entry := signed.statement, Entry):
            of_site = balances.get(site_of(entry), ())
            waiting.extend(balance for balance, stated in of_site if concerns(stated, entry))
    return closure


def _site_balances(bundle: Bundle) -> Mapping[Site, list[tuple[str, SiteBalance]]]:
    """The balances in hand, by the site that they are of."""
    found: dict[Site, list[tuple[str, SiteBalance]]] = {}
    for signed in bundle.statements.values():
        if isinstance(signed.statement, SiteBalance):
            found.setdefault(site_of(signed.statement), []).append((signed.id, signed.statement))
    return found


def _attestations(bundle: Bundle) -> Mapping[str, list[str]]:
    """The attestations of deliveries in hand, by the delivery that they are of."""
    found: dict[str, list[str]] = {}
    for signed in bundle.statements.values():
        if isinstance(signed.statement, Attestation) and signed.statement.delivery is not None:
            found.setdefault(signed.statement.delivery, []).append(signed.id)
    return found


def named_blobs(signed: Signed) -> Iterator[str]:
    """The rulebooks, factor sets and imported files that a statement names."""
    statement = signed.statement
    method = statement.figure if isinstance(statement, Delivery) else statement
    if isinstance(method, Calculation | DeliveredFigure):
        yield from (method.rulebook, *method.factor_sets)
    if signed.inventory is not None:
        yield from (row.file for row in signed.inventory.external_inputs)
