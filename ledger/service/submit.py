"""Submitting a statement of any kind: the one way into a ledger.

Size and form first, then what is known already, then what needs no other statement, signatures, and
the sequencer, inside whose transaction the registry decides who may sign, and `ledger.service.rules`. Submitting the
same statement again gives the receipt of the first time, also with other valid or invalid
signatures: the id names what was said.
"""

from ledger.service.admission import admit
from ledger.service.drafting import Submission
from ledger.service.ledger import Ledger
from ledger.service.receipts import Place, is_signed, receipt
from ledger.service.rules.judge import judge, needs_figures
from ledger.service.signatures import judge_signers, match_signatures
from ledger.store.statements import statement_of
from ledger.trust.envelope import parse_envelope, statement_id
from schemas.errors import CradleError
from schemas.log import Receipt


def submit(ledger: Ledger, submission: Submission) -> Receipt:
    """Append a statement, and answer with the finished proof.

    Raises:
        CradleError: the first thing that is wrong, with its code and field path; the log is then
            as it was.
    """
    envelope = parse_envelope(submission.envelope)
    name = statement_id(envelope.payload_type, envelope.payload)
    with ledger.view() as view:
        known = statement_of(view.connection, name)
        if known is not None and is_signed(view.connection, Place(known.log, known.index)):
            return receipt(view.connection, name, Place(known.log, known.index))
        admitted = admit(submission, envelope, ledger.origin)
        signers = match_signatures(view, admitted)
        judge_signers(view, admitted, signers)
        if needs_figures(admitted):
            judge(view, admitted)  # Computes outside the sequencer's turn; there it is looked up.
    return ledger.sequencer.append(admitted, signers)


def receipt_of(ledger: Ledger, statement: str) -> Receipt:
    """The receipt of a statement that is in the log, under the newest checkpoint.

    Raises:
        CradleError: `statement.unknown`.
    """
    with ledger.view() as view:
        known = statement_of(view.connection, statement)
        if known is None:
            raise CradleError("statement.unknown", f"There is no statement {statement}.")
        return receipt(view.connection, statement, Place(known.log, known.index))
