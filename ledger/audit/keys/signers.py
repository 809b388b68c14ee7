"""Step 8, keys: the registration, registrar and roles of each issuer at the state that its leaf names.

A participant can sign once its registration is in the registry: before the state that the statement's
leaf names. Its registrar was registered earlier, has that role, and is on the policy's list; the first
registrar names none and must be listed itself. Roles decide the kinds that a participant may issue.
The keys themselves are checked at the end of this step (`histories` and `use`).
"""

from collections.abc import Mapping

from ledger.audit.bundle.files import LEAVES
from ledger.audit.bundle.model import Bundle, IndexedLeaf, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.keys.histories import check_changes, check_dated_back, follow_keys
from ledger.audit.keys.signatures import SignersOf
from ledger.audit.keys.use import (
    KeyResults,
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
from schemas.signed.participant import Participant
from schemas.signed.policy import Policy
from schemas.vocabulary import Role

STEP = StepNumber.KEYS


def check_keys(
    bundle: Bundle,
    registry: Registry | None,
    leaves: Mapping[str, IndexedLeaf],
    policy: Policy | None,
    signers: SignersOf,
    findings: Findings,
) -> KeyResults:
    """Check every registration, issuer and change of keys; return disputed statements and custody.

    Args:
        bundle: the statements.
        registry: the leaves; None if they are missing or contradicted.
        leaves: of statements in the entries log.
        policy: the registrars that the reader accepts; None for a check without a policy.
        signers: the keys that signed each statement.
        findings: the collector.
    """
    if registry is None:
        findings.not_checked(STEP, LEAVES, "the keys of all signers")
        return KeyResults()
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
    return KeyResults(disputes, stated_custody(keys, histories), able)


def _check_registration(
    signed: SignedStatement,
    participant: Participant,
    bundle: Bundle,
    registry: Registry,
    findings: Findings,
) -> None:
    registration = registry.registered.get(signed.id)
    if registration is None:
        detail = "The registry has no leaf for its registration."
        findings.contradict(STEP, Problem("participant.unregistered", signed.id, detail))
        return
    at, leaf = registration
    if leaf.sigs != signatures_digest(signed.envelope):
        detail = "The registry has it with other signatures than those in the bundle."
        findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
    if participant.registrar is None:
        return
    registrar = bundle.stated(participant.registrar, Participant)
    before = registry.registered.get(participant.registrar)
    late = before is None or before[0] >= at
    if late or (registrar is not None and Role.REGISTRAR not in registrar.roles):
        detail = (
            f"Its registrar {participant.registrar} was not registered as a registrar before it."
        )
        findings.contradict(STEP, Problem("registrar.unknown", signed.id, detail))


def _check_accepted(
    signed: SignedStatement, participant: Participant, policy: Policy, findings: Findings
) -> None:
    registrar = participant.registrar or signed.id
    if registrar not in policy.registrars:
        detail = f"It was registered by {registrar}, which the policy does not list as a registrar."
        findings.contradict(STEP, Problem("policy.registrar", signed.id, detail))


def _check_issuer(
    signed: SignedStatement,
    leaf: IndexedLeaf,
    bundle: Bundle,
    registry: Registry,
    findings: Findings,
) -> None:
    registration = registry.registered.get(signed.issuer)
    if registration is not None and registration[0] >= leaf.registry.size:
        detail = f"Its issuer {signed.issuer} was not registered when the log accepted it."
        findings.contradict(STEP, Problem("issuer.unknown", signed.id, detail))
    issuer = bundle.stated(signed.issuer, Participant)
    problem = None if issuer is None else role_problem(signed.id, signed.kind, issuer)
    if problem is not None:
        findings.contradict(STEP, problem)
