"""Registrations that wait: what each says, what the registrar asks before, its countersignature, and declining it.

An operator and a registrar reach these pages. Neither login signs anything: the countersignature is made in the browser
with the registrar's own key file, and the ledger accepts it from the registrar alone that the registration names.
"""

from http import HTTPStatus
from typing import Annotated, Final, Literal, NamedTuple

from fastapi import APIRouter, Form, Response

from api.paths import IdDigits
from api.problems import status_of
from api.submissions import accept_submission
from api.web.drafts import receipt_path, refused_page
from api.web.operator.wording import format_time, role_words
from api.web.signing import SigningLinks, signing_page
from api.web.signing_draft import countersigning_draft
from api.web.workspace import PRIVATE, Visit, Visited, problem_rows
from api.web.workspaces import OPERATOR, REGISTRAR, Workspace
from ledger.service.access.registration_review import (
    review_registration,
    review_registrations,
)
from ledger.service.access.registrations import decline_registration, waiting_registration
from ledger.state.key_states import read_keys
from ledger.trust.submission import parse_submission
from schemas.errors import CradleError
from schemas.signed.statement import Kind
from schemas.views.registration import RegistrationReview

PAGE: Final = REGISTRAR.root
FIELDS: Final = frozenset({"reason"})
MARK: Final = {"right": "ok", "look": "warn", "bars": "bad", "yours": "info"}
"""The sort of the chip of a task's state."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


class Task(NamedTuple):
    """A task before the countersignature: its heading, what was found, and whose turn it is."""

    key: str
    words: str
    state: Literal["right", "look", "bars", "yours"]


@router.get("")
def registrations_page(visit: Visited) -> Response:
    """Show the registrations that wait, the oldest first."""
    found = review_registrations(visit.context.ledger, visit.caller).items
    values: dict[str, object] = {
        "lines": [
            (row, format_time(row.left), any(one.holder is not None for one in row.keys))
            for row in found
        ]
    }
    title = visit.say("registrations.title")
    return visit.page(
        "operator/registrations.html", title, values, _workspace(visit).frame("registrations")
    )


@router.get(".json")
def registrations_data(visit: Visited) -> Response:
    """Return the registrations that wait as data."""
    return visit.data(review_registrations(visit.context.ledger, visit.caller))


@router.get("/{digits}.json")
def registration_data(visit: Visited, digits: IdDigits) -> Response:
    """Return one registration as data."""
    return visit.data(_review(visit, digits))


@router.get("/{digits}")
def registration_page(visit: Visited, digits: IdDigits) -> Response:
    """Show everything that a registration says, and what to do before countersigning it."""
    return _page(visit, digits)


@router.get("/{digits}/sign")
def sign(visit: Visited, digits: IdDigits) -> Response:
    """Show the page that countersigns the registration in the browser."""
    ledger, own = visit.context.ledger, f"{PAGE}/{digits}"
    waiting = waiting_registration(ledger.store, visit.caller, f"sha256:{digits}")
    registrar = _review(visit, digits).registrar
    with ledger.view() as view:
        history = read_keys(view, registrar.id)
    known = [] if history is None else [key.hex() for key in history.last.active]
    links = SigningLinks(submit_to=f"{own}/statement", back=own)
    draft = countersigning_draft(waiting, ledger.origin, registrar)
    made = signing_page(draft, visit.language, links, known)
    headers = {**PRIVATE, "Content-Security-Policy": made.policy}
    return Response(made.html, media_type="text/html", headers=headers)


@router.post("/{digits}/statement")
def submit(visit: Visited, digits: IdDigits, statement: Annotated[str, Form()] = "") -> Response:
    """Submit the countersigned registration, and go to its receipt."""
    data, name = statement.encode(), f"sha256:{digits}"
    try:
        waiting_registration(visit.context.ledger.store, visit.caller, name)
        _require_same(data, name)
        receipt = accept_submission(visit.context, visit.caller, data, (Kind.PARTICIPANT,))
    except CradleError as error:
        if error.code == "registration.absent":
            raise
        return refused_page(visit, error, _workspace(visit), f"{PAGE}/{digits}/sign")
    return visit.go(receipt_path(receipt.id, ""))


@router.post("/{digits}/decline")
def decline(
    visit: Visited, digits: IdDigits, reason: Annotated[str, Form(max_length=5000)] = ""
) -> Response:
    """Decline the registration, and go to the list."""
    context = visit.context
    try:
        decline_registration(
            context.ledger.store, visit.caller, f"sha256:{digits}", reason.strip(), context.now()
        )
    except CradleError as error:
        if error.code == "registration.absent":
            raise
        return _page(visit, digits, reason, error)
    return visit.go(PAGE)


def _require_same(data: bytes, name: str) -> None:
    """Refuse a submission of another statement than the page's."""
    if parse_submission(data).id != name:
        detail = "This is another statement than the registration of this page; sign it again."
        raise CradleError("registration.other", detail, "statement")


def _workspace(visit: Visit) -> Workspace:
    """The operator's workspace for an operator, and for a registrar its one page."""
    return OPERATOR if OPERATOR.has(visit.caller.roles) else REGISTRAR


def _review(visit: Visit, digits: str) -> RegistrationReview:
    return review_registration(visit.context.ledger, visit.caller, f"sha256:{digits}")


def _page(
    visit: Visit, digits: str, reason: str = "", error: CradleError | None = None
) -> Response:
    review = _review(visit, digits)
    details = review.profile.details
    values: dict[str, object] = {
        "review": review,
        "left": format_time(review.left),
        "roles": role_words(visit, review.roles),
        "details": {} if details is None else details.to_json(),
        "tasks": _tasks(visit, review),
        "mark": MARK,
        "path": f"{PAGE}/{digits}",
        "reason": reason,
        "error": error,
        "problems": [] if error is None else problem_rows(error, FIELDS),
    }
    status = HTTPStatus.OK if error is None else status_of(error)
    title = visit.say("registrations.one.title", firm=review.profile.legal_name)
    frame = _workspace(visit).frame("registrations")
    return visit.page("operator/registration.html", title, values, frame, status)


def _tasks(visit: Visit, review: RegistrationReview) -> list[Task]:
    taken = any(one.holder is not None for one in review.keys)
    like = bool(review.resembling)
    name = visit.say(f"registrations.task.name.{'found' if like else 'none'}")
    keys = visit.say(f"registrations.task.keys.{'found' if taken else 'none'}")
    roles = visit.say("registrations.task.roles.words", roles=role_words(visit, review.roles))
    return [
        Task("name", name, "look" if like else "right"),
        Task("keys", keys, "bars" if taken else "right"),
        Task("roles", roles, "yours"),
        Task("ask", visit.say("registrations.task.ask.words"), "yours"),
    ]
