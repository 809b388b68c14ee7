"""The operator's first page: all organisations with their logins, and a form to open another."""

from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Form, Query, Response

from api.web.notices import newest_notices
from api.web.twins import csv_response, iso_time, twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import OPERATOR
from ledger.service.access.account_overview import list_accounts
from schemas.errors import CradleError
from schemas.exchanged.accounts import OrganisationRequest
from schemas.views.accounts import Accounts, Login

SHOWN: Final = 50
"""The most organisations of a page."""

ALL: Final = 5_000
"""The most organisations of the table."""

ORGANISATIONS: Final = f"{OPERATOR.root}/organisations"
LOGINS: Final = f"{OPERATOR.root}/logins"
FIELDS: Final = frozenset({"id", "name", "participant"})

Words = Annotated[str, Query(alias="q", max_length=200)]
After = Annotated[str, Query(max_length=100)]

router = APIRouter(prefix=OPERATOR.root, include_in_schema=False)


@twins(router, "")
def accounts(visit: Visited, q: Words = "", after: After = "") -> Accounts:
    """Return the organisations whose name contains some words as data."""
    return _listed(visit, after, q.strip(), SHOWN)


@router.get("")
def accounts_page(visit: Visited, q: Words = "", after: After = "") -> Response:
    """Show the organisations whose name contains some words, and a form to open one."""
    return _page(visit, after, q.strip(), dict.fromkeys(FIELDS, ""))


@router.get(".csv")
def accounts_table(visit: Visited) -> Response:
    """Return all organisations as a table, one row for each login."""
    headings = [
        *("organisation", "name", "participant", "firm", "login", "kind", "roles"),
        *("state", "created", "expires", "ended", "used"),
    ]
    rows = []
    for row in _listed(visit, "", "", ALL).items:
        firm = [row.id, row.name, row.participant, row.firm]
        rows += [[*firm, *_cells(login)] for login in row.logins] or [[*firm, *[None] * 8]]
    return csv_response("accounts", headings, rows)


@router.post("/organisations")
def open_account(
    visit: Visited,
    id: Annotated[str, Form(max_length=1000)] = "",  # noqa: A002 - the field of the form
    name: Annotated[str, Form(max_length=1000)] = "",
    participant: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Open an organisation, and go to its page."""
    typed = {"id": id.strip(), "name": name.strip(), "participant": participant.strip()}
    members = {field: value for field, value in typed.items() if value or field != "participant"}
    try:
        row = visit.desk.open_organisation(OrganisationRequest.parse(orjson.dumps(members)))
    except CradleError as error:
        return _page(visit, "", "", typed, error)
    return visit.go(f"{ORGANISATIONS}/{row.id}")


def _cells(row: Login) -> list[object]:
    roles = " ".join(role.value for role in row.roles)
    times = (row.created, row.expires, row.ended, row.used)
    return [row.id, row.kind, roles, row.state, *map(iso_time, times)]


def _listed(visit: Visit, after: str, words: str, most: int) -> Accounts:
    return list_accounts(visit.ledger, visit.caller, after, words, most, visit.now)


def _page(
    visit: Visit,
    after: str,
    words: str,
    typed: dict[str, str],
    error: CradleError | None = None,
) -> Response:
    return visit.page(
        "operator/accounts.html",
        error,
        form_fields=FIELDS,
        found=accounts(visit, words, after),
        notices=newest_notices(visit),
        words=words,
        typed=typed,
    )
