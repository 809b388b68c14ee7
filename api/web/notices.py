"""The page of notices, with the addresses that they are sent to, and the newest ones for the first pages."""

from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Form, Response

from api.pages import Cursor
from api.paths import RandomName
from api.web.frame import PUBLIC, refusal_words
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import workspaces_of
from schemas.errors import CradleError
from schemas.views.notices import Notices, NoticeView, SubscriptionRequest, SubscriptionView

PAGE: Final = "/notices"
SHOWN: Final = 25
NEWEST: Final = 3
"""The most notices of a first page."""

WAYS: Final = ("mail", "daily", "webhook")
"""The ways of sending that the form offers; `daily` is one mail a day."""

Word = Annotated[str, Form(max_length=1000)]
router = APIRouter(prefix=PAGE, include_in_schema=False)


def newest_notices(visit: Visit) -> tuple[NoticeView, ...]:
    """The newest notices of the caller's organisation."""
    return visit.desk.notices(NEWEST).items


@twins(router, "")
def notices(visit: Visited, cursor: Cursor = None) -> Notices:
    """Return a page of notices as data."""
    return visit.desk.notices(SHOWN, cursor)


@router.get("")
def notices_page(visit: Visited, cursor: Cursor = None) -> Response:
    """Show the notices, and the addresses that they are sent to."""
    return _page(visit, cursor)


@router.post("")
def add_address(visit: Visited, address: Word = "", way: Word = "mail") -> Response:
    """Have notices sent to an address; the secret of a webhook is on the page that answers, and nowhere else."""
    members = {
        "channel": "webhook" if way == "webhook" else "mail",
        "address": address.strip(),
        "daily": way == "daily",
        "language": visit.language,
    }
    try:
        asked = SubscriptionRequest.parse(orjson.dumps(members))
        added = visit.desk.add_subscription(asked)
    except CradleError as error:
        return _page(visit, error=error, typed=(address, way))
    return visit.go(PAGE) if added.secret is None else _page(visit, added=added)


@router.post("/{name}/remove")
def remove_address(visit: Visited, name: RandomName) -> Response:
    """Send nothing more to an address."""
    visit.desk.remove_subscription(name)
    return visit.go(PAGE)


def _page(
    visit: Visit,
    cursor: str | None = None,
    *,
    error: CradleError | None = None,
    typed: tuple[str, str] = ("", "mail"),
    added: SubscriptionView | None = None,
) -> Response:
    own = workspaces_of(visit.caller.roles)
    known = None if error is None else refusal_words(error, "notices.refused", visit.language)
    return visit.page(
        "notices.html",
        error,
        frame=own[0].frame() if own else PUBLIC,
        found=notices(visit, cursor),
        where=visit.desk.subscriptions(),
        unsent=visit.desk.unsent().items if visit.caller.operates else None,
        refused=known,
        typed=typed,
        ways=WAYS,
        added=added,
    )
