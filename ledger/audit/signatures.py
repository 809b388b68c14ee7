"""Step 3, signatures: exactly those that the kind requires, each by a key of its own.

A registration is signed by every key it lists, and by one working key of the registrar it names;
every other statement by one working key of its issuer. No name of a key is believed: each signature
is tried against the keys, under the strict policy of `ledger.trust.keys`. Left out: kind `key`,
which no ledger accepts yet; such a statement is in a bundle for nothing, and is found so.
"""

from ledger.audit.bundle import Bundle, Signed
from ledger.audit.citations import demand
from ledger.audit.findings import Findings, Nr
from ledger.footprint.graph import Problem
from ledger.trust.envelope import match_signers
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.participant import Participant, PublicKey
from schemas.statement import Kind

STEP = Nr.SIGNATURES


def check_signatures(bundle: Bundle, findings: Findings) -> None:
    """Checks the signatures of every statement in hand."""
    for signed in bundle.statements.values():
        if signed.kind is Kind.KEY:
            continue
        statement = signed.statement
        registers = statement.registrar if isinstance(statement, Participant) else signed.issuer
        signer = None if registers is None else demand(bundle, registers, Participant, findings)
        if registers is not None and signer is None:
            findings.not_told(STEP, registers, f"the signature of {signed.id}")
            continue
        findings.checked(STEP)
        try:
            _check(signed, signer)
        except CradleError as error:
            findings.contradict(STEP, Problem.of(error, signed.id))


def _check(signed: Signed, signer: Participant | None) -> None:
    """Refuses a statement without the signatures that its kind requires.

    Args:
        signed: the statement.
        signer: its issuer, or the registrar of a registration; None where it names none.
    """
    own: list[bytes] = []
    if isinstance(signed.statement, Participant):
        own = _raw((*signed.statement.root_keys, *signed.statement.working_keys))
    others = [] if signer is None else _raw(signer.working_keys)
    try:
        matched = _match(signed, own, others)
    except CradleError:
        for key in own:  # An unsound key verifies nothing; only here it pays to say so.
            check_key(key)
        raise
    if len(matched) - len(own) != (signer is not None):
        detail = f"It has {len(matched)} signatures; its kind requires another number."
        raise CradleError("signature.count", detail)


def _match(signed: Signed, own: list[bytes], others: list[bytes]) -> tuple[bytes, ...]:
    """The keys that signed, all its own among them."""
    matched = match_signers(signed.envelope, [*own, *others])
    if not set(own).issubset(matched):
        raise CradleError("signature.missing", "A key that the registration lists did not sign it.")
    return matched


def _raw(keys: tuple[PublicKey, ...]) -> list[bytes]:
    return [bytes.fromhex(row.key) for row in keys]
