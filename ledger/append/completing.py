"""Completing a submission: the section of a calculation that its signer was not shown.

A manufacturer signs the digest of exact cells that the ledger drafted and kept. They are added here, and taken from
nobody who may not read them: an accepted section of one's own would confirm a guess of all digits.
"""

from ledger.state.view import View
from ledger.store.access.sealed_sections import sealed_of
from ledger.trust.leaves import digest
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.statement import SectionName

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
