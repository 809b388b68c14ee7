"""Lookup by id or first digits: a statement's kind and path, its objections, keys and names; the own history."""

from fastapi import APIRouter

from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import statements
from ledger.service.access.permissions import Action, scope_of
from ledger.service.answers.key_report import show_keys

router = APIRouter(prefix=PREFIX, tags=["lookup"], responses=PROBLEMS)
add_question(router, statements.location)
add_question(router, statements.locations)


@router.get(
    "/participants/{statement:id}/keys",
    summary="Get a participant's keys",
    operation_id="show_keys",
    response_description="The keys of the participant.",
)
def keys(statement: Id, caller: Caller, context: Context) -> dict[str, object]:
    """Return a participant's keys with state, custody, and the statements that changed them."""
    scope_of(caller, Action.READ)
    return show_keys(context.ledger, statement)


for _question in (statements.names, statements.own_history, statements.contested):
    add_question(router, _question)
