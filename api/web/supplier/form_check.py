"""The check of a kept short form: its problems at their fields, or what was read and the way to the signature.

The check is that of a filled template (`api.sheet_checks`), so both refuse the same with the same sentences. It has an
address of its own and can be read again, also in another language. Only a form without an error goes on to be signed:
it becomes the draft of an entry, and the form is deleted.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Query, Response

from api.paths import RandomName
from api.problems import is_own_failure
from api.sheet_checks import SheetCheck, check_sheet, counted_sheet, respond
from api.web.offered_methods import labels_of, offered_rulebooks
from api.web.signature import ToSign, go_to_sign
from api.web.supplier.form_layout import remarks_of
from api.web.supplier.form_methods import sets_of
from api.web.supplier.form_reading import read_draft_rows
from api.web.supplier.form_rows import FilledTemplate, TypedForm, as_csv
from api.web.supplier.short_form import FORM, form_page, kept_form
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.exchange.draft_files import Drafter, parse_entry_draft
from ledger.service.access.draft_preview import preview_draft_for
from ledger.service.access.drafts import delete_draft
from ledger.translations.documents import number
from schemas.errors import CradleError
from schemas.values import Digest
from schemas.views.row_report import RowReport

FILE: Final = "form.csv"

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
Chosen = Annotated[Digest | None, Query(description="The rulebook of the previewed figure.")]


class Figure(NamedTuple):
    """The previewed figure of an output line, spelled in the page's language."""

    line: str
    product: str
    unit: str
    kg: str


class Preview(NamedTuple):
    """The previewed figures under a rulebook; or the refusal, if there are none."""

    rulebooks: tuple[tuple[str, str], ...]
    chosen: str
    sets: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    refusal: CradleError | None = None


@router.get("/form/{name}/check.json")
def check_data(visit: Visited, name: RandomName) -> Response:
    """Return the report on a kept form and, if it has no error, the draft of its entry."""
    _, checked = _check(visit, kept_form(visit, name))
    return visit.data(respond(checked, visit.caller))


@router.get("/form/{name}/check")
def check_form(visit: Visited, name: RandomName, rulebook: Chosen = None) -> Response:
    """Show the problems of a kept form at their fields; or, if it has no error, what was read."""
    typed = kept_form(visit, name)
    try:
        filled, checked = _check(visit, typed)
    except CradleError as error:
        return form_page(visit, name, typed, error=error)
    report = RowReport.parse(orjson.dumps(checked.found["report"]))
    remarks = remarks_of(report, filled, visit.language)
    draft = checked.found.get("draft")
    if draft is None:
        return form_page(visit, name, typed, remarks)
    values: dict[str, object] = {
        "draft": name,
        "typed": typed,
        "remarks": remarks,
        "rows": read_draft_rows(draft, visit.language),
        "known": checked.known,
        "registered": visit.caller.participant is not None,
        "preview": _preview(visit, draft, rulebook),
    }
    title = visit.say("form.checked")
    return visit.page("supplier/form_preview.html", title, values, SUPPLIER.frame("submit"))


@router.post("/form/{name}/sign")
def sign_form(visit: Visited, name: RandomName) -> Response:
    """Make the checked form the draft of an entry and go to its signature; the form is deleted."""
    typed = kept_form(visit, name)
    _, checked = _check(visit, typed)
    draft = checked.found.get("draft")
    if draft is None or checked.known is not None:
        return visit.go(f"{FORM}/{name}/check")
    title = typed.title or visit.say("form.untitled")
    answer = go_to_sign(visit, ToSign("entry", title, orjson.dumps(draft)), typed.request)
    delete_draft(visit.context.ledger.store, visit.caller, name)
    return answer


def _check(visit: Visit, typed: TypedForm) -> tuple[FilledTemplate, SheetCheck]:
    filled = as_csv(typed, visit.language)
    context, caller, sets = visit.context, visit.caller, sets_of(visit.context.ledger)
    sheet = counted_sheet(context, caller, (filled.data, FILE), visit.language, sets)
    return filled, check_sheet(context, caller, sheet)


def _preview(visit: Visit, draft: Mapping[str, Any], chosen: str | None) -> Preview | None:
    """The figure that a delivery could state; None if the caller has no participant or the ledger no rulebook."""
    context, caller = visit.context, visit.caller
    rulebooks = tuple(offered_rulebooks(visit))
    if caller.participant is None or not rulebooks:
        return None
    digest = chosen or min(rulebooks)[0]
    used = sets_of(context.ledger)
    names = tuple(labels_of(visit, used))
    shown = Preview(rulebooks, digest, names)
    try:
        drafter = Drafter(context.ledger.origin, caller.participant, context.fresh)
        made = parse_entry_draft(orjson.dumps(draft), {}, drafter)
        with context.quota.count_preview(caller.organisation):
            found = preview_draft_for(context.ledger, caller, made, digest, used)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return shown._replace(refusal=error)
    outputs = {row["line"]: row for row in draft["inventory"]["outputs"]}
    figures = tuple(
        Figure(line, outputs[line]["product"], outputs[line]["unit"], number(kg, visit.language))
        for line, kg in found.items()
    )
    return shown._replace(figures=figures)
