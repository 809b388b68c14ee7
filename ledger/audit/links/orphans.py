"""Part of step 9, links: every file of a bundle is named by something in it.

All files follow from the subject of a bundle: the statements that it rests on, their issuers, and the statements
that replaced or withdrew them. A file that none of these names is an orphan, and a finding. If an inventory, a
composition or a statement is missing, it may have named the orphans, and they are not contradictions. An entry in
the bundle counts as naming the balances of its site over its period, a delivery as naming its attestations, a
calculation as naming the commitments to samples of it, and a participant as naming what it withdrew, and those of its
entries that an objection contests. Every statement counts as naming the objections to it, and an objection its answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ledger.audit.bundle.citations import parties, require_statement
from ledger.audit.bundle.files import LEAVES, named_files
from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.order import reachable
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.site_balance.balance import Site, concerns, site_of
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry
from schemas.signed.objection import Answer, Objection
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Issued, SectionName

STEP = StepNumber.LINKS

_NAMEABLE = re.compile(r"(statements|sections|blobs)/[0-9a-f]{64}\.json")
"""The files that a missing section or statement may name."""

_NAMING = frozenset({SectionName.INVENTORY, SectionName.COMPOSITION})
"""The sections in which statements are named."""


def check_orphans(
    bundle: Bundle, roots: Iterable[str], registry: Registry | None, findings: Findings
) -> None:
    """Report the files that nothing in the bundle names; a leaf names its statement.

    Args:
        bundle: the files.
        roots: the statements that the bundle is about.
        registry: it names later versions; None if it is missing or contradicted.
        findings: the collector.
    """
    logged = sorted(name for name in bundle.places if name not in bundle.statements)
    for name in logged:
        require_statement(bundle, name, Issued, STEP, findings)
    closure = _closure(bundle, [*roots, *logged], registry)
    orphans = sorted(path for path in _extra(bundle, closure) if not findings.has(path))
    if not orphans:
        return
    holes = _holes(bundle, closure, registry)
    reported_hole = next((hole for hole in holes if findings.has(hole)), None)
    withheld = [path for path in orphans if reported_hole is not None and _NAMEABLE.fullmatch(path)]
    if reported_hole is not None and withheld:
        findings.not_checked(STEP, reported_hole, f"references to {len(withheld)} more files")
    for path in sorted(set(orphans).difference(withheld)):
        detail = "nothing in the bundle names this file"
        findings.contradict(STEP, Problem("file.unreferenced", path, detail), path)


def _extra(bundle: Bundle, closure: frozenset[str]) -> frozenset[str]:
    """The files, beside those that every bundle has, that neither contain these statements nor are named by them."""
    kept = [signed for signed in bundle.statements.values() if signed.id in closure]
    sections = {digest for signed in kept for digest in signed.named.values()}
    blobs = {digest for signed in kept for digest in named_blobs(signed)}
    extra = {
        "statements": bundle.statements.keys() - closure,
        "sections": bundle.sections - sections,
        "blobs": bundle.blobs.keys() - blobs - bundle.own,
    }
    named = {"statements": closure, "sections": sections, "blobs": blobs}
    others = bundle.others.difference(named_files(named)) if bundle.others else bundle.others
    return others.union(named_files(extra))


def _holes(bundle: Bundle, closure: Iterable[str], registry: Registry | None) -> Iterator[str]:
    """The missing files that would have named more."""
    if registry is None:
        yield LEAVES
    for name in sorted(closure):
        signed = bundle.statements.get(name)
        if signed is None:
            yield name
            continue
        for part, digest in signed.named.items():
            if part in _NAMING and part not in signed.sections:
                yield digest


def _closure(bundle: Bundle, roots: Iterable[str], registry: Registry | None) -> frozenset[str]:
    """All statements that the roots name, directly or through others, their later versions, and changes of keys."""
    followers = _followers(bundle, registry)

    def named(name: str) -> Iterable[str]:
        signed = bundle.statements.get(name)
        cited = () if signed is None else (*signed.cited, *parties(signed))
        return (*cited, *followers.get(name, ()))

    return reachable(roots, named)


def _followers(bundle: Bundle, registry: Registry | None) -> Mapping[str, list[str]]:
    """The statements that each one brings into a bundle, such as later versions, attestations and balances."""
    pairs = [] if registry is None else [(row.old, row.by) for _, row in registry.changes]
    pairs += [] if registry is None else [(row.of, row.id) for _, row in registry.keys]
    pairs += [] if registry is None else _withdrawn(bundle, registry)
    followers: dict[str, list[str]] = {}
    for name, follower in (
        *pairs,
        *_attestations(bundle),
        *_commitments(bundle),
        *_objections(bundle),
        *_balances(bundle),
    ):
        followers.setdefault(name, []).append(follower)
    return followers


def _withdrawn(bundle: Bundle, registry: Registry) -> Iterator[tuple[str, str]]:
    """Each participant, and the statements that it withdrew."""
    for _, change in registry.changes:
        signed = bundle.statements.get(change.old) if change.kind == "withdrawn" else None
        if signed is not None:
            yield signed.issuer, signed.id


def _attestations(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Each delivery that is attested, and the attestation."""
    for signed, said in bundle.of(Attestation):
        if said.delivery is not None:
            yield said.delivery, signed.id


def _commitments(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Each calculation to a sample of which an auditor committed, and the commitment."""
    for signed, commitment in bundle.of(Commitment):
        yield commitment.subject, signed.id


def _objections(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Each contested statement and the objection to it; each objection and the answer to it; contested entries."""
    for signed, objection in bundle.of(Objection):
        yield objection.subject, signed.id
        contested = bundle.stated(objection.subject, Entry)
        if contested is not None:
            yield contested.issuer, objection.subject
    for signed, said in bundle.of(Answer):
        yield said.objection, signed.id


def _balances(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Each entry and the balances of its site that share days with its period."""
    balances = _site_balances(bundle)
    for entry in bundle.entries.values() if balances else ():
        of_site = balances.get(site_of(entry.entry), ())
        yield from ((entry.id, name) for name, row in of_site if concerns(row, entry.entry))


def _site_balances(bundle: Bundle) -> Mapping[Site, list[tuple[str, SiteBalance]]]:
    """The balances in the bundle, by site."""
    balances: dict[Site, list[tuple[str, SiteBalance]]] = {}
    for signed, balance in bundle.of(SiteBalance):
        balances.setdefault(site_of(balance), []).append((signed.id, balance))
    return balances


def named_blobs(signed: SignedStatement) -> Sequence[str]:
    """The rulebooks, factor sets and imported files that a statement names."""
    statement = signed.statement
    if isinstance(statement, Entry):
        inventory = signed.inventory
        return () if inventory is None else [row.file for row in inventory.external_inputs]
    method = statement.figure if isinstance(statement, Delivery) else statement
    if isinstance(method, (Calculation, DeliveredFigure)):
        return method.rulebook, *method.factor_sets
    return ()
