"""The rules of each kind of statement. A kind without rules here cannot be submitted."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.admission.admission import check_admission
from ledger.admission.calculation import check_calculation
from ledger.admission.commitment import check_commitment
from ledger.admission.common import require_readable_texts
from ledger.admission.declaration import check_attestation, check_declaration
from ledger.admission.delivery import check_delivery
from ledger.admission.entry import check_entry
from ledger.admission.objection import check_answer, check_objection
from ledger.admission.participant import check_key_change, check_participant
from ledger.admission.site_balance import check_site_balance
from ledger.admission.withdrawal import check_withdrawal
from ledger.state.admission import Admitted
from ledger.state.view import View
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Kind

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
