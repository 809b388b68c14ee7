"""Submitting a statement of any kind: the one way into a ledger.

Size and form first, then what is known already, then what needs no other statement, signatures, and
the sequencer, inside whose transaction the rules of `ledger.service.rules` decide. Submitting the
same statement again gives the receipt of the first time, also with other valid or invalid
signatures: the id names what was said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.service.admission import Admitted, admit
from ledger.service.batch import Ready
from ledger.service.ledger import Ledger
from ledger.service.receipts import Place, is_signed, receipt
from ledger.service.rules.judge import judge, needs_figures
from ledger.service.sequencer import BATCH
from ledger.service.signatures import judge_signers, match_signatures
from ledger.service.view import View
from ledger.store.statements import statement_of
from ledger.trust.envelope import Envelope, parse_envelope, statement_id
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.log import Receipt
from schemas.participant import Key


def submit(ledger: Ledger, submission: Submission) -> Receipt:
    """Append a statement, and answer with the finished proof.

    Raises:
        CradleError: the first thing that is wrong, with its code and field path; the log is then
            as it was.
    """
    (outcome,) = submit_many(ledger, [submission])
    if isinstance(outcome, CradleError):
        raise outcome
    return outcome


def submit_many(ledger: Ledger, submissions: Sequence[Submission]) -> list[Receipt | CradleError]:
    """Append statements in this order; for each its receipt, or what is wrong with it.

    It is as submitting them one after another, in fewer transactions.

    Raises:
        CradleError: what keeps all of them out; see `Sequencer.append`.
    """
    outcomes: list[Receipt | CradleError] = []
    while len(outcomes) < len(submissions):
        checked = _check(ledger, submissions[len(outcomes) : len(outcomes) + BATCH])
        appended = ledger.sequencer.append([one for one in checked if isinstance(one, Ready)])
        following = iter(appended)
        outcomes += [next(following) if isinstance(one, Ready) else one for one in checked]
    return outcomes


def _check(
    ledger: Ledger, submissions: Sequence[Submission]
) -> list[Ready | Receipt | CradleError]:
    """What is known already, refused, or ready to be appended.

    Stops before a statement that cannot be checked until earlier ones are in the log: one whose
    signer is registered, or whose keys are changed, by them, or whose figure may rest on them.
    """
    opened = [_open(submission) for submission in submissions]
    checked: list[Ready | Receipt | CradleError] = []
    ready: set[str] = set()
    with ledger.view() as view:
        known = _known(view, opened)
        for one in opened:
            try:
                found = _look_at(view, ledger.origin, known, one)
                if isinstance(found, Receipt):
                    checked.append(found)
                elif _waits(found, ready):
                    break
                else:
                    checked.append(_make_ready(view, found))
                    ready |= {found.id, *_whose_keys(found)}
            except CradleError as refused:
                checked.append(refused)
    return checked


@dataclass(frozen=True, slots=True)
class _Opened:
    submission: Submission
    envelope: Envelope
    id: str


def _open(submission: Submission) -> _Opened | CradleError:
    try:
        envelope = parse_envelope(submission.envelope)
    except CradleError as refused:
        return refused
    return _Opened(submission, envelope, statement_id(envelope.payload_type, envelope.payload))


def _known(view: View, opened: Iterable[_Opened | CradleError]) -> dict[str, Place]:
    """Where those are that have been submitted before, in one query."""
    names = [one.id for one in opened if isinstance(one, _Opened)]
    return {stored.id: Place(stored.log, stored.index) for stored in view.stored(names)}


def _look_at(
    view: View, origin: str, known: Mapping[str, Place], one: _Opened | CradleError
) -> Admitted | Receipt:
    """The receipt of a statement that is in the log; otherwise the submission, well formed."""
    if isinstance(one, CradleError):
        raise one
    place = known.get(one.id)
    if place is not None and is_signed(view.connection, place):
        return receipt(view.connection, one.id, place)
    return admit(one.submission, one.envelope, origin)


def _waits(admitted: Admitted, ready: set[str]) -> bool:
    """Whether a statement is to be checked only when those that are ready are in the log."""
    statement = admitted.statement
    signers = {getattr(statement, "issuer", None), getattr(statement, "registrar", None)}
    return bool(ready) and (needs_figures(admitted) or not ready.isdisjoint(signers))


def _whose_keys(admitted: Admitted) -> set[str]:
    """The participant whose keys a statement changes."""
    return {admitted.statement.issuer} if isinstance(admitted.statement, Key) else set()


def _make_ready(view: View, admitted: Admitted) -> Ready:
    signers = match_signatures(view, admitted)
    judge_signers(view, admitted, signers)
    if needs_figures(admitted):
        judge(view, admitted)  # Computes outside the sequencer's turn; there it is looked up.
    return Ready(admitted, signers)


def receipt_of(ledger: Ledger, statement: str) -> Receipt:
    """The receipt of a statement that is in the log, under the newest checkpoint.

    Raises:
        CradleError: `statement.unknown`.
    """
    with ledger.view() as view:
        known = statement_of(view.connection, statement)
        if known is None:
            raise CradleError(
                "statement.unknown", f"There is no statement {statement}; check the id."
            )
        return receipt(view.connection, statement, Place(known.log, known.index))
