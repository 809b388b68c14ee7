"""The rules of each kind of statement. A kind without rules here cannot be submitted."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.service.rules.admission import check_admission
from ledger.service.rules.calculation import check_calculation
from ledger.service.rules.commitment import check_commitment
from ledger.service.rules.common import require_readable_texts
from ledger.service.rules.declaration import check_attestation, check_declaration
from ledger.service.rules.delivery import check_delivery
from ledger.service.rules.entry import check_entry
from ledger.service.rules.key import check_key_change
from ledger.service.rules.objection import check_answer, check_objection
from ledger.service.rules.participant import check_participant
from ledger.service.rules.site_balance import check_site_balance
from ledger.service.rules.withdrawal import check_withdrawal
from ledger.service.state.admission import Admitted
from ledger.service.state.view import View
from schemas.calculation import Calculation
from schemas.delivery import Delivery
from schemas.statement import Kind

# Each check receives the model of its kind, which `admit` guarantees.
_CHECKS: Mapping[Kind, Callable[[View, Admitted, Any], None]] = {
    Kind.PARTICIPANT: check_participant,
    Kind.KEY: check_key_change,
    Kind.ENTRY: check_entry,
    Kind.DELIVERY: check_delivery,
    Kind.WITHDRAWAL: check_withdrawal,
    Kind.CALCULATION: check_calculation,
    Kind.ATTESTATION: check_attestation,
    Kind.DECLARATION: check_declaration,
    Kind.SITE_BALANCE: check_site_balance,
    Kind.COMMITMENT: check_commitment,
    Kind.OBJECTION: check_objection,
    Kind.ANSWER: check_answer,
    Kind.ADMISSION: check_admission,
}


def judge(view: View, admitted: Admitted) -> None:
    """Judge a statement by the rules of its kind, as of this transaction.

    Raises:
        CradleError: the first rule that it breaks, with the field path.
    """
    require_readable_texts(admitted)
    _CHECKS[admitted.kind](view, admitted, admitted.statement)


def needs_figures(admitted: Admitted) -> bool:
    """True if the rules compute figures, which should also happen before the sequencer's turn."""
    statement = admitted.statement
    if isinstance(statement, Delivery):
        return statement.figure is not None
    return isinstance(statement, Calculation)
