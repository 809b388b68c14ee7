"""The verifier's report on the audit bundle of a calculation or declaration, under the server's own policy.

It is the same verifier that an auditor runs, on the same bundle, so a manufacturer finds before the auditor what the
auditor will find. It stays the server's word about itself. A report is kept until a log grows.
"""

from ledger.append.ledger import Ledger
from ledger.audit.bundle.container import pack
from ledger.audit.verifier import verify
from ledger.bundles.export import gather_bundle
from ledger.service.access.own_policy import own_policy
from ledger.state.kept import Kept
from ledger.state.surroundings import present_sizes
from ledger.trust.leaves import digest, model_bytes
from schemas.views.report import Report
from schemas.vocabulary import Audience

_REPORTS = Kept[Report]("audited")


def known_report(ledger: Ledger, subject: str) -> Report | None:
    """The report if it was made since a log last grew; None if it was not."""
    with ledger.view() as view:
        return _REPORTS.find(view.memory, (subject, present_sizes(view)))


def audit_report(ledger: Ledger, subject: str) -> Report:
    """The report, made now if it is not kept.

    Raises:
        CradleError: as `gather_bundle`.
    """
    kept = known_report(ledger, subject)
    if kept is not None:
        return kept
    policy = own_policy(ledger)
    with ledger.view() as view:
        sizes = present_sizes(view)
    bundle = pack(gather_bundle(ledger, subject, Audience.AUDITOR))
    report = verify(bundle, policy, digest(model_bytes(policy)))
    with ledger.view() as view:
        return _REPORTS.keep(view.memory, (subject, sizes), report)
