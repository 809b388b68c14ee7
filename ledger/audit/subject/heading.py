"""The heading of a report: the firm, the product, the period and the method of a calculation.

The firm is named by its signed profile, the rulebook by its id and version, if the bundle contains them; else each by
its id or digest. A report on a delivery has no heading, because a delivery has no model.
"""

from ledger.audit.bundle.model import Bundle
from ledger.audit.subject.subject import DeliverySubject, Subject
from schemas.errors import CradleError
from schemas.participant import Profile
from schemas.report import Heading
from schemas.rulebook import Rulebook
from schemas.statement import SectionName


def build_heading(bundle: Bundle, subject: Subject | DeliverySubject | None) -> Heading | None:
    """Build the heading of the report on a calculation; return None without a calculation."""
    if not isinstance(subject, Subject) or subject.calculation is None:
        return None
    calculation = subject.calculation
    rulebook = _rulebook(bundle, calculation.rulebook)
    return Heading(
        firm=_firm(bundle, calculation.issuer),
        issuer=calculation.issuer,
        model=calculation.model,
        site=calculation.site,
        period=calculation.period,
        rulebook=calculation.rulebook if rulebook is None else rulebook.id,
        rulebook_version=None if rulebook is None else rulebook.version,
        rulebook_digest=calculation.rulebook,
    )


def _firm(bundle: Bundle, participant: str) -> str:
    signed = bundle.statements.get(participant)
    profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
    return profile.legal_name if isinstance(profile, Profile) else participant


def _rulebook(bundle: Bundle, digest: str) -> Rulebook | None:
    data = bundle.blobs.get(digest)
    try:
        return None if data is None else Rulebook.parse(data)
    except CradleError:
        return None
