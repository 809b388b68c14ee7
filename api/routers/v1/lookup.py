"""For who knows an id alone: of which kind a statement is and where it is read, and whose keys are which."""

from fastapi import APIRouter

from api import responses
from api.authentication import Caller
from api.context import Context
from api.paths import Id
from api.problems import PROBLEMS
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.reading import place_of
from ledger.service.key_report import show_keys
from schemas.kinds import PLURALS
from schemas.statement import Kind

router = APIRouter(tags=["finding"], responses=PROBLEMS)


@router.get("/statements/{statement:id}", operation_id="find_statement")
def find(statement: Id, caller: Caller, context: Context) -> responses.StatementLocationResponse:
    """The kind of a statement, and the path it is read at."""
    found = place_of(context.ledger, caller, statement)
    path = f"/v1/{PLURALS[Kind(found.kind)]}/{found.id}"
    return responses.StatementLocationResponse(id=found.id, kind=found.kind, path=path)


@router.get("/participants/{statement:id}/keys", operation_id="show_keys")
def keys(statement: Id, caller: Caller, context: Context) -> dict[str, object]:
    """The keys of a participant: state, custody, and the statements that made them so."""
    scope_of(caller, Action.READ)
    return show_keys(context.ledger, statement)
