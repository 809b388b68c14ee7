"""Step 8, keys: participants at the registry state that each leaf names: who was registered, by whom, as what.

A participant can sign once the registry holds its registration: before the state that the
statement's leaf names. Its registrar was registered before it, has that role, and is one that the
policy lists; the first registrar names none and must be listed itself. Who issues what follows from
roles. By which keys is followed in `key_histories` and `key_use`, which this step ends with.
"""

from collections.abc import Mapping

from ledger.audit.bundle.model import LEAVES, Bundle, Placed, Signed
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.keys.histories import check_changes, check_dated_back, follow_keys
from ledger.audit.keys.signatures import SignersOf
from ledger.audit.keys.use import (
    JudgedKeys,
    check_uses,
    find_compromises,
    find_disputes,
    find_uses,
    remark_attestations,
    stated_custody,
)
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.resolution import Problem
from ledger.rules.roles import role_problem
from ledger.trust.envelope import signatures_digest
from schemas.participant import Participant
from schemas.policy import Policy
from schemas.vocabulary import Role

STEP = StepNumber.KEYS


def check_keys(
    bundle: Bundle,
    registry: Registry | None,
    leaves: Mapping[str, Placed],
    policy: Policy | None,
    signers: SignersOf,
    findings: Findings,
) -> JudgedKeys:
    """Checks every registration, issuer and change of keys in hand; returns what is disputed, and custody.

    Args:
        bundle: what is in hand.
        registry: the leaves; None where they are not told.
        leaves: of statements in the entries log.
        policy: whom the reader accepts; None where nobody asks.
        signers: who signed what.
        findings: where they go.
    """
    if registry is None:
        findings.not_told(STEP, LEAVES, "who could sign when")
        return JudgedKeys()
    for signed in bundle.statements.values():
        if isinstance(signed.statement, Participant):
            findings.checked(STEP)
            _check_registration(signed, signed.statement, bundle, registry, findings)
            if policy is not None:
                _check_accepted(signed, signed.statement, policy, findings)
        elif signed.id in leaves:
            findings.checked(STEP)
            _check_issuer(signed, leaves[signed.id], bundle, registry, findings)
    histories = follow_keys(bundle, registry, findings)
    check_changes(bundle, registry, histories, signers, findings)
    check_dated_back(bundle, policy, findings)
    uses = find_uses(bundle, registry, leaves, histories, signers)
    able = check_uses(uses, histories, findings)
    keys = {(use.participant, use.key) for use in uses}
    compromises = find_compromises(keys, histories)
    disputes = tuple(find_disputes(uses, compromises))
    remark_attestations(bundle, uses, disputes, compromises, findings)
    return JudgedKeys(disputes, stated_custody(keys, histories), able)


def _check_registration(
    signed: Signed,
    participant: Participant,
    bundle: Bundle,
    registry: Registry,
    findings: Findings,
) -> None:
    known = registry.registered.get(signed.id)
    if known is None:
        detail = "The registry does not hold its registration."
        findings.contradict(STEP, Problem("participant.unregistered", signed.id, detail))
        return
    at, leaf = known
    if leaf.sigs != signatures_digest(signed.envelope):
        detail = "The registry holds it under other signatures than those in the bundle."
        findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
    if participant.registrar is None:
        return
    registrar = bundle.stated(participant.registrar, Participant)
    before = registry.registered.get(participant.registrar)
    late = before is None or before[0] >= at
    if late or (registrar is not None and Role.REGISTRAR not in registrar.roles):
        detail = f"{participant.registrar} was not registered before it as a registrar."
        findings.contradict(STEP, Problem("registrar.unknown", signed.id, detail))


def _check_accepted(
    signed: Signed, participant: Participant, policy: Policy, findings: Findings
) -> None:
    registrar = participant.registrar or signed.id
    if registrar not in policy.registrars:
        detail = f"It was registered by {registrar}, whom the policy does not list."
        findings.contradict(STEP, Problem("policy.registrar", signed.id, detail))


def _check_issuer(
    signed: Signed, leaf: Placed, bundle: Bundle, registry: Registry, findings: Findings
) -> None:
    known = registry.registered.get(signed.issuer)
    if known is not None and known[0] >= leaf.registry.size:
        detail = f"{signed.issuer} was not registered when the log took it in."
        findings.contradict(STEP, Problem("issuer.unknown", signed.id, detail))
    issuer = bundle.stated(signed.issuer, Participant)
    problem = None if issuer is None else role_problem(signed.id, signed.kind, issuer)
    if problem is not None:
        findings.contradict(STEP, problem)
