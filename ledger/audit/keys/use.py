"""Part of step 8, keys: each statement is signed by a key that could sign it; a compromise makes it disputed.

A statement is judged at the registry size that its leaf names, a registration and a change of keys at their own
leaf. A statement is disputed if a compromised key signed it at or after the size from which the key counts as
compromised. A dispute is a remark and does not void the statement, because the owner and a thief sign alike. An
attestation that is older than the report of the compromise stays valid; a remark says that its auditor could not
know of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.audit.bundle.citations import statements_behind
from ledger.audit.bundle.model import Bundle, IndexedLeaf, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.keys.histories import KeyHistories
from ledger.audit.keys.signatures import SignersOf
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.resolution import Problem
from ledger.trust.key_state import KeyHistory, check_active, raw_keys
from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant
from schemas.signed.statement import Kind

STEP = StepNumber.KEYS
DISPUTED = "key.disputed"


class KeyUse(NamedTuple):
    """The use of a participant's working key: the statement that it signed, and the size of the registry then."""

    signed: SignedStatement
    participant: str
    key: bytes
    size: int


OwnKey = tuple[str, bytes]
"""A participant, and one of its keys."""


class Compromise(NamedTuple):
    """The compromise of a key: the index of the leaf that reports it, and the size from which it counts."""

    reported: int
    since: int


Compromises = Mapping[OwnKey, Compromise]
"""The keys that were reported compromised."""


class Dispute(NamedTuple):
    """The use of a compromised key, with the index of the leaf that reports it and the size from which it counts."""

    use: KeyUse
    reported: int
    since: int


class KeyResults(NamedTuple):
    """The results of step 8 that later steps and the report need.

    Attributes:
        disputes: the disputed uses.
        custody: the stated custody of each key that has signed.
        able: the statements that were signed by a key that could sign at that time.
    """

    disputes: tuple[Dispute, ...] = ()
    custody: tuple[str, ...] = ()
    able: frozenset[str] = frozenset()


def find_uses(
    bundle: Bundle,
    registry: Registry,
    leaves: Mapping[str, IndexedLeaf],
    histories: KeyHistories,
    signers: SignersOf,
) -> tuple[KeyUse, ...]:
    """Find each use of a working key, by an issuer or by the registrar that a statement names."""
    places = {name: at for name, (at, _) in registry.registered.items()}
    places |= {leaf.id: at for at, leaf in registry.keys}
    uses = list[KeyUse]()
    for signed in bundle.statements.values():
        leaf, user = leaves.get(signed.id), _user(signed)
        size = places.get(signed.id) if leaf is None else leaf.registry.size
        history = histories.known.get(user or "")
        if size is not None and user is not None and history is not None:
            keys = signers.get(signed.id, ())
            uses += [
                KeyUse(signed, user, key, size) for key in keys if _is_working(signed, key, history)
            ]
    return tuple(uses)


def _user(signed: SignedStatement) -> str | None:
    """The participant whose working key signs a statement."""
    statement = signed.statement
    if isinstance(statement, (Participant, Key)):
        return statement.registrar
    return signed.issuer


def _is_working(signed: SignedStatement, key: bytes, history: KeyHistory) -> bool:
    """True if a signer is a working key of the user, and not a key that the statement itself lists."""
    statement = signed.statement
    if isinstance(statement, Participant):
        return key not in raw_keys((*statement.root_keys, *statement.working_keys))
    return not isinstance(statement, Key) or history.last.working_key(key.hex()) is not None


def check_uses(
    uses: Iterable[KeyUse], histories: KeyHistories, findings: Findings
) -> frozenset[str]:
    """Report statements signed by a key that could not sign then; return the others.

    The signers of a change of keys are checked with the change.
    """
    able = set()
    for use in uses:
        gap = histories.gap(use.participant, use.size)
        if gap is not None:
            findings.not_checked(STEP, gap, f"the signing key of {use.signed.id}")
            continue
        state = histories.known[use.participant].at(use.size)
        if state is None or use.signed.kind is Kind.KEY:
            continue
        findings.checked(STEP)
        try:
            check_active(state, use.key)
            able.add(use.signed.id)
        except CradleError as error:
            findings.contradict(STEP, Problem.of(error, use.signed.id))
    return frozenset(able)


def stated_custody(keys: Iterable[OwnKey], histories: KeyHistories) -> tuple[str, ...]:
    """The custody of the keys that have signed, as their owners state it."""
    custody = set()
    for participant, key in keys:
        working_key = histories.known[participant].last.working_key(key.hex())
        if working_key is not None and working_key.public.custody is not None:
            custody.add(
                f"{participant}: {working_key.public.key}, {working_key.public.custody.value}"
            )
    return tuple(sorted(custody))


def find_compromises(keys: Iterable[OwnKey], histories: KeyHistories) -> Compromises:
    """Find those of the keys that were reported compromised."""
    compromises = {pair: _compromise(*pair, histories) for pair in keys}
    return {pair: compromise for pair, compromise in compromises.items() if compromise is not None}


def find_disputes(uses: Iterable[KeyUse], compromises: Compromises) -> Iterator[Dispute]:
    """Find the uses of a key at or after the size from which it is compromised."""
    for use in uses if compromises else ():
        compromise = compromises.get((use.participant, use.key))
        if compromise is not None and use.size >= compromise.since:
            yield Dispute(use, *compromise)


def _compromise(participant: str, key: bytes, histories: KeyHistories) -> Compromise | None:
    """Return the compromise of a working key, as the registry reports it; None if there is none."""
    working_key = histories.known[participant].last.working_key(key.hex())
    if working_key is None or working_key.disputed is None or working_key.dated_at is None:
        return None
    return Compromise(working_key.dated_at, working_key.disputed)


def remark_disputes(disputes: Iterable[Dispute], findings: Findings) -> None:
    """Remark on each disputed statement; its effect is estimated once there is a figure."""
    for use, reported, since in disputes:
        detail = (
            f"{use.participant} signed it at {use.size} leaves with the key {use.key.hex()}, which is "
            f"reported compromised from {since} leaves on (leaf {reported} of the registry)"
        )
        findings.remark(STEP, Problem(DISPUTED, use.signed.id, detail))


def remark_attestations(
    bundle: Bundle,
    uses: Iterable[KeyUse],
    disputes: Sequence[Dispute],
    compromises: Compromises,
    findings: Findings,
) -> None:
    """Remark on valid attestations whose key, or a key behind them, was reported compromised later."""
    disputed = {row.use.signed.id for row in disputes}
    for use in uses if compromises else ():
        if use.signed.kind is not Kind.ATTESTATION or use.signed.id in disputed:
            continue
        own = compromises.get((use.participant, use.key))
        behind = statements_behind(bundle, use.signed.id)
        doubted = [row for row in disputes if row.use.signed.id in behind]
        rows = (own, *doubted)
        later = [row.reported for row in rows if row is not None and row.reported >= use.size]
        if later:
            detail = (
                f"it stays valid: it was made at {use.size} leaves, before leaf {later[0]} of the registry "
                f"reported a compromised key; {len(doubted)} statements that it rests on are now disputed"
            )
            problem = Problem("attestation.before_compromise", use.signed.id, detail)
            findings.remark(STEP, problem)
