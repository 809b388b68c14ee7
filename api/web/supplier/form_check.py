"""The check of a kept short form: its problems at their fields, or what was read and the way to the signature.

The check is that of a filled template (`api.sheet_checks`), so both refuse the same with the same sentences. It has an
address of its own and can be read again, also in another language. Only a form without an error goes on to be signed:
it becomes the draft of an entry, and the form is deleted. What was read is the draft in words, with the numbers, days
and words that will be signed, and the values that the check filled in.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Query, Response

from api.paths import RandomName
from api.problems import is_own_failure
from api.sheet_checks import SheetCheck, check_sheet, counted_sheet
from api.web.forms import ToSign, go_to_sign
from api.web.offered_methods import labels_of, offered_rulebooks
from api.web.supplier.form_layout import remarks_of
from api.web.supplier.form_rows import FilledTemplate, TypedForm, as_csv
from api.web.supplier.short_form import FORM, form_page, kept_form, sets_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.exchange.draft_files import Drafter, entry_of
from ledger.exchange.spreadsheet.columns import BY_KEY, NUMBERS, Column, Form, Table
from ledger.exchange.spreadsheet.places import column_of, header_column
from ledger.service.access.draft_preview import preview_draft_for
from ledger.service.access.drafts import delete_draft
from ledger.translations.documents import number
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, title, word
from schemas.errors import CradleError
from schemas.values import Digest, Period

FILE: Final = "form.csv"
LISTS: Final = ("outputs", "inputs", "emissions", "wastes", "avoided")

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
Chosen = Annotated[Digest | None, Query(description="The rulebook of the previewed figure.")]


class Preview(NamedTuple):
    """The previewed figures under a rulebook, each with its output; or the refusal, if there are none."""

    rulebooks: tuple[tuple[str, str], ...]
    chosen: str
    sets: tuple[str, ...]
    figures: tuple[tuple[Mapping[str, str], str], ...] = ()
    refusal: CradleError | None = None


@router.get("/form/{name}/check.json")
def check_data(visit: Visited, name: RandomName) -> Response:
    """Return the report on a kept form and, if it has no error, the draft of its entry."""
    _, checked = _check(visit, kept_form(visit, name))
    return visit.data(checked.respond(visit.caller))


@router.get("/form/{name}/check")
def check_form(visit: Visited, name: RandomName, rulebook: Chosen = None) -> Response:
    """Show the problems of a kept form at their fields; or, if it has no error, what was read."""
    typed = kept_form(visit, name)
    try:
        filled, checked = _check(visit, typed)
    except CradleError as error:
        return form_page(visit, name, typed, error=error)
    report = checked.sheet.report
    remarks = remarks_of(report, filled, visit.language)
    draft = checked.sheet.draft
    if draft is None:
        return form_page(visit, name, typed, remarks)
    return visit.page(
        "supplier/form_preview.html",
        draft=name,
        remarks=remarks,
        rows=read_draft_rows(draft, visit.language),
        known=checked.known,
        registered=visit.caller.participant is not None,
        preview=_preview(visit, draft, rulebook),
    )


@router.post("/form/{name}/sign")
def sign_form(visit: Visited, name: RandomName) -> Response:
    """Make the checked form the draft of an entry and go to its signature; the form is deleted."""
    typed = kept_form(visit, name)
    _, checked = _check(visit, typed)
    draft = checked.sheet.draft
    if draft is None or checked.known is not None:
        return visit.go(f"{FORM}/{name}/check")
    title = typed.title or visit.say("form.untitled")
    answer = go_to_sign(visit, ToSign("entry", title, orjson.dumps(draft)), typed.request)
    delete_draft(visit.store, visit.caller, name)
    return answer


def _check(visit: Visit, typed: TypedForm) -> tuple[FilledTemplate, SheetCheck]:
    filled = as_csv(typed, visit.language)
    context, caller, sets = visit.context, visit.caller, sets_of(visit.ledger)
    sheet = counted_sheet(context, caller, filled.data, FILE, visit.language, sets)
    return filled, check_sheet(context, caller, sheet)


def _preview(visit: Visit, draft: Mapping[str, Any], chosen: str | None) -> Preview | None:
    """The figure that a delivery could state; None if the caller has no participant or the ledger no rulebook."""
    context, caller = visit.context, visit.caller
    rulebooks = tuple(offered_rulebooks(visit))
    if caller.participant is None or not rulebooks:
        return None
    digest = chosen or min(rulebooks, key=itemgetter(1))[0]
    used = sets_of(visit.ledger)
    names = tuple(labels_of(visit, used))
    shown = Preview(rulebooks, digest, names)
    try:
        drafter = Drafter(visit.ledger.origin, caller.participant, context.fresh)
        entry = entry_of(draft, drafter)
        with context.quota.count_preview(caller.organisation):
            figures = preview_draft_for(visit.ledger, caller, entry, digest, used)
    except CradleError as error:
        if is_own_failure(error):
            raise
        return shown._replace(refusal=error)
    outputs = {row["line"]: row for row in draft["inventory"]["outputs"]}
    return shown._replace(figures=tuple((outputs[line], kg) for line, kg in figures.items()))


class ReadRow(NamedTuple):
    """A row of the draft: its title, and the heading and value of each of its cells."""

    title: str
    cells: tuple[tuple[str, str], ...]


def read_draft_rows(draft: Mapping[str, Any], language: Language) -> tuple[ReadRow, ...]:
    """The process, then each row of the inventory, then the elements of the products."""
    rows = [ReadRow(title("process", language), tuple(_header(draft, language)))]
    lines = draft["product"]["lines"]
    of_line = {line["line"]: line for line in lines}
    for key in LISTS:
        rows += [
            ReadRow(
                f"{title(key, language)} {at}",
                tuple(_cells(BY_KEY[key], of_line.get(row.get("line"), {}) | row, language)),
            )
            for at, row in enumerate(draft["inventory"].get(key, ()), start=1)
        ]
    for line in lines:
        rows += [
            ReadRow(
                f"{title('elements', language)} {line['line']}",
                tuple(_cells(BY_KEY["elements"], element, language)),
            )
            for element in line["elements"]
        ]
    return tuple(rows)


def _header(draft: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    """The fields of the process, the period by its last day."""
    columns = {column.key: column for column in BY_KEY["process"].columns}
    header = {
        key: value
        for key, value in draft.items()
        if key not in {"inventory", "product", "quality", "origin", "issuer", "sections"}
    }
    for path, value in _leaves(header):
        key = header_column(path, "")
        if key is None or path == "period":
            continue
        shown = value
        if path == "period.end":
            shown = Period.model_validate(draft["period"]).last_day
        yield heading(key, language), _spell(columns[key], shown, language)
    allocation = draft["inventory"].get("allocation")
    if allocation is not None:
        column = columns["allocation"]
        yield heading("allocation", language), _spell(column, allocation, language)


def _cells(table: Table, row: Mapping[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    columns: dict[str, Column] = {column.key: column for column in table.columns}
    for path, value in _leaves(row):
        key = {"type": "kind", "leg.km": "km"}.get(path) or column_of(table.key, path, "")
        if key in columns:
            yield heading(key, language), _spell(columns[key], value, language)


def _leaves(row: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The values of nested objects by their path."""
    for key, value in row.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        elif not isinstance(value, Sequence) or isinstance(value, str):
            yield f"{above}{key}", value


def _spell(column: Column, value: object, language: Language) -> str:
    if column.form is Form.WORD:
        return word(column.listed, str(value), language)
    return number(str(value), language) if column.form in NUMBERS else str(value)
