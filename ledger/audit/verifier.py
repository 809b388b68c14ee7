"""The offline verifier: one bundle, under the reader's own policy, in thirteen numbered steps.

 1 container     one zip, in the one form of its files
 2 integrity     every file is what the digest in its name says, and canonical
 3 signatures    exactly those that the kind requires, each by a key of its own
 4 keys          every signer was registered, by an accepted registrar, at the state its leaf names, and
                 each key could sign there; remarks on what a compromised key leaves in doubt
 5 inclusion     every statement is in the log, under a leaf that says of it what is true
 6 checkpoints   both logs' keys, origins and witnesses; the registry's root from its leaves
 7 links         what is named is there, what is there is named; registry and statements agree
 8 lineage       nothing that the calculation rests on had changed when it was made
 9 deliveries    each fits recipient, unit, use, day and line, and tells a true figure
10 balances      no line delivered more than it made, no delivery was drawn on beyond itself; what a
                 site used is what its entries state
11 rules         policy, rulebook, documents, versions, periods, composition, entries that made the product, imports,
                 attestations of deliveries; remarks on what the entries left out or claim by the look
                 of them: mass, elements, legs, electricity, allocation, offsets, company-specific
                 data; ratings, recomputed
12 recomputation the figure once more, from the entries
13 equality      every derived field, to the last digit

A step reports all it finds and never stops the next one. Causes are judged first, so that what
follows from them is told as that: checkpoints before signatures, inclusion before keys, the figure
before the rules that need it. What depends on something that is not at hand is not told, which is never
a difference. A bundle about a delivery (`delivered`) is judged in the same steps. No code from
a bundle is run, no name in it believed, nothing fetched.

Exit code: 1 if two things in hand contradict each other or the policy, else 2 if something named is
missing or nothing was checked, else 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ledger.audit.attestations import Ground
from ledger.audit.balances import check_balances, price_balances
from ledger.audit.basis import Computed, take_account
from ledger.audit.bundle import Bundle, Placed
from ledger.audit.checkpoints import check_logs
from ledger.audit.coverage import build_coverage
from ledger.audit.delivered import Hand, build_delivery_view, judge_delivery, told_total
from ledger.audit.deliveries import Held, check_deliveries, check_told_figures, check_told_sums
from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.heading import head
from ledger.audit.imports import check_imports
from ledger.audit.inclusion import check_leaves
from ledger.audit.key_effects import estimate_disputes
from ledger.audit.key_use import Dispute, remark_disputes
from ledger.audit.keys import check_keys
from ledger.audit.lineage import Made, check_lineage, check_state
from ledger.audit.links import check_named, check_profiles, check_told
from ledger.audit.method import Method, check_method, read_method
from ledger.audit.monitor import check_monitor
from ledger.audit.periods import check_period
from ledger.audit.production import take_production
from ledger.audit.quality import judge_quality
from ledger.audit.reading import open_bundle
from ledger.audit.recomputation import (
    Recomputed,
    check_equality,
    check_sums,
    compute_figures,
    recompute,
    remark_observations,
    stated_figures,
)
from ledger.audit.registry import Registry
from ledger.audit.report import Outcome, build_report
from ledger.audit.rules import (
    check_circular,
    check_composition,
    check_declarable,
    check_documents,
    check_entries,
    check_twins,
)
from ledger.audit.signatures import check_signatures
from ledger.audit.site_balances import check_site_balances
from ledger.audit.subject import (
    DeliverySubject,
    Graph,
    Subject,
    View,
    build_view,
    find_subject,
    first_hole,
    tell_holes,
)
from ledger.audit.supersession import check_versions
from ledger.audit.unnamed import check_unnamed
from ledger.footprint.balances import Excess
from ledger.footprint.contributions import declared_demand
from ledger.footprint.figure import Figures
from ledger.footprint.reader import Reader
from ledger.trust.leaves import digest
from schemas.policy import Policy
from schemas.report import Report


def verify(bundle: bytes, policy: Policy, policy_digest: str, own: Iterable[bytes] = ()) -> Report:
    """Judge a bundle.

    Args:
        bundle: the bytes of the file.
        policy: what the reader accepts; its keys are sound, as `parse_policy` requires.
        policy_digest: the digest of the policy file's bytes, for the report.
        own: the reader's own copies of factor sets that may not be passed on, as canonical JSON.

    Returns:
        The report; nothing in a bundle makes this raise.
    """
    findings = Findings()
    opened = open_bundle(bundle, own, findings)  # 1, 2
    outcome = Outcome() if opened is None else _audit(opened, policy, findings)
    return build_report(outcome, findings, digest(bundle), policy_digest, policy.quorum)


def _audit(bundle: Bundle, policy: Policy, findings: Findings) -> Outcome:
    logs = check_logs(bundle, policy, findings)  # 6
    monitored = check_monitor(bundle, logs, policy, findings)  # 10
    subject = find_subject(bundle, findings)
    signers = check_signatures(bundle, logs.registry, findings)  # 3
    leaves = check_leaves(bundle, logs, policy.origin, findings)  # 5
    keys = check_keys(bundle, logs.registry, leaves, policy, signers, findings)  # 4
    remark_disputes(keys.disputes, findings)
    ground = Ground(bundle, logs, leaves, keys, policy)
    if isinstance(subject, DeliverySubject):
        outcome = _audit_delivery(ground, subject, findings)
    else:
        outcome = _audit_calculation(ground, subject, findings)
    return replace(outcome, monitored=monitored, heading=head(bundle, subject))


def _audit_calculation(ground: Ground, subject: Subject | None, findings: Findings) -> Outcome:
    bundle, logs, leaves, keys, policy = ground
    view = build_view(bundle, subject, logs.registry, findings)
    _check_links(ground, subject, view, findings)  # 7
    check_versions(bundle, findings)  # 11
    check_entries(bundle, findings)  # 11
    calculation = None if subject is None else subject.calculation
    if subject is None or calculation is None:
        return Outcome(subject, logs, custody=keys.custody)
    check_documents(subject, policy, findings)  # 11
    check_method(calculation, policy, findings)  # 11
    judged, stale = _Judged(), False
    if logs.registry is not None:
        made = Made(subject.calculation_id, calculation.as_of)
        check_state(made, logs.registry, leaves, policy, findings)  # 8
        if view is not None:
            stale = check_lineage(view, logs.registry, leaves, findings)  # 8
            judged = _judge(
                _Hand(bundle, view, logs.registry, leaves, keys.disputes), subject, findings
            )
    if judged.recomputed is None:
        check_sums(subject.calculation_id, calculation, findings)  # 13
    account = take_account(ground, view, calculation, judged.computed, findings)  # 11
    coverage = build_coverage(bundle, calculation, view, judged.computed.figures)
    return Outcome(
        subject,
        logs,
        judged.recomputed,
        stale,
        custody=keys.custody,
        coverage=coverage,
        account=account,
        rows=() if view is None else view.rows,
        computed=judged.computed,
        production=take_production(view, logs.registry, judged.computed, findings),  # 11
    )


def _audit_delivery(ground: Ground, subject: DeliverySubject, findings: Findings) -> Outcome:
    bundle, logs, leaves, keys, policy = ground
    view = build_delivery_view(bundle, subject, logs.registry, leaves, findings)
    _check_links(ground, subject, view, findings)  # 7
    check_versions(bundle, findings)  # 11
    check_entries(bundle, findings)  # 11
    computed, stale, total = Computed(), False, None
    if view is not None and logs.registry is not None:
        check_state(Made(view.id, view.as_of), logs.registry, leaves, policy, findings)  # 8
        stale = check_lineage(view, logs.registry, leaves, findings)  # 8
        computed = judge_delivery(Hand(bundle, logs.registry, leaves), view, policy, findings)
        total = told_total(view, computed.figures)
    account = take_account(ground, view, subject.delivery.figure, computed, findings)  # 11
    coverage = build_coverage(bundle, subject.delivery.figure, view, computed.figures)
    outcome = Outcome(subject, logs, None, stale, keys.custody, total, coverage)
    return replace(outcome, account=account, computed=computed)


class _Hand(NamedTuple):
    """What is in hand once there is a graph to judge."""

    bundle: Bundle
    view: View
    registry: Registry
    leaves: Mapping[str, Placed]
    disputes: tuple[Dispute, ...]


class _Judged(NamedTuple):
    """The figure once more, None where it is not told; and what it is computed from."""

    recomputed: Recomputed | None = None
    computed: Computed = Computed()


def _judge(hand: _Hand, subject: Subject, findings: Findings) -> _Judged:
    """Steps 9 to 13: amounts first, then the figure, then what faults are worth in it."""
    bundle, view = hand.bundle, hand.view
    check_deliveries(view, hand.registry, findings)  # 9
    excesses = check_balances(view, findings)  # 10
    check_period(subject, view, findings)  # 11
    check_twins(bundle, view.records, findings)  # 11
    check_imports(bundle, view, findings)  # 11
    method = read_method(bundle, view.calculation, findings)
    if method is None:
        return _Judged()
    check_declarable(subject, view, method.rulebook, findings)  # 11
    recomputed, result = _recompute(hand, method, findings)
    if recomputed is None:
        return _Judged(None, Computed(method, result))
    _tell_effects(view, _reader(hand, method, result), excesses, findings)
    estimate_disputes(view, method, result, hand.disputes, findings)  # 4
    quality = judge_quality(view, method, result, findings)  # 11
    return _Judged(replace(recomputed, quality=quality), Computed(method, result))


def _reader(hand: _Hand, method: Method, result: Figures) -> Reader:
    """The graph and its figures, for the formula's rules and the checks of plausibility."""
    return Reader(
        resolution=hand.view.resolution,
        figures=result,
        table=method.table,
        rulebook=method.rulebook,
        files=hand.bundle.blobs,
        filling=hand.view.calculation.filling,
    )


