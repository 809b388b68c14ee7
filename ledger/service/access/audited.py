"""The verifier's report on the audit bundle of a calculation or declaration, under the server's own policy.

It is the same verifier that an auditor runs, on the same bundle, so a manufacturer finds before the auditor what the
auditor will find. It stays the server's word about itself. A report is kept until a log grows.
"""

from ledger.append.ledger import Ledger
from ledger.audit.bundle.container import pack
from ledger.audit.verifier import verify
from ledger.bundles.export import gather_bundle
from ledger.service.access.own_policy import own_policy
from ledger.state.figures import KEPT
from ledger.store.log import LOGS, size_of
from ledger.trust.leaves import digest, model_bytes
from schemas.views.report import Report
from schemas.vocabulary import Audience


def known_report(ledger: Ledger, subject: str) -> Report | None:
    """The report if it was made since a log last grew; None if it was not."""
    with ledger.view() as view:
        sizes = tuple(size_of(view.connection, log) for log in LOGS)
        kept = view.memory.computed.get(("audited", subject, *sizes))
    return kept if isinstance(kept, Report) else None


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
        sizes = tuple(size_of(view.connection, log) for log in LOGS)
    bundle = pack(gather_bundle(ledger, subject, Audience.AUDITOR))
    report = verify(bundle, policy, digest(model_bytes(policy)))
    with ledger.view() as view:
        if len(view.memory.computed) >= KEPT:
            view.memory.computed.clear()
        view.memory.computed["audited", subject, *sizes] = report
    return report
