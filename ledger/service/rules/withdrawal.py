"""Withdrawals: an issuer takes back its own live entry, delivery or site balance; nothing replaces it."""

from ledger.service.admission import Admitted
from ledger.service.rules.common import require_live
from ledger.service.view import View
from schemas.delivery import Delivery, Withdrawal
from schemas.entry import Entry
from schemas.errors import CradleError
from schemas.site_balance import SiteBalance
from schemas.statement import Issued

PLACE = "withdraws"


def check_withdrawal(view: View, _admitted: Admitted, withdrawal: Withdrawal) -> None:
    """Refuse to take back what is another's, of another kind, or gone already.

    Raises:
        CradleError: `withdrawal.*`.
    """
    target = view.statement(withdrawal.withdraws, Issued)
    if not isinstance(target, Entry | Delivery | SiteBalance):
        detail = "This id is of no entry, delivery or site balance; nothing else can be withdrawn."
        raise CradleError("withdrawal.unknown", detail, PLACE)
    if target.issuer != withdrawal.issuer:
        raise CradleError("withdrawal.issuer", "Only its issuer may withdraw a statement.", PLACE)
    require_live(view, withdrawal.withdraws, "withdrawal", PLACE)
