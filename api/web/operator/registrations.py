"""Registrations that wait: what each says, what the registrar asks before, its countersignature, and declining it.

An operator and a registrar reach these pages. Neither login signs anything: the countersignature is made in the browser
with the registrar's own key file, and the ledger accepts it from the registrar alone that the registration names.
"""

from typing import Annotated, Final, Literal, NamedTuple

from fastapi import APIRouter, Form, Response

from api.paths import IdDigits
from api.submissions import accept_submission
from api.web.drafts import receipt_path, refused_page
from api.web.signing import SigningLinks, signing_page
from api.web.signing_draft import countersigning_draft
from api.web.twins import twins
from api.web.workspace import PRIVATE, Visit, Visited
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
from schemas.views.registration import RegistrationReview, RegistrationReviews

PAGE: Final = REGISTRAR.root
FIELDS: Final = frozenset({"reason"})
MARK: Final = {"right": "ok", "look": "warn", "bars": "bad", "yours": "info"}
"""The sort of the chip of a task's state."""

router = APIRouter(prefix=PAGE, include_in_schema=False)


class Task(NamedTuple):
    """A task before the countersignature: its key, the key of its words, and whose turn it is."""

    key: str
    words: str
    state: Literal["right", "look", "bars", "yours"]


@twins(router, "")
def all_reviews(visit: Visited) -> RegistrationReviews:
    """Return the registrations that wait as data."""
    return review_registrations(visit.ledger, visit.caller)


@router.get("")
def registrations_page(visit: Visited) -> Response:
    """Show the registrations that wait, the oldest first."""
    return visit.page(
        "operator/registrations.html",
        frame=_workspace(visit).frame("registrations"),
        found=all_reviews(visit),
    )


@twins(router, "/{digits}")
def review(visit: Visited, digits: IdDigits) -> RegistrationReview:
    """Return one registration as data."""
    return review_registration(visit.ledger, visit.caller, f"sha256:{digits}")


@router.get("/{digits}")
def registration_page(visit: Visited, digits: IdDigits) -> Response:
    """Show everything that a registration says, and what to do before countersigning it."""
    return _page(visit, digits)


@router.get("/{digits}/sign")
def sign(visit: Visited, digits: IdDigits) -> Response:
    """Show the page that countersigns the registration in the browser."""
    ledger, own = visit.ledger, f"{PAGE}/{digits}"
    waiting = waiting_registration(ledger.store, visit.caller, f"sha256:{digits}")
    registrar = review(visit, digits).registrar
    with ledger.view() as view:
        history = read_keys(view, registrar.id)
    known_keys = [] if history is None else [key.hex() for key in history.last.active]
    links = SigningLinks(submit_to=f"{own}/statement", back=own)
    draft = countersigning_draft(waiting, ledger.origin, registrar)
    page = signing_page(draft, visit.language, links, known_keys)
    headers = {**PRIVATE, "Content-Security-Policy": page.policy}
    return Response(page.html, media_type="text/html", headers=headers)


@router.post("/{digits}/statement")
def submit(visit: Visited, digits: IdDigits, statement: Annotated[str, Form()] = "") -> Response:
    """Submit the countersigned registration, and go to its receipt."""
    data, name = statement.encode(), f"sha256:{digits}"
    try:
        waiting_registration(visit.store, visit.caller, name)
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
    try:
        decline_registration(
            visit.store, visit.caller, f"sha256:{digits}", reason.strip(), visit.now
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


def _page(
    visit: Visit, digits: str, reason: str = "", error: CradleError | None = None
) -> Response:
    registration = review(visit, digits)
    details = registration.profile.details
    return visit.page(
        "operator/registration.html",
        error,
        frame=_workspace(visit).frame("registrations"),
        form_fields=FIELDS,
        review=registration,
        details={} if details is None else details.to_json(),
        tasks=_tasks(registration),
        mark=MARK,
        path=f"{PAGE}/{digits}",
        reason=reason,
    )


def _tasks(review: RegistrationReview) -> list[Task]:
    taken = any(key.holder is not None for key in review.keys)
    like = bool(review.resembling)
    return [
        Task("name", "found" if like else "none", "look" if like else "right"),
        Task("keys", "found" if taken else "none", "bars" if taken else "right"),
        Task("roles", "words", "yours"),
        Task("ask", "words", "yours"),
    ]
