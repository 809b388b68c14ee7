"""Whose signatures a statement carries: exactly those its kind requires, each by a distinct key.

A registration is signed by every key it lists, which shows that they are held, and by one working
key of the registrar it names; the first registrar names none and signs itself. Every other kind
carries one signature, by a working key of its issuer. Keys are those of the registrations, which
cannot change as long as kind `key` is not open, so signatures are verified before the sequencer's
turn; every key also passes the strict key policy.
"""

from ledger.service.admission import Admitted
from ledger.service.view import View
from ledger.trust.envelope import match_signers
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.participant import Participant, PublicKey
from schemas.statement import Issued
from schemas.vocabulary import Role


def check_signatures(view: View, admitted: Admitted) -> None:
    """Refuse a submission that is not signed as its kind requires.

    Raises:
        CradleError: `issuer.unknown`, `registrar.*`, `key.*` or `signature.*`.
    """
    statement = admitted.statement
    if isinstance(statement, Participant):
        _check_registration(view, admitted, statement)
    elif isinstance(statement, Issued):
        issuer = view.statement(statement.issuer, Participant)
        if issuer is None:
            detail = "No participant is registered under this id; register first."
            raise CradleError("issuer.unknown", detail, "issuer")
        _require_one_signature(admitted)
        match_signers(admitted.envelope, _raw(issuer.working_keys))


def _check_registration(view: View, admitted: Admitted, participant: Participant) -> None:
    own = _raw((*participant.root_keys, *participant.working_keys))
    for place, keys in (
        ("root_keys", participant.root_keys),
        ("working_keys", participant.working_keys),
    ):
        for index, key in enumerate(_raw(keys)):
            try:
                check_key(key)
            except CradleError as error:
                error.place = f"{place}[{index}].key"
                raise
    registrar = (
        () if participant.registrar is None else _registrar_keys(view, participant.registrar)
    )
    matched = match_signers(admitted.envelope, (*own, *registrar))
    signed = set(matched)
    if not signed.issuperset(own):
        missing = next(key for key in own if key not in signed)
        detail = f"The listed key {missing.hex()} has not signed the registration."
        raise CradleError("signature.missing", detail, "signatures")
    countersigned = len(matched) - len(own)
    if countersigned != (participant.registrar is not None):
        detail = "Exactly one working key of the registrar that is named countersigns."
        raise CradleError("signature.registrar", detail, "signatures")


def _registrar_keys(view: View, registrar: str) -> tuple[bytes, ...]:
    found = view.statement(registrar, Participant)
    if found is None:
        raise CradleError("registrar.unknown", "The registrar is not registered.", "registrar")
    if Role.REGISTRAR not in found.roles:
        detail = "The participant that is named as registrar does not have that role."
        raise CradleError("registrar.role", detail, "registrar")
    return _raw(found.working_keys)


def _require_one_signature(admitted: Admitted) -> None:
    if len(admitted.envelope.signatures) != 1:
        detail = f"A statement of kind {admitted.kind.value} carries exactly one signature."
        raise CradleError("signature.count", detail, "signatures")


def _raw(keys: tuple[PublicKey, ...]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(key.key) for key in keys)
