"""Correct or withdraw an own statement: what hangs on it, and the way to the signature.

The firm is shown its own statements that rest on it and the customers of its own deliveries among these. It is not
shown which calculations its customers made with them. The reason and the draft of a withdrawal are judged by the rules
of the ledger before a person signs.
"""

import json
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from api.paths import IdDigits
from api.problems import is_own_failure, status_of
from api.web.signature import ToSign, go_to_sign
from api.web.supplier.delivery_choices import reason_options
from api.web.supplier.history import CORRECTED, WITHDRAWN, HistoryLineShown, line_of
from api.web.wording import form_of
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


@router.get("/{digits}/correct")
def correct_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what hangs on an entry or a delivery, and the ways to correct it."""
    values = _values(visit, _impact(visit, digits, CORRECTED))
    return visit.page(
        "supplier/correct.html", visit.say("history.correct"), values, SUPPLIER.frame("history")
    )


@router.get("/{digits}/correct.json")
def correct_data(visit: Visited, digits: IdDigits) -> Response:
    """Return what hangs on an entry or a delivery as data."""
    return visit.data(_impact(visit, digits, CORRECTED))


@router.get("/{digits}/withdraw")
def withdraw_page(visit: Visited, digits: IdDigits) -> Response:
    """Show what follows from withdrawing a statement, and ask for the reason."""
    return _withdraw_page(visit, _impact(visit, digits, WITHDRAWN))


@router.get("/{digits}/withdraw.json")
def withdraw_data(visit: Visited, digits: IdDigits) -> Response:
    """Return what hangs on a statement as data."""
    return visit.data(_impact(visit, digits, WITHDRAWN))


@router.post("/{digits}/withdraw")
def withdraw(visit: Visited, digits: IdDigits, reason: Annotated[str, Form()] = "") -> Response:
    """Keep the withdrawal as a draft, and go to sign it."""
    impact = _impact(visit, digits, WITHDRAWN)
    context = visit.context
    try:
        withdrawal = Withdrawal(
            origin=context.ledger.origin,
            issuer=require_participant(visit.caller),
            withdraws=impact.statement.id,
            reason=_reason(visit, reason),
            nonce=context.fresh(),
        )
        judge_draft(context.ledger, Draft(withdrawal))
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
    found = visit.desk.own_history()
    row = next((row for row in found.rows if row.id == name and row.kind in kinds), None)
    if row is None:
        raise unknown_statement(name)
    dependents = find_dependents(found, row)
    delivered = (one.recipient for one in (row, *dependents) if one.recipient is not None)
    return Impact(statement=row, dependents=dependents, customers=tuple(dict.fromkeys(delivered)))


def _values(visit: Visit, impact: Impact) -> dict[str, object]:
    """The values of both pages of an impact."""
    deliveries = sum(one.kind == "delivery" for one in (impact.statement, *impact.dependents))
    lines: list[HistoryLineShown] = [line_of(visit, row) for row in impact.dependents]
    by = impact.statement.by
    return {
        "line": line_of(visit, impact.statement),
        "lines": lines,
        "count": visit.say(f"history.rests.{form_of(len(lines))}", count=str(len(lines))),
        "deliveries": deliveries,
        "customers": impact.customers,
        "by": "" if by is None else by.removeprefix("sha256:"),
    }


def _withdraw_page(visit: Visit, impact: Impact, error: CradleError | None = None) -> Response:
    values = _values(visit, impact) | {
        "reasons": reason_options(visit),
        "error": error,
        "problems": [] if error is None else _problems(error),
    }
    status = HTTPStatus.OK if error is None else status_of(error)
    title, frame = visit.say("history.withdraw"), SUPPLIER.frame("history")
    return visit.page("supplier/withdraw.html", title, values, frame, status)


def _problems(error: CradleError) -> list[tuple[str, str, str]]:
    """The rows of the summary; a missing reason has a sentence in the page's language."""
    rows = problem_rows(error, _FIELDS)
    own = error.code == "schema.missing"
    return [(field, sentence, "" if own else language) for field, sentence, language in rows]


def _reason(visit: Visit, typed: str) -> Reason:
    found = next((one for one in Reason if one.value == typed), None)
    if found is None:
        raise CradleError("schema.missing", visit.say("history.missing.reason"), "reason")
    return found
