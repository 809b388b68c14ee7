"""Step 6, signatures: each by a different key, and as many as the kind requires.

A registration is signed by every key that it lists, and by one working key of the registrar that it
names. A change of keys is signed by root keys, by its new keys, and by one working key of the
registrar that it names. Every other statement is signed by one working key of its issuer. An envelope
names no key: each signature is tried against all keys that a participant has or had, as its
registration and its changes of keys list them, under the strict policy of `ledger.trust.keys`.

Left out: the keys that could sign at that time, and the number of root keys that a change requires
(step 8). If the registry names a change of keys that is not in the bundle, a signature by an unknown
key is not checked.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ledger.audit.bundle.citations import require_statement
from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.resolution import Problem
from ledger.trust.envelope import Signers, match_signers
from ledger.trust.key_state import KEYS_LIMIT, raw_keys
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.signed.kinds import parties_of
from schemas.signed.participant import Key, Participant

STEP = StepNumber.SIGNATURES

SignersOf = Mapping[str, Signers]
"""The keys that signed each statement."""


class ParticipantKeys(NamedTuple):
    """All keys that the participants in a bundle have or had, by participant."""

    working: dict[str, Signers]
    roots: dict[str, Signers]


def check_signatures(bundle: Bundle, registry: Registry | None, findings: Findings) -> SignersOf:
    """Verify the signatures of every statement; return the signers of those that are sound."""
    return match_signatures(
        bundle.statements.values(), collect_keys(bundle), bundle, registry, findings
    )


def match_signatures(
    statements: Iterable[SignedStatement],
    keys: ParticipantKeys,
    bundle: Bundle,
    registry: Registry | None,
    findings: Findings,
) -> SignersOf:
    """Verify the signatures of some statements of a bundle, which itself need not hold their envelopes.

    Args:
        statements: the statements, with their envelopes.
        keys: of the participants in the bundle.
        bundle: the bundle.
        registry: the leaves; None if they are missing or contradicted.
        findings: the collector.
    """
    signers = dict[str, Signers]()
    for signed in statements:
        parties = parties_of(signed.statement)
        unknown = [party for party in parties if party not in keys.working]
        if unknown:
            for party in unknown:
                require_statement(bundle, party, Participant, STEP, findings)
            findings.not_checked(STEP, unknown[0], f"the signature of {signed.id}")
            continue
        findings.checked(STEP)
        try:
            signers[signed.id] = _match(signed, [keys.working[party] for party in parties], keys)
        except CradleError as error:
            hidden = _hidden(bundle, registry, parties)
            if hidden is None or error.code != "signature.unknown":
                findings.contradict(STEP, Problem.of(error, signed.id))
            else:
                require_statement(bundle, hidden, Key, STEP, findings)
                findings.not_checked(STEP, hidden, f"the signature of {signed.id}")
    return signers


def collect_keys(bundle: Bundle) -> ParticipantKeys:
    """Collect the keys that the registrations and changes of keys in a bundle list."""
    keys = ParticipantKeys({}, {})
    for signed, participant in bundle.of(Participant):
        keys.working[signed.id] = raw_keys(participant.working_keys)
        keys.roots[signed.id] = raw_keys(participant.root_keys)
    for _, change in bundle.of(Key):
        if change.issuer in keys.working:
            keys.roots[change.issuer] += raw_keys(change.root_keys or ())
            if change.change == "add" and change.key is not None:
                keys.working[change.issuer] += raw_keys([change.key])
    for listed in keys:
        listed.update({name: signers[:KEYS_LIMIT] for name, signers in listed.items()})
    return keys


def _match(signed: SignedStatement, parties: list[Signers], keys: ParticipantKeys) -> Signers:
    """Return the keys that signed a statement.

    Args:
        signed: the statement.
        parties: the working keys of its issuer and its registrar, in the order of `parties_of`.
        keys: the root keys of issuers, for a change of keys.

    Raises:
        CradleError: `signature.*` if it lacks the signatures that its kind requires, or `key.*`.
    """
    statement = signed.statement
    if not isinstance(statement, (Participant, Key)):
        matched = match_signers(signed.envelope, parties[0])
        _require_number(matched, 1)
        return matched
    registrar = parties[-1] if statement.registrar is not None else ()
    if isinstance(statement, Key):
        new = raw_keys([statement.key] if statement.key else statement.root_keys or ())
        return _match_listed(signed, new, (*keys.roots[statement.issuer], *registrar))
    own = raw_keys((*statement.root_keys, *statement.working_keys))
    matched = _match_listed(signed, own, registrar)
    if not set(own).issubset(matched):
        raise CradleError("signature.missing", "A key that the registration lists did not sign it.")
    _require_number(matched, len(own) + (statement.registrar is not None))
    return matched


def _match_listed(signed: SignedStatement, own: Signers, others: Iterable[bytes]) -> Signers:
    """Return the keys that signed, among those that the statement itself lists and others."""
    keys = dict.fromkeys((*own, *others))
    try:
        matched = match_signers(signed.envelope, keys)
    except CradleError:
        for key in own:  # An invalid key verifies no signature, so its fault is the reason.
            check_key(key)
        raise
    return tuple(key for key in keys if key in matched)


def _require_number(matched: Signers, number: int) -> None:
    if len(matched) != number:
        detail = f"It has {len(matched)} signatures; its kind requires {number}."
        raise CradleError("signature.count", detail)


def _hidden(bundle: Bundle, registry: Registry | None, parties: Collection[str]) -> str | None:
    """Return the first change of these participants' keys that the registry names and the bundle lacks."""
    for _, leaf in registry.keys if registry is not None else ():
        if leaf.of in parties and bundle.stated(leaf.id, Key) is None:
            return leaf.id
    return None
