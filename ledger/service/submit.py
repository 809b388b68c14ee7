"""Submitting a statement of any kind: the one way into a ledger.

Size and form first, then what is known already, then what needs no other statement, signatures (of
many statements at once), and the sequencer, inside whose transaction the rules of
`ledger.service.rules` decide. Submitting the same statement again gives the receipt of the first
time, also with other valid or invalid signatures: the id names what was said.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.service.admission import Admitted, admit
from ledger.service.batch import Ready
from ledger.service.ledger import Ledger
from ledger.service.matchers import Matching
from ledger.service.prefetch import fetch_signers
from ledger.service.receipts import Place, is_signed, receipt
from ledger.service.rules.judge import judge, needs_figures
from ledger.service.sequencer import BATCH
from ledger.service.signatures import expected_keys, judge_signers
from ledger.service.view import View
from ledger.store.statements import statement_of
from ledger.trust.envelope import Signers
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.kinds import parties_of
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
    return [outcome for batch in submit_batches(ledger, submissions) for outcome in batch]


def submit_batches(
    ledger: Ledger, submissions: Sequence[Submission]
) -> Iterator[list[Receipt | CradleError]]:
    """As `submit_many`, a batch at a time, each told when it is written."""
    done, begun = 0, _Begun()
    try:
        while done < len(submissions):
            begun = begun if begun.looked else _begin(ledger, submissions[done:])
            checked = _finish(ledger, begun)
            done += len(checked)
            begun = _begin(ledger, submissions[done:], begun.ahead)
            appended = ledger.sequencer.append([one for one in checked if isinstance(one, Ready)])
            answers = iter(appended)
            yield [next(answers) if isinstance(one, Ready) else one for one in checked]
    finally:
        begun.matching.wait()  # Whoever is at work on them is free again.


class _Signed(NamedTuple):
    """A well-formed statement, and the keys that may have signed it."""

    admitted: Admitted
    keys: Signers


@dataclass(frozen=True, slots=True)
class _Begun:
    """Statements that were looked at, and whose signatures are being verified.

    Attributes:
        looked: what is known already, refused, or well formed.
        ahead: what those behind them may have to wait for: their ids, and the participants whose keys they change.
        matching: of the well-formed ones, in their order.
    """

    looked: Sequence[_Signed | Receipt | CradleError] = ()
    ahead: AbstractSet[str] = frozenset()
    matching: Matching = field(default_factory=lambda: Matching(list))


def _begin(
    ledger: Ledger, submissions: Sequence[Submission], before: AbstractSet[str] = frozenset()
) -> _Begun:
    """Looks at statements, at most a batch, and begins to verify their signatures while others are written.

    Stops before a statement that cannot be checked until earlier ones are in the log: one whose
    signer is registered, or whose keys are changed, by them, or whose figure may rest on them.
    """
    opened = [_open(submission) for submission in submissions[:BATCH]]
    if not opened:
        return _Begun()
    with ledger.view() as view:
        taken, ahead = _until_one_waits(_look_at_all(view, ledger.origin, opened), before)
        fetch_signers(view, (one.statement for one in taken if isinstance(one, Admitted)))
        looked = [_expect(view, one) if isinstance(one, Admitted) else one for one in taken]
    signed = [(one.admitted.envelope, one.keys) for one in looked if isinstance(one, _Signed)]
    return _Begun(looked, ahead, ledger.matchers.begin(signed))


def _finish(ledger: Ledger, begun: _Begun) -> list[Ready | Receipt | CradleError]:
    """What is known already, refused, or ready to be appended."""
    matched = iter(begun.matching.wait())
    return [
        _make_ready(ledger, one.admitted, next(matched)) if isinstance(one, _Signed) else one
        for one in begun.looked
    ]


def _open(submission: Submission) -> Submission | CradleError:
    try:
        _ = submission.id
    except CradleError as refused:
        return refused
    return submission


def _known(view: View, opened: Iterable[Submission | CradleError]) -> dict[str, Place]:
    """Where those are that have been submitted before, in one query."""
    names = [one.id for one in opened if isinstance(one, Submission)]
    return {stored.id: Place(stored.log, stored.index) for stored in view.stored(names)}


def _look_at_all(
    view: View, origin: str, opened: Sequence[Submission | CradleError]
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
                yield admit(one, origin)
        except CradleError as refused:
            yield refused


def _until_one_waits(
    looked: Iterable[Admitted | Receipt | CradleError], before: AbstractSet[str]
) -> tuple[list[Admitted | Receipt | CradleError], AbstractSet[str]]:
    """Those before the first that is to be checked only when the ones before it are in the log; and what is ahead."""
    taken: list[Admitted | Receipt | CradleError] = []
    ahead = set[str]()
    for one in looked:
        if isinstance(one, Admitted):
            if _waits(one, before, ahead):
                break
            ahead.add(one.id)
            if isinstance(one.statement, Key):
                ahead.add(one.statement.issuer)
        taken.append(one)
    return taken, ahead


def _waits(admitted: Admitted, *ahead: AbstractSet[str]) -> bool:
    """Whether a statement rests on those ahead of it, or on whose keys they change."""
    parties = parties_of(admitted.statement)
    signed = any(not names.isdisjoint(parties) for names in ahead)
    return signed or (any(ahead) and needs_figures(admitted))


def _expect(view: View, admitted: Admitted) -> _Signed | CradleError:
    try:
        return _Signed(admitted, expected_keys(view, admitted))
    except CradleError as refused:
        return refused


def _make_ready(
    ledger: Ledger, admitted: Admitted, signers: Signers | CradleError
) -> Ready | CradleError:
    if isinstance(signers, CradleError):
        return signers
    if needs_figures(admitted):
        try:  # They are computed outside the sequencer's turn; there they are looked up.
            with ledger.view() as view:
                judge_signers(view, admitted, signers)
                judge(view, admitted)
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
