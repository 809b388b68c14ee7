"""For who knows an id alone: of which kind a statement is and where it is read, and whose keys are which."""

from fastapi import APIRouter

from api import answers
from api.doors import TheDoors
from api.paths import Id
from api.problems import PROBLEMS
from api.who import Who
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.reading import place_of
from ledger.service.key_report import show_keys
from schemas.kinds import PLURALS
from schemas.statement import Kind

router = APIRouter(tags=["finding"], responses=PROBLEMS)


@router.get("/statements/{statement:id}", operation_id="find_statement")
def find(statement: Id, who: Who, doors: TheDoors) -> answers.Found:
    """The kind of a statement, and the path it is read at."""
    found = place_of(doors.ledger, who, statement)
    path = f"/v1/{PLURALS[Kind(found.kind)]}/{found.id}"
    return answers.Found(id=found.id, kind=found.kind, path=path)


@router.get("/participants/{statement:id}/keys", operation_id="show_keys")
def keys(statement: Id, who: Who, doors: TheDoors) -> dict[str, object]:
    """The keys of a participant: state, custody, and the statements that made them so."""
    scope_of(who, Action.READ)
    return show_keys(doors.ledger, statement)
