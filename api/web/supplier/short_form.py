"""The short form: one entry typed on a page, kept as a draft until it is checked and signed.

The form is one filled template. Its fields are the template's columns, and the spreadsheet's own check reads them
(`form_check`). Each button saves the draft first, under a name that the page drew, so nothing typed is lost and sending
twice makes one draft. If the draft cannot be saved, the page is shown again with all that was typed.
"""

import re
from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.paths import RandomName
from api.web.supplier.form_beginning import Beginning, begin
from api.web.supplier.form_layout import SHOWN, Remark, layout, new_row
from api.web.supplier.form_rows import TypedForm, name_of, read_content, read_fields
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import SUPPLIER
from ledger.append.ledger import Ledger
from ledger.exchange.spreadsheet.columns import BY_KEY
from ledger.exchange.spreadsheet.numbers import DECIMAL
from ledger.service.access.drafts import keep_draft, read_draft
from ledger.service.requests.inbox import inbox_row
from ledger.service.requests.introduction import describe_ledger
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet
from schemas.views.inbox import InboxRow

FORM: Final = f"{SUPPLIER.root}/form"
DRAFT: Final = "form"
"""The form of its drafts."""

_REQUEST: Final = re.compile(r"[0-9a-f]{32}")
_ACT: Final = re.compile(r"(add|remove)\.([a-z]+)(?:\.([0-9]{1,2}))?", re.ASCII)

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
Asked = Annotated[str | None, Query(alias="request", pattern="^[0-9a-f]{32}$")]
Corrected = Annotated[str | None, Query(alias="supersedes", pattern="^[0-9a-f]{64}$")]
Like = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")]


class FormData(BaseModel):
    """The typed fields as data: the rows of each table, and the request that they answer."""

    model_config = ConfigDict(frozen=True)

    draft: str
    request: str | None
    tables: dict[str, list[dict[str, str]]]


class SentForm(NamedTuple):
    """A form as a browser sent it: what was typed, and the button."""

    typed: TypedForm
    act: str


async def _sent(request: Request) -> SentForm:
    """Read the fields of the form; a coroutine, because the body is read as it arrives."""
    form = await request.form()
    items = form.multi_items()
    request_name = str(form.get("request", ""))
    answered = request_name if _REQUEST.fullmatch(request_name) else ""
    return SentForm(read_fields(items, answered), str(form.get("act", "keep")))


Sent = Annotated[SentForm, Depends(_sent)]


@router.get("/form")
def new_form(
    visit: Visited, asked: Asked = None, corrected: Corrected = None, like: Like = None
) -> Response:
    """Show a form, filled with what a request, the entry to correct or one of another period says."""
    begun = begin(visit, asked, corrected, like)
    return form_page(visit, visit.context.fresh(), begun.typed, begun=begun)


@router.get("/form.json")
def new_form_data(
    visit: Visited, asked: Asked = None, corrected: Corrected = None, like: Like = None
) -> Response:
    """Return the fields of a form that begins."""
    return visit.data(_data(visit.context.fresh(), begin(visit, asked, corrected, like).typed))


@router.get("/form/{name}.json")
def kept_form_data(visit: Visited, name: RandomName) -> Response:
    """Return the fields of a kept form."""
    return visit.data(_data(name, kept_form(visit, name)))


@router.get("/form/{name}")
def show_form(visit: Visited, name: RandomName, kept: bool = False) -> Response:  # noqa: FBT001, FBT002 - of the address
    """Show a kept form, to be continued."""
    return form_page(visit, name, kept_form(visit, name), kept=kept)