def _check_links(
    ground: Ground,
    subject: Subject | DeliverySubject | None,
    view: Graph | None,
    findings: Findings,
) -> None:
    """Step 7, as far as there are a registry, a graph and a subject to go by."""
    bundle, registry = ground.bundle, ground.logs.registry
    check_profiles(bundle, findings)
    roots = [] if subject is None else [subject.id]
    if isinstance(subject, Subject):
        roots.append(subject.calculation_id)
    if registry is not None:
        check_told(bundle, registry, ground.leaves, findings)
        if view is not None:
            check_named(bundle, view, registry, findings)
            tell_holes(bundle, view, findings)
        if isinstance(view, View):
            roots += (made.id for _, made in registry.made_of(view.product))
    if subject is not None:
        check_unnamed(bundle, roots, registry, findings)


def _recompute(
    hand: _Hand, method: Method, findings: Findings
) -> tuple[Recomputed | None, Figures]:
    """Steps 12 and 13, and what needs their figures: told figures (9), sites (10), composition (11)."""
    bundle, view, registry, leaves, _ = hand
    hole = first_hole(bundle, view)
    result = compute_figures(view, method, findings, view.calculation.filling)  # 12
    recomputed = recompute(view, method, result, findings)
    stated = stated_figures(view, method, result)
    held = Held(registry, leaves, view.calculation, stated)
    compared = check_told_figures(view, held, findings)  # 9
    check_told_sums(view, compared, findings)  # 9
    check_site_balances(bundle, view, registry, method, result, findings)  # 10
    if hole is None:
        check_circular(view, _reader(hand, method, result), findings)  # 11
        check_composition(view, method, result, recomputed, findings)  # 11
    else:
        findings.not_told(Nr.RULES, hole, "whether the composition keeps the rules")
    if recomputed is not None:
        check_equality(view, recomputed, findings)  # 13
        return recomputed, result
    for step in (Nr.RECOMPUTATION, Nr.EQUALITY):
        findings.not_told(step, hole or view.id, step.name.lower())
    return None, result


def _tell_effects(
    view: View, reader: Reader, excesses: Iterable[Excess], findings: Findings
) -> None:
    """What may need to know how far the demand reaches: excesses (10) and remarks (11)."""
    demand = declared_demand(view.rows, view.calculation, reader.rulebook)
    effects = Effects(demand, view.resolution, reader.figures)
    price_balances(excesses, effects, findings)
    remark_observations(view, reader, effects, findings)
