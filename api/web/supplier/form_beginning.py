"""What a short form begins with: a request, the entry that it corrects, or one of another period.

A correction begins with all that the entry states, since most of it is right; an entry of which the form cannot hold
all is refused, as `cradle edit` refuses it as a template: its correction would lack a row unseen. A form for another
period has the site, the products, flows and units, and none of the numbers, as a template that is filled in
(`prefilled`): no amount of one period is signed for another unseen. A request alone begins with the firm's newest entry
of its product, if one is the newest. What the form has no field for is then said by name.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from api.web.supplier.form_rows import MOST, Row, TypedForm
from api.web.workspace import Visit
from ledger.exchange.draft_files import fields_of
from ledger.exchange.spreadsheet.columns import BY_KEY, NUMBERS, Table
from ledger.exchange.spreadsheet.filled import fill_tables, left_out
from ledger.exchange.spreadsheet.prefilled import FIRST, fill_from_entry
from ledger.exchange.spreadsheet.template import Filled, spell
from ledger.footprint.graph.resolution import EntryRecord
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.requests.inbox import inbox_row
from ledger.state.disclosure import Standing
from ledger.store.goods import live_lines_of_products
from ledger.translations.languages import Language
from schemas.base import Model
from schemas.errors import CradleError
from schemas.exchanged.request import RequestView
from schemas.signed.entry import Entry
from schemas.signed.statement import SectionName
from schemas.values import Period


class Beginning(NamedTuple):
    """A form as it begins.

    Attributes:
        typed: its content.
        period: of the entry that it begins from; None without one.
        corrects: True if that entry is to be replaced.
        left_out: the paths of what that entry states and the form has no field for.
    """

    typed: TypedForm
    period: Period | None = None
    corrects: bool = False
    left_out: tuple[str, ...] = ()


def begin(visit: Visit, request: str | None, corrected: str | None, like: str | None) -> Beginning:
    """Begin a form; ids are hexadecimal digits.

    Raises:
        CradleError: `access.denied`, `request.unknown`, `draft.no_sheet`; `statement.unknown`, also for another firm's
            entry.
    """
    scope_of(visit.caller, Action.SUBMIT)
    asked = None
    if request is not None:
        asked = inbox_row(visit.ledger, visit.caller, request, visit.now).request
    if corrected is not None:
        begun = _corrected(require_own_entry(visit, corrected), visit.language)
    else:
        named = like if like is not None or asked is None else _newest(visit, asked.product)
        begun = _alike(None if named is None else require_own_entry(visit, named), visit.language)
    return begun if asked is None else begun._replace(typed=_answering(asked, begun.typed))


def require_own_entry(visit: Visit, digits: str) -> EntryRecord:
    """The caller's own entry of these digits, with its sections.

    Raises:
        CradleError: `statement.unknown`, also for another firm's.
    """
    name = f"sha256:{digits}"
    with visit.ledger.view() as view:
        is_entry = view.statement(name, Entry) is not None
        standing = Visibility(view, visit.caller).standing(name)
        own = visit.caller.participant is not None and standing is Standing.ISSUER
        record = view.entry(name) if is_entry and own else None
    if record is None:
        raise unknown_statement(name)
    return record


def _corrected(record: EntryRecord, language: Language) -> Beginning:
    """All that an entry states.

    Raises:
        CradleError: `draft.no_sheet` if the form cannot hold all of it.
    """
    fields = _fields(record) | {"supersedes": {"id": record.id}}
    begun = _filled(fill_tables(fields), left_out(fields, BY_KEY.keys()), record, language)
    if begun.left_out:
        detail = (
            f"The form has no field for {', '.join(begun.left_out)} of this entry; correct it as a JSON draft, which"
            " `cradle edit` writes."
        )
        raise CradleError("draft.no_sheet", detail)
    return begun._replace(corrects=True)


def _alike(record: EntryRecord | None, language: Language) -> Beginning:
    """What an entry of another period has in common with the new one; its first output without such an entry."""
    if record is None:
        return Beginning(TypedForm({"process": ({},), "outputs": (FIRST,)}))
    prefilled = fill_from_entry(_fields(record), {})
    return _filled(prefilled.rows, prefilled.left_out, record, language)


def _filled(
    filled: Filled, unplaced: tuple[str, ...], record: EntryRecord, language: Language
) -> Beginning:
    """Rows of a template as a form; those that it is too short for are among what is left out."""
    rows = {
        key: tuple(_texts(BY_KEY[key], row, language) for row in found)
        for key, found in filled.items()
    }
    beyond = tuple(f"{key}[{at}]" for key, found in rows.items() for at in range(MOST, len(found)))
    typed = TypedForm({key: found[:MOST] for key, found in rows.items()})
    return Beginning(typed, record.entry.period, left_out=(*unplaced, *beyond))


def _texts(table: Table, row: Mapping[str, object], language: Language) -> Row:
    """The cells of a row as a person types them; a word of a list stays its key."""
    numbers = {column.key for column in table.columns if column.form in NUMBERS}
    return {
        key: spell(Decimal(str(value)), language) if key in numbers else str(value)
        for key, value in row.items()
    }


def _answering(request: RequestView, typed: TypedForm) -> TypedForm:
    """A form with the period of a request, and its product and unit where no entry has filled in an output."""
    days = {"first_day": request.period.start, "last_day": request.period.last_day}
    process, output = {**typed.rows("process")[0], **days}, typed.rows("outputs")[0]
    outputs = typed.rows("outputs")
    if "product" not in output:
        unit = "" if request.unit is None else request.unit.value
        outputs = ({**output, "product": request.product, "unit": unit},)
    return TypedForm({**typed.tables, "process": (process,), "outputs": outputs}, request.id)


def _newest(visit: Visit, product: str) -> str | None:
    """The digits of the firm's valid entry of a product that ends last; None without one, or of several."""
    if visit.caller.participant is None:
        return None
    with visit.ledger.view() as view:
        lines = live_lines_of_products(view.connection, visit.caller.participant, [product])
        entries = view.read({line.entry for line in lines})
    ends = {name: entry.period.end for name, entry in entries.items() if isinstance(entry, Entry)}
    last = max(ends.values(), default=None)
    found = [name.removeprefix("sha256:") for name, end in ends.items() if end == last]
    return found[0] if len(found) == 1 else None


def _fields(record: EntryRecord) -> dict[str, Any]:
    """The members of the draft of an entry."""
    sections: dict[SectionName, Model | None] = {
        SectionName.INVENTORY: record.inventory,
        SectionName.PRODUCT: record.product,
        SectionName.QUALITY: record.quality,
    }
    shown = {name: value for name, value in sections.items() if value is not None}
    return fields_of(record.entry, shown)
