"""Submitting a statement of any kind: the one way into a ledger.

Size and form first, then what is known already, then what needs no other statement, signatures (of
many statements at once), and the sequencer, inside whose transaction the rules of
`ledger.service.rules` decide. Submitting the same statement again gives the receipt of the first
time, also with other valid or invalid signatures: the id names what was said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.service.admission import Admitted, admit
from ledger.service.batch import Ready
from ledger.service.foresight import fetch_signers
from ledger.service.ledger import Ledger
from ledger.service.receipts import Place, is_signed, receipt
from ledger.service.rules.judge import judge, needs_figures
from ledger.service.sequencer import BATCH
from ledger.service.signatures import Signers, expected_keys, judge_signers, match_signatures
from ledger.service.view import View
from ledger.store.statements import statement_of
from ledger.trust.envelope import Envelope, statement_id
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
    with ledger.view() as view:
        looked = _until_one_waits(_look_at_all(view, ledger.origin, opened))
        fetch_signers(view, (one.statement for one in looked if isinstance(one, Admitted)))
        checked = [_expect(view, one) if isinstance(one, Admitted) else one for one in looked]
        signed = [(one.admitted.envelope, one.keys) for one in checked if isinstance(one, _Signed)]
        matched = iter(match_signatures(signed))
        return [
            _make_ready(view, one.admitted, next(matched)) if isinstance(one, _Signed) else one
            for one in checked
        ]


@dataclass(frozen=True, slots=True)
class _Opened:
    submission: Submission
    envelope: Envelope
    id: str


def _open(submission: Submission) -> _Opened | CradleError:
    try:
        envelope = submission.opened()
    except CradleError as refused:
        return refused
    return _Opened(submission, envelope, statement_id(envelope.payload_type, envelope.payload))


def _known(view: View, opened: Iterable[_Opened | CradleError]) -> dict[str, Place]:
    """Where those are that have been submitted before, in one query."""
    names = [one.id for one in opened if isinstance(one, _Opened)]
    return {stored.id: Place(stored.log, stored.index) for stored in view.stored(names)}


def _look_at_all(
    view: View, origin: str, opened: Sequence[_Opened | CradleError]
) -> Iterator[Admitted | Receipt | CradleError]:
    """The receipts of statements that are in the log; the other submissions, well formed or refused."""
    known = _known(view, opened)
    for one in opened:
        if isinstance(one, CradleError):
            yield one
            continue
        place = known.get(one.id)
        try:
            if place is not None and is_signed(view.connection, place):
                yield receipt(view.connection, one.id, place)
            else:
                yield admit(one.submission, one.envelope, origin)
        except CradleError as refused:
            yield refused


def _until_one_waits(
    looked: Iterable[Admitted | Receipt | CradleError],
) -> list[Admitted | Receipt | CradleError]:
    """Those before the first that is to be checked only when the ones before it are in the log."""
    taken: list[Admitted | Receipt | CradleError] = []
    ahead: set[str] = set()
    for one in looked:
        if isinstance(one, Admitted):
            if _waits(one, ahead):
                break
            ahead |= {one.id, *_whose_keys(one)}
        taken.append(one)
    return taken


def _waits(admitted: Admitted, ahead: set[str]) -> bool:
    """Whether a statement rests on those ahead of it, or on whose keys they change."""
    statement = admitted.statement
    signers = {getattr(statement, "issuer", None), getattr(statement, "registrar", None)}
    return bool(ahead) and (needs_figures(admitted) or not ahead.isdisjoint(signers))


def _whose_keys(admitted: Admitted) -> set[str]:
    """The participant whose keys a statement changes."""
    return {admitted.statement.issuer} if isinstance(admitted.statement, Key) else set()


@dataclass(frozen=True, slots=True)
class _Signed:
    """A well-formed statement, and the keys that may have signed it."""

    admitted: Admitted
    keys: Signers


def _expect(view: View, admitted: Admitted) -> _Signed | CradleError:
    try:
        return _Signed(admitted, expected_keys(view, admitted))
    except CradleError as refused:
        return refused


def _make_ready(
    view: View, admitted: Admitted, signers: Signers | CradleError
) -> Ready | CradleError:
    if isinstance(signers, CradleError):
        return signers
    try:
        judge_signers(view, admitted, signers)
        if needs_figures(admitted):
            judge(view, admitted)  # Computes outside the sequencer's turn; there it is looked up.
    except CradleError as refused:
        return refused
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
