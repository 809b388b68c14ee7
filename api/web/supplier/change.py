"""Correct or withdraw an own statement: what hangs on it, and the way to the signature.

The firm is shown its own statements that rest on it and the customers of its own deliveries among these. It is not
shown which calculations its customers made with them. The reason and the draft of a withdrawal are judged by the rules
of the ledger before a person signs.
"""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from api.paths import IdDigits
from api.problems import is_own_failure
from api.web.forms import ToSign, go_to_sign
from api.web.supplier.deliveries import MARK
from api.web.supplier.delivery_choices import reason_options
from api.web.supplier.history import CORRECTED, WITHDRAWN, line_of
from api.web.twins import twins
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import SUPPLIER
from ledger.append.dry_run import judge_draft
from ledger.service.access.dependents import find_dependents
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.visibility import unknown_statement
from ledger.state.drafting import Draft
from schemas.errors import CradleError
from schemas.signed.delivery import Withdrawal
from schemas.views.history import HistoryRow
from schemas.vocabulary import Reason

router = APIRouter(prefix=f"{SUPPLIER.root}/history", include_in_schema=False)
_FIELDS: Final = frozenset({"reason"})


class Impact(BaseModel):
    """A statement, the firm's live statements that rest on it, and the customers of the deliveries among them."""

    statement: HistoryRow
    dependents: tuple[HistoryRow, ...]
    customers: tuple[str, ...]


@twins(router, "/{digits}/correct")
def correct_impact(visit: Visited, digits: IdDigits) -> Impact:
    """Return what hangs on an entry or a delivery as data."""
    return _impact(visit, digits, CORRECTED)


@router.get("/{digits}/correct")
def correct_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what hangs on an entry or a delivery, and the ways to correct it."""
    return visit.page("supplier/correct.html", **_values(visit, correct_impact(visit, digits)))


@twins(router, "/{digits}/withdraw")
def withdraw_impact(visit: Visited, digits: IdDigits) -> Impact:
    """Return what hangs on a statement as data."""
    return _impact(visit, digits, WITHDRAWN)


@router.get("/{digits}/withdraw")
def withdraw_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what follows from withdrawing a statement, and ask for the reason."""
    return _withdraw_page(visit, withdraw_impact(visit, digits))


@router.post("/{digits}/withdraw")
def withdraw(visit: Visited, digits: IdDigits, reason: Annotated[str, Form()] = "") -> Response:
    """Keep the withdrawal as a draft, and go to sign it."""
    impact = withdraw_impact(visit, digits)
    context = visit.context
    try:
        withdrawal = Withdrawal(
            origin=visit.ledger.origin,
            issuer=require_participant(visit.caller),
            withdraws=impact.statement.id,
            reason=_reason(visit, reason),
            nonce=context.fresh(),
        )
        judge_draft(visit.ledger, Draft(withdrawal))
        members = {"withdraws": withdrawal.withdraws, "reason": withdrawal.reason.value}
        line = line_of(visit, impact.statement)
        title = visit.say("history.withdraw.draft", kind=line.kind, goods=line.goods)
        return go_to_sign(visit, ToSign("withdrawal", title, json.dumps(members).encode()))
    except CradleError as error:
        if is_own_failure(error):
            raise
        return _withdraw_page(visit, impact, error)


def _impact(visit: Visit, digits: str, kinds: frozenset[str]) -> Impact:
    """The impact of a change of an own statement of one of these kinds.

    Raises:
        CradleError: `access.*`; `statement.unknown`, also for another firm's.
    """
    scope_of(visit.caller, Action.SUBMIT)
    name = f"sha256:{digits}"
    history = visit.desk.own_history()
    row = next((row for row in history.rows if row.id == name and row.kind in kinds), None)
    if row is None:
        raise unknown_statement(name)
    dependents = find_dependents(history, row)
    delivered = (
        statement.recipient for statement in (row, *dependents) if statement.recipient is not None
    )
    return Impact(statement=row, dependents=dependents, customers=tuple(dict.fromkeys(delivered)))


def _values(visit: Visit, impact: Impact) -> dict[str, Any]:
    """The values of both pages of an impact."""
    deliveries = sum(
        statement.kind == "delivery" for statement in (impact.statement, *impact.dependents)
    )
    lines = [line_of(visit, row) for row in impact.dependents]
    return {
        "line": line_of(visit, impact.statement),
        "lines": lines,
        "mark": MARK,
        "deliveries": deliveries,
        "customers": impact.customers,
    }


def _withdraw_page(visit: Visit, impact: Impact, error: CradleError | None = None) -> Response:
    return visit.page(
        "supplier/withdraw.html",
        error,
        **_values(visit, impact),
        reasons=reason_options(visit),
        problems=[] if error is None else _problems(error),
    )


def _problems(error: CradleError) -> list[tuple[str, str, str]]:
    """The rows of the summary; a missing reason has a sentence in the page's language."""
    rows = problem_rows(error, _FIELDS)
    own = error.code == "schema.missing"
    return [(field, sentence, "" if own else language) for field, sentence, language in rows]


def _reason(visit: Visit, typed: str) -> Reason:
    reason = next((choice for choice in Reason if choice.value == typed), None)
    if reason is None:
        raise CradleError("schema.missing", visit.say("history.missing.reason"), "reason")
    return reason
