"""The signatures of a statement: exactly those its kind requires, each by a distinct key.

A registration is signed by every key it lists, which proves their possession, and by one working
key of the registrar it names; the first registrar names none and signs itself. A change of keys is
signed by exactly the threshold of root keys, by each key it adds, and by one working key of the
registrar it names. Every other kind has one signature, by a working key of its issuer.

There are two checks. `verify` finds the keys that have signed, among all keys that a participant
has or had. That is cryptography, gives the same result at any time, and is done before the
sequencer's turn. `judge_signers` decides if these keys may sign. That depends on the state of the
registry and is done inside the transaction, so a key that ends in a batch signs nothing after its
end.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.state.admission import Admitted
from ledger.state.key_states import registrar_keys, require_keys
from ledger.state.view import View
from ledger.trust.envelope import Signers, match_signers
from ledger.trust.key_state import KeyState, added_keys, check_active, check_signers, raw_keys
from ledger.trust.keys import check_key
from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant, PublicKey
from schemas.signed.statement import Issued


class Verified(NamedTuple):
    """A well-formed statement whose signatures are verified.

    Attributes:
        admitted: the statement.
        signers: the key behind each signature; `judge_signers` decides if they may sign.
    """

    admitted: Admitted
    signers: Signers


def verify(view: View, admitted: Admitted) -> Verified:
    """Verify the signatures of a statement against all keys that its parties have or had.

    Raises:
        CradleError: `issuer.unknown`, `registrar.*`, `key.*`, `signature.count` or `signature.unknown`.
    """
    return Verified(admitted, match_signers(admitted.envelope, _expected_keys(view, admitted)))


def judge_signers(view: View, verified: Verified) -> None:
    """Refuse a statement whose signers are not those its kind requires, as of this transaction.

    Raises:
        CradleError: `key.not_active` or `signature.*`.
    """
    admitted, signers = verified
    statement = admitted.statement
    if isinstance(statement, Participant):
        _judge_registration(view, statement, signers)
    elif isinstance(statement, Key):
        registrar = registrar_keys(view, statement.registrar)
        check_signers(require_keys(view, statement.issuer), statement, signers, registrar)
    else:
        check_active(require_keys(view, _issuer(admitted)), signers[0])


def _expected_keys(view: View, admitted: Admitted) -> Signers:
    """The keys that may have signed a statement; refuse a wrong number of signatures.

    Raises:
        CradleError: `issuer.unknown`, `registrar.*`, `key.*` or `signature.count`.
    """
    statement = admitted.statement
    if isinstance(statement, Participant):
        _check_sound("root_keys[{}]", statement.root_keys)
        _check_sound("working_keys[{}]", statement.working_keys)
        own = raw_keys((*statement.root_keys, *statement.working_keys))
        return (*own, *_past_and_present(registrar_keys(view, statement.registrar)))
    if isinstance(statement, Key):
        state = require_keys(view, statement.issuer)
        new = added_keys(state, statement)
        _check_sound("key", () if statement.key is None else (statement.key,))
        _check_sound("root_keys[{}]", statement.root_keys or ())
        registrar = _past_and_present(registrar_keys(view, statement.registrar))
        return (*raw_keys((*state.roots, *new)), *registrar)
    issuer = require_keys(view, _issuer(admitted))
    if len(admitted.envelope.signatures) != 1:
        detail = f"A statement of kind {admitted.kind.value} carries exactly one signature."
        raise CradleError("signature.count", detail, "signatures")
    return _past_and_present(issuer)


def _judge_registration(view: View, participant: Participant, signers: Signers) -> None:
    own = raw_keys((*participant.root_keys, *participant.working_keys))
    missing = next((key for key in own if key not in signers), None)
    if missing is not None:
        detail = f"The listed key {missing.hex()} has not signed the registration."
        raise CradleError("signature.missing", detail, "signatures")
    registrar = registrar_keys(view, participant.registrar)
    others = [key for key in signers if key not in own]
    if len(others) != (registrar is not None):
        detail = "Exactly one working key of the named registrar countersigns; sign with one."
        raise CradleError("signature.registrar", detail, "signatures")
    if registrar is not None:
        check_active(registrar, others[0])


def _check_sound(place: str, keys: Iterable[PublicKey]) -> None:
    """Refuse an added key that is not sound."""
    for index, key in enumerate(raw_keys(keys)):
        try:
            check_key(key)
        except CradleError as error:
            error.place = f"{place.format(index)}.key"
            raise


def _past_and_present(state: KeyState | None) -> Signers:
    """The present and past working keys; a past key is refused as that, not as unknown."""
    return () if state is None else state.ever


def _issuer(admitted: Admitted) -> str:
    statement = admitted.statement
    if not isinstance(statement, Issued):
        raise TypeError(admitted.kind)
    return statement.issuer
