"""The first visit of a firm: from its account to its registration, as a list of tasks that shows who owes what.

Every role that registers has this page, whatever its workspace: supplier, manufacturer, auditor, operator, registrar.
The registration states the roles of the login.

1 account                 open already, or the person would not be here
2 the firm's details      this page's form; they become the profile, which anyone with a login can read
3 keys                    made on the signing page, in the browser
4 signature               there too; the signed registration waits for the registrar
5 the registrar           confirms with the firm that the keys are its own, and countersigns
6 registered              the firm can sign statements
"""

from http import HTTPStatus
from typing import Annotated, Final, Literal, NamedTuple

import orjson
from fastapi import APIRouter, Depends, Form, Response

from api.authentication import Caller
from api.web.forms import ToSign, go_to_sign
from api.web.workspace import Visit, Visited
from api.web.workspaces import workspace_of_kind
from ledger.service.access.drafts import list_drafts
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.registration_review import key_fingerprint
from ledger.service.access.registrations import declined_registration, waiting_registrations
from ledger.state.profiles import profile_of
from ledger.store.access.organisations import organisation_of
from ledger.trust.submission import parse_submission
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import Kind
from schemas.values import StatementId
from schemas.views.registration import DeclinedRegistration, WaitingRegistration

PAGE: Final = "/registration"
FORM: Final = "registration"
FIELDS: Final = frozenset({"legal_name", "country"})

TaskState = Literal["done", "next", "waits", "later"]


def _guard(caller: Caller) -> None:
    """Refuse a login that cannot register, with `access.denied`."""
    scope_of(caller, Action.REGISTER)


router = APIRouter(prefix=PAGE, dependencies=[Depends(_guard)], include_in_schema=False)


class Task(NamedTuple):
    """A task of the list; `key` names its words."""

    key: str
    state: TaskState


class Registration(Model):
    """The state of a firm's registration: its participant, or the signed one that waits or was declined, or a draft."""

    participant: StatementId | None = None
    waiting: StatementId | None = None
    declined: DeclinedRegistration | None = None
    draft: str | None = None


@router.get("")
def registration_page(visit: Visited) -> Response:
    """Show how far the registration has come, and the next step."""
    with visit.store.read() as connection:
        organisation = organisation_of(connection, visit.caller.organisation)
    name = visit.caller.organisation if organisation is None else organisation.name
    return _page(visit, {"legal_name": name, "country": ""})


@router.get(".json")
def registration_data(visit: Visited) -> Response:
    """Return how far the registration has come."""
    return visit.data(_registration(visit))


@router.post("")
def keep_details(
    visit: Visited,
    legal_name: Annotated[str, Form(max_length=1000)] = "",
    country: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Keep the firm's details, and go on to the page that makes the keys and signs."""
    typed = {"legal_name": legal_name.strip(), "country": country.strip().upper()}
    try:
        if visit.caller.participant is not None:
            raise _registered()
        profile = Profile.parse(orjson.dumps(typed))
        content = orjson.dumps({"profile": profile.to_json(), "roles": _roles(visit)})
        return go_to_sign(visit, ToSign(FORM, profile.legal_name, content))
    except CradleError as error:
        return _page(visit, typed, error)


def _registered() -> CradleError:
    return CradleError("access.registered", "Your firm is registered already.")


def _roles(visit: Visit) -> list[str]:
    """The roles of the login that a participant can have."""
    return sorted(role.value for role in visit.caller.roles)


def _page(visit: Visit, typed: dict[str, str], error: CradleError | None = None) -> Response:
    state = _registration(visit)
    workspace = workspace_of_kind(Kind.PARTICIPANT, visit.caller.roles)
    return visit.page(
        "registration.html",
        error,
        frame=workspace.frame(workspace.tabs[0].key),
        form_fields=FIELDS,
        status=HTTPStatus(422) if error else None,
        tasks=_tasks(state),
        state=state,
        workspace=workspace,
        typed=typed,
        keys=_keys(visit) if state.waiting else [],
        profile=_profile(visit),
    )


def _registration(visit: Visit) -> Registration:
    store, caller = visit.store, visit.caller
    if caller.participant is not None:
        return Registration(participant=caller.participant)
    waiting = _waiting(visit)
    drafts = [row.id for row in list_drafts(store, caller) if row.form == FORM]
    return Registration(
        waiting=None if waiting is None else waiting.id,
        declined=declined_registration(store, caller) if waiting is None else None,
        draft=drafts[0] if drafts else None,
    )


def _waiting(visit: Visit) -> WaitingRegistration | None:
    """The newest registration of the firm that waits for the registrar."""
    rows = waiting_registrations(visit.store, visit.caller).items
    own = [row for row in rows if row.organisation == visit.caller.organisation]
    return own[-1] if own else None


def _tasks(state: Registration) -> list[Task]:
    if state.participant is not None:
        return [Task(key, "done") for key in ("account", "details", "keys", "sign", "registrar")]
    if state.waiting is not None:
        done = [Task(key, "done") for key in ("account", "details", "keys", "sign")]
        return [*done, Task("registrar", "waits")]
    rest = [Task("keys", "later"), Task("sign", "later"), Task("registrar", "later")]
    return [Task("account", "done"), Task("details", "next"), *rest]


def _keys(visit: Visit) -> list[tuple[str, str]]:
    """The public keys of the registration that waits, each with the fingerprint that the registrar asks for."""
    waiting = _waiting(visit)
    if waiting is None:
        return []
    submission = parse_submission(waiting.submission.model_dump_json().encode())
    statement = Participant.parse(submission.parsed_envelope.payload)
    listed = (*statement.root_keys, *statement.working_keys)
    return [(row.key, key_fingerprint(row.key)) for row in listed]


def _profile(visit: Visit) -> Profile | None:
    if visit.caller.participant is None:
        return None
    with visit.ledger.view() as view:
        return profile_of(view, visit.caller.participant)
