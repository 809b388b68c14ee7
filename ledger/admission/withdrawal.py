"""Withdrawals: an issuer withdraws its own live entry, delivery, site balance, objection or admission."""

from ledger.admission.common import require_live
from ledger.rules.versions import Withdrawable, version_problems
from ledger.state.admission import Admitted
from ledger.state.problems import refuse_first
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.delivery import Withdrawal
from schemas.signed.statement import Issued

PLACE = "withdraws"


def check_withdrawal(view: View, admitted: Admitted, withdrawal: Withdrawal) -> None:
    """Refuse to withdraw a statement that is another's, of another kind, or no longer live.

    Raises:
        CradleError: `withdrawal.*`.
    """
    target = view.statement(withdrawal.withdraws, Issued)
    if not isinstance(target, Withdrawable):
        detail = "This id is of no entry, delivery, site balance, objection or admission; nothing else is withdrawn."
        raise CradleError("withdrawal.unknown", detail, PLACE)
    refuse_first(
        version_problems(admitted.id, withdrawal, target, lambda entry: entry), admitted.id
    )
    require_live(view, withdrawal.withdraws, "withdrawal", PLACE)
