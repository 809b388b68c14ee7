"""Submission of a statement of any kind: the one way into a ledger.

A batch passes four steps. Parse the envelopes, and find the statements that the ledger has already;
admit each of the others by itself (`admission`); verify their signatures (`signatures`); append
them in one transaction (`sequencer`), in which the rules of `ledger.admission` decide.
Submitting the same statement again gives the receipt of the first time, also with other valid or
invalid signatures: the id names the content.

A manufacturer signs the digest of exact cells that the ledger drafted and kept. They are added here, and taken from
nobody who may not read them: an accepted section of one's own would confirm a guess of all digits.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress

from ledger.admission.judge import judge, needs_figures
from ledger.append.ledger import Ledger
from ledger.append.prefetch import fetch_signers
from ledger.append.sequencer import BATCH
from ledger.append.signatures import Verified, judge_signers, verify
from ledger.state.admission import Admitted, admit
from ledger.state.receipts import LeafPosition, is_signed, receipt
from ledger.state.view import View
from ledger.store.access.sealed_sections import sealed_of
from ledger.store.statements import statement_of
from ledger.trust.leaves import digest
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.kinds import parties_of
from schemas.signed.log import Receipt
from schemas.signed.participant import Key
from schemas.signed.statement import SectionName


def submit(ledger: Ledger, submission: Submission) -> Receipt:
    """Append a statement, and return its receipt.

    Raises:
        CradleError: the first refusal, with its code and field path; the log is then unchanged.
    """
    (outcome,) = submit_many(ledger, [submission])
    if isinstance(outcome, CradleError):
        raise outcome
    return outcome


def is_known(ledger: Ledger, statement: str) -> bool:
    """Return whether a statement is in the ledger."""
    with ledger.store.read() as connection:
        return statement_of(connection, statement) is not None


def submit_many(ledger: Ledger, submissions: Sequence[Submission]) -> list[Receipt | CradleError]:
    """Append statements in this order; return for each its receipt or its refusal.

    The result is that of submitting them one after another, in fewer transactions.

    Raises:
        CradleError: an error that keeps all of them out; see `Sequencer.append`.
    """
    return [outcome for batch in submit_batches(ledger, submissions) for outcome in batch]


def submit_batches(
    ledger: Ledger, submissions: Sequence[Submission]
) -> Iterator[list[Receipt | CradleError]]:
    """Append as `submit_many` does, a batch at a time; yield each batch's outcomes when it is written."""
    done = 0
    while done < len(submissions):
        checked = _check_batch(ledger, submissions[done : done + BATCH])
        done += len(checked)
        receipts = iter(
            ledger.sequencer.append(
                [outcome for outcome in checked if isinstance(outcome, Verified)]
            )
        )
        yield [next(receipts) if isinstance(outcome, Verified) else outcome for outcome in checked]


def _check_batch(
    ledger: Ledger, submissions: Sequence[Submission]
) -> list[Verified | Receipt | CradleError]:
    """Check as many submissions as can share a transaction, before the sequencer's turn."""
    with ledger.view() as view:
        admitted = _admit_batch(view, ledger.origin, submissions)
        fetch_signers(
            view, [outcome.statement for outcome in admitted if isinstance(outcome, Admitted)]
        )
        return [
            _verify(view, outcome) if isinstance(outcome, Admitted) else outcome
            for outcome in admitted
        ]


def _admit_batch(
    view: View, origin: str, submissions: Sequence[Submission]
) -> list[Admitted | Receipt | CradleError]:
    """Admit submissions, up to the first that cannot be checked until the earlier ones are in the log."""
    places = _known_places(view, submissions)
    admitted: list[Admitted | Receipt | CradleError] = []
    ahead = set[str]()
    for submission in submissions:
        outcome = _admit(view, origin, submission, places)
        if isinstance(outcome, Admitted):
            if _must_wait(outcome, ahead):
                break
            ahead.add(outcome.id)
            if isinstance(outcome.statement, Key):
                ahead.add(outcome.statement.issuer)
        admitted.append(outcome)
    return admitted


def _known_places(view: View, submissions: Sequence[Submission]) -> dict[str, LeafPosition]:
    """The places of the statements that the ledger has already, in one query."""
    ids = []
    for submission in submissions:
        with suppress(CradleError):  # `_admit` refuses an envelope that has no id.
            ids.append(submission.id)
    return {stored.id: LeafPosition(stored.log, stored.index) for stored in view.stored(ids)}


def _admit(
    view: View, origin: str, submission: Submission, places: Mapping[str, LeafPosition]
) -> Admitted | Receipt | CradleError:
    """A well-formed statement, the receipt of one that is in the log, or a refusal."""
    try:
        place = places.get(submission.id)
        if place is not None and is_signed(view.connection, place):
            return receipt(view.connection, submission.id, place)
        return admit(complete(view, submission), origin)
    except CradleError as refused:
        return refused


def _must_wait(admitted: Admitted, ahead: AbstractSet[str]) -> bool:
    """Return whether a statement can only be checked when those ahead of it are in the log.

    They may register a party that signs it or change the keys of one, and a figure may rest on them.

    Args:
        admitted: the statement.
        ahead: ids of the statements ahead of it, and the participants whose keys they change.
    """
    signed_by_them = not ahead.isdisjoint(parties_of(admitted.statement))
    return signed_by_them or (bool(ahead) and needs_figures(admitted))


def _verify(view: View, admitted: Admitted) -> Verified | CradleError:
    """Verify the signatures of a statement.

    A statement with figures is also judged, so that they are computed outside the sequencer's turn, which
    judges it again and looks them up.
    """
    try:
        verified = verify(view, admitted)
        if needs_figures(admitted):
            judge_signers(view, verified)
            judge(view, admitted)
    except CradleError as refused:
        return refused
    return verified


def receipt_of(ledger: Ledger, statement: str) -> Receipt:
    """The receipt of a statement that is in the log, under the newest checkpoint.

    Raises:
        CradleError: `statement.unknown`.
    """
    with ledger.view() as view:
        stored = statement_of(view.connection, statement)
        if stored is None:
            raise CradleError(
                "statement.unknown", f"There is no statement {statement}; check the id."
            )
        return receipt(view.connection, statement, LeafPosition(stored.log, stored.index))


_PLACE = f"sections.{SectionName.EXACT.value}"


def complete(view: View, submission: Submission) -> Submission:
    """The submission with the section that the ledger keeps for it; any other submission as it is.

    Raises:
        CradleError: `section.missing`, `section.unexpected`, or as `Submission.statement`.
    """
    statement = submission.statement
    named = statement.sections.exact if isinstance(statement, Calculation) else None
    if named is None:
        return submission
    if named in map(digest, submission.sections):
        if view.asker is None:
            return submission
        detail = "The ledger adds the section of exact cells that it drafted; leave it out."
        raise CradleError("section.unexpected", detail, _PLACE)
    kept = sealed_of(view.connection, named)
    if kept is None:
        detail = (
            "The ledger has no section of exact cells for this calculation: it did not draft it, or a long time ago."
            " Draft the calculation again, and sign that one."
        )
        raise CradleError("section.missing", detail, _PLACE)
    return Submission(submission.envelope, (*submission.sections, kept))
