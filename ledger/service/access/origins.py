"""The origin of a battery's elements as a principal may know it.

The operator and the engaged auditor are shown the entries at which an element begins, their masses, and the digests of
due-diligence documents. The calculation's issuer is shown countries and 4 digits: naming a mine would disclose who
supplies whom. Every participant with a part in it reads in the journal that it was shown.
"""

from ledger.append.ledger import Ledger
from ledger.documents.origin.folding import fold_origin
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.access.reports import report_lines, sees_whole
from ledger.service.answers.origin import origin_of
from ledger.state.evaluation import evaluate_stated
from schemas.views.origin import Origin


def origin_for(ledger: Ledger, principal: Principal, calculation: str, now: int) -> Origin:
    """The origin behind a calculation with the detail that the principal may know.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `origin_of` and `note`.
    """
    whole = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
    found = origin_of(ledger, calculation)
    done = AccessRecord("origin", calculation, None, "")
    resolution = declared.computed.resolution
    lines = report_lines(done, stated, resolution, declared.rows, whole=whole)
    note(ledger.store, principal, now, lines)
    return found if whole else fold_origin(found)