@router.post("/form/{name}")
def save_form(visit: Visited, name: RandomName, sent: Sent) -> Response:
    """Save the form, then do what its button says; a script gets the answer as data."""
    typed, anchor = _acted(sent)
    title = typed.title or visit.say("form.untitled")
    wants_data = visit.request.headers.get("Accept") == "application/json"
    try:
        keep_draft(visit.store, visit.caller, name, DRAFT, title, typed.to_bytes(), visit.now)
    except CradleError as error:
        if wants_data:
            raise
        return form_page(visit, name, typed, error=error)
    if wants_data:
        return visit.data(_data(name, typed))
    if sent.act == "check":
        return visit.go(f"{FORM}/{name}/check")
    return visit.go(f"{FORM}/{name}{anchor or '?kept=true'}")


def kept_form(visit: Visit, name: str) -> TypedForm:
    """The content of a kept form.

    Raises:
        CradleError: `access.denied`; `draft.absent`, also for a draft of another form; `draft.shape`.
    """
    draft = read_draft(visit.store, visit.caller, name)
    if draft.form != DRAFT:
        detail = "This draft is not of the short form; open it from the list of drafts."
        raise CradleError("draft.absent", detail)
    return read_content(draft.content)


def form_page(
    visit: Visit,
    name: str,
    typed: TypedForm,
    remarks: tuple[Remark, ...] = (),
    error: CradleError | None = None,
    *,
    begun: Beginning | None = None,
    kept: bool = False,
) -> Response:
    """Show the form with what was typed, the remarks of a check at their fields, or a refusal of the whole.

    Args:
        visit: the request to the page.
        name: of the draft, kept or to be kept.
        typed: the content.
        remarks: of a check.
        error: why the form could not be saved or checked.
        begun: what it begins with, on its first page.
        kept: True to say that the draft is kept.
    """
    wrong = [remark for remark in remarks if remark.is_error]
    rows = [(remark.field, remark.whole, remark.language) for remark in wrong]
    return visit.page(
        "supplier/form.html",
        error,
        draft=name,
        typed=typed,
        begun=begun,
        period=visit.period,
        asked=_request_of(visit, typed.request),
        sections=layout(typed, visit.language, remarks),
        remarks=remarks,
        problems=rows if error is None else problem_rows(error),
        code=error.code if error is not None else "",
        kept=kept,
        decimal=DECIMAL[visit.language],
        flows=flows_of(visit.ledger),
    )


def _request_of(visit: Visit, name: str) -> InboxRow | None:
    """The request that a form answers; None if it answers none that the caller is shown."""
    if not name:
        return None
    try:
        return inbox_row(visit.ledger, visit.caller, name, visit.now)
    except CradleError as error:
        if error.code != "request.unknown":
            raise
        return None


def _acted(sent: SentForm) -> tuple[TypedForm, str]:
    """The form after its button, and the part of the page to go to."""
    typed, match = sent.typed, _ACT.fullmatch(sent.act)
    if match is None or match[2] not in BY_KEY:
        return typed, ""
    table = match[2]
    if match[1] == "remove":
        return typed.without_row(table, int(match[3] or "0")), f"#{table}"
    longer = typed.with_row(table, new_row(typed, table))
    first = next(column.key for column in BY_KEY[table].columns if column.key in SHOWN[table])
    return longer, f"#{name_of(table, len(longer.rows(table)) - 1, first)}"


def _data(name: str, typed: TypedForm) -> FormData:
    content = orjson.loads(typed.to_bytes())
    return FormData(draft=name, request=typed.request or None, tables=content["tables"])


SETS: Final = 16
"""The most factor sets of a check, as over the API."""

FLOWS: Final = 500
"""The most flows that a page offers."""


def sets_of(ledger: Ledger) -> tuple[str, ...]:
    """The digests of the factor sets that the form is checked with."""
    return describe_ledger(ledger).together[:SETS]


def flows_of(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """The flows of these sets, each with its name and unit; none if they are too many."""
    used = frozenset(sets_of(ledger))
    flows = {
        row.flow: f"{row.name}, {row.unit.value}"
        for digest, method in ledger.methods()
        if digest in used and isinstance(method, FactorSet)
        for row in method.rows
    }
    return tuple(sorted(flows.items())) if len(flows) <= FLOWS else ()
