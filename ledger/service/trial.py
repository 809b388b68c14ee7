"""What a ledger would say of a submission, without taking it: a dry run of the rules, as of now."""

from ledger.service.admission import admit
from ledger.service.ledger import Ledger
from ledger.service.rules.judge import judge
from ledger.service.signatures import expected_keys, judge_signers, match_signatures
from ledger.store.statements import statement_of
from ledger.trust.envelope import parse_envelope, statement_id
from ledger.trust.submission import Submission
from schemas.errors import CradleError


def try_submission(ledger: Ledger, submission: Submission) -> bool:
    """Holds a submission to all rules; whether the ledger has it already, which is no fault.

    Raises:
        CradleError: the first thing that is wrong, as `submit` would.
    """
    envelope = parse_envelope(submission.envelope)
    name = statement_id(envelope.payload_type, envelope.payload)
    with ledger.view() as view:
        if statement_of(view.connection, name) is not None:
            return True
        admitted = admit(submission, envelope, ledger.origin)
        (signers,) = match_signatures([(envelope, expected_keys(view, admitted))])
        if isinstance(signers, CradleError):
            raise signers
        judge_signers(view, admitted, signers)
        judge(view, admitted)
    return False
