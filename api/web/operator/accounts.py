"""The operator's first page: all organisations with their logins, and a form to open another."""

from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Form, Query, Response

from api.problems import status_of
from api.web.csv_file import csv_response
from api.web.operator.wording import format_time, iso_time, role_words
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import OPERATOR
from ledger.service.access.account_overview import list_accounts
from schemas.errors import CradleError
from schemas.exchanged.accounts import OrganisationRequest
from schemas.views.accounts import Account, Accounts, Login

SHOWN: Final = 50
"""The most organisations of a page."""

ALL: Final = 5_000
"""The most organisations of the table."""

ORGANISATIONS: Final = f"{OPERATOR.root}/organisations"
LOGINS: Final = f"{OPERATOR.root}/logins"
FIELDS: Final = frozenset({"id", "name", "participant"})
MARK: Final = {"valid": "ok", "expired": "warn", "ended": "info"}
"""The sort of the chip of a login's state."""

Words = Annotated[str, Query(alias="q", max_length=200)]
After = Annotated[str, Query(max_length=100)]

router = APIRouter(prefix=OPERATOR.root, include_in_schema=False)


class LoginLine(NamedTuple):
    """A login as tables show it; `used` and `ends` are empty where there is no such time."""

    row: Login
    mark: str
    roles: str
    used: str
    ends: str


@router.get("")
def accounts_page(visit: Visited, q: Words = "", after: After = "") -> Response:
    """Show the organisations whose name contains some words, and a form to open one."""
    return _page(visit, (after, q.strip()), dict.fromkeys(FIELDS, ""))


@router.get(".json")
def accounts_data(visit: Visited, q: Words = "", after: After = "") -> Response:
    """Return the same organisations as data."""
    return visit.data(_listed(visit, after, q.strip(), SHOWN))


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
        rows += [[*firm, *_cells(one)] for one in row.logins] or [[*firm, *[None] * 8]]
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
    stated = {field: value for field, value in typed.items() if value or field != "participant"}
    try:
        row = visit.desk.open_organisation(OrganisationRequest.parse(orjson.dumps(stated)))
    except CradleError as error:
        return _page(visit, ("", ""), typed, error)
    return visit.go(f"{ORGANISATIONS}/{row.id}")


def login_line(visit: Visit, row: Login) -> LoginLine:
    """A login as tables show it."""
    ends = row.ended if row.ended is not None else row.expires
    return LoginLine(
        row=row,
        mark=MARK[row.state],
        roles=role_words(visit, row.roles),
        used="" if row.used is None else format_time(row.used),
        ends="" if ends is None else format_time(ends),
    )


def _cells(row: Login) -> list[object]:
    roles = " ".join(role.value for role in row.roles)
    times = (row.created, row.expires, row.ended, row.used)
    return [row.id, row.kind, roles, row.state, *map(iso_time, times)]


def _listed(visit: Visit, after: str, words: str, most: int) -> Accounts:
    context = visit.context
    return list_accounts(context.ledger, visit.caller, (after, words, most), context.now())


def _page(
    visit: Visit, asked: tuple[str, str], typed: dict[str, str], error: CradleError | None = None
) -> Response:
    after, words = asked
    found = _listed(visit, after, words, SHOWN)
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in found.items],
        "next": found.next,
        "words": words,
        "typed": typed,
        "error": error,
        "problems": [] if error is None else problem_rows(error, FIELDS),
    }
    status = HTTPStatus.OK if error is None else status_of(error)
    title = visit.say("accounts.title")
    return visit.page("operator/accounts.html", title, values, OPERATOR.frame("accounts"), status)


def _line(visit: Visit, row: Account) -> tuple[Account, list[LoginLine], int]:
    """An organisation, its valid logins, and the number of the others."""
    valid = [login_line(visit, one) for one in row.logins if one.state == "valid"]
    return row, valid, len(row.logins) - len(valid)
