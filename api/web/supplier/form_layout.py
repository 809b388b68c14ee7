"""The short form as a page shows it: sections, rows, fields, and the sentences of a check at their fields.

Labels, notes and lists are the template's own (`ledger.translations.spreadsheet`). A row shows what a simple entry
needs; its rarer fields are folded, and unfolded if one of them has a text or a problem. The value of a list is the key
of its word, so a draft may be continued in another language; another text that a program kept is offered as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from api.web.supplier.form_rows import MOST, FilledTemplate, Row, TypedForm, name_of
from ledger.exchange.spreadsheet.columns import BY_KEY, NUMBERS, Column, Form, Table
from ledger.exchange.spreadsheet.prefilled import FIRST
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import codes, heading, hint, rule, title, word
from schemas.views.row_report import RowProblem, RowReport
from schemas.vocabulary import Stage

SHOWN: Final[Mapping[str, frozenset[str]]] = {
    "process": frozenset(
        {"site_code", "country", "process", "first_day", "last_day", "basis", "lot"}
    ),
    "outputs": frozenset({"product", "name", "amount", "unit", "role"}),
    "inputs": frozenset(
        {"kind", "delivery", "flow", "product", "amount", "unit", "purpose", "known", "supply"}
    ),
    "wastes": frozenset({"flow", "amount", "unit", "purpose", "known"}),
    "emissions": frozenset({"gas", "origin", "emitted_kg", "known"}),
    "elements": frozenset({"line", "element", "fraction", "recycled"}),
    "avoided": frozenset({"delivery", "flow", "material", "amount", "unit", "known"}),
}
"""The columns of each table that are not folded."""

FOLDED: Final = frozenset({"wastes", "elements", "avoided"})
"""The tables that a simple entry does not need."""

ORDER: Final = ("process", "outputs", "inputs", "emissions", "wastes", "elements", "avoided")


class Option(NamedTuple):
    """A word of a list; `group` is the life-cycle stage of a process."""

    value: str
    name: str
    group: str = ""


class Remark(NamedTuple):
    """A problem with the field that it is about; `language` is "" unless it differs from the page's."""

    field: str
    place: str
    sentence: str
    language: str
    code: str
    suggestion: str | None
    is_error: bool

    @property
    def whole(self) -> str:
        """The sentence with its place in front."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class FieldView(NamedTuple):
    """A field of a row; `sort` is `select`, `number` or `text`."""

    id: str
    label: str
    required: bool
    sort: str
    value: str
    note: str
    options: tuple[Option, ...]
    remarks: tuple[Remark, ...]

    @property
    def is_wrong(self) -> bool:
        """True if the check found an error in it."""
        return any(remark.is_error for remark in self.remarks)

    @property
    def described(self) -> str:
        """The ids of its note and its remarks, for assistive programs."""
        notes = [f"{self.id}-note"] if self.note else []
        return " ".join([*notes, *([f"{self.id}-remarks"] if self.remarks else [])])


class RowView(NamedTuple):
    """A row: its number from 1, its fields, its rarer fields, and True if these are unfolded."""

    number: int
    fields: tuple[FieldView, ...]
    rare: tuple[FieldView, ...]
    unfolded: bool


class SectionView(NamedTuple):
    """A table of the template as a section of the page."""

    key: str
    title: str
    rows: tuple[RowView, ...]
    is_form: bool
    can_add: bool
    folded: bool
    unfolded: bool


def layout(
    typed: TypedForm, language: Language, remarks: Sequence[Remark] = ()
) -> tuple[SectionView, ...]:
    """Lay out a form: its sections in the order of the work."""
    return tuple(_section(BY_KEY[key], typed, language, remarks) for key in ORDER)


def remarks_of(report: RowReport, filled: FilledTemplate, language: Language) -> tuple[Remark, ...]:
    """The problems of a report, each at its field: errors first, then in the order of the page."""
    remarks = [_remark(row, filled.field_of(row), language) for row in report.problems]
    return tuple(sorted(remarks, key=lambda remark: (not remark.is_error, _position(remark.field))))


def _position(field: str) -> tuple[int, int, int]:
    """The position of a field on the page; what concerns the whole form comes first."""
    if not field:
        return -1, 0, 0
    table, row, column = field.split(".")
    return ORDER.index(table), int(row), BY_KEY[table].keys.index(column)


def place_of(field: str, language: Language) -> str:
    """A field in words: its table, its row if there are several, its heading; "" for the whole form."""
    if not field:
        return ""
    table, row, column = field.split(".")
    named = title(table, language)
    numbered = named if BY_KEY[table].is_form else f"{named} {int(row) + 1}"
    return f"{numbered}, {heading(column, language)}"


def new_row(typed: TypedForm, table: str) -> Row:
    """A row to add to a table; a further output has a line of its own."""
    if table != "outputs":
        return {}
    return {**FIRST, "line": f"line-{len(typed.rows(table)) + 1}", "role": "co_product"}


def _remark(problem: RowProblem, field: str, language: Language) -> Remark:
    is_translated = problem.code in codes() or rule(problem.code, language) is not None
    return Remark(
        field,
        place_of(field, language),
        problem.message,
        "" if is_translated or language == "en" else "en",
        problem.code,
        problem.suggestion,
        problem.severity == "error",
    )


def _section(
    table: Table, typed: TypedForm, language: Language, remarks: Sequence[Remark]
) -> SectionView:
    typed_rows = typed.rows(table.key)
    rows = tuple(
        _row(
            table,
            at,
            row,
            language,
            [remark for remark in remarks if _is_in(remark, table.key, at)],
        )
        for at, row in enumerate(typed_rows)
    )
    folded = table.key in FOLDED
    filled = any(map(_is_filled, typed_rows)) or len(typed_rows) > 1
    wrong = any(remark.field.startswith(f"{table.key}.") for remark in remarks)
    return SectionView(
        key=table.key,
        title=title(table.key, language),
        rows=rows,
        is_form=table.is_form,
        can_add=not table.is_form and len(rows) < MOST,
        folded=folded,
        unfolded=folded and (filled or wrong),
    )


def _is_in(remark: Remark, table: str, row: int) -> bool:
    return remark.field.startswith(f"{table}.{row}.")


def _is_filled(row: Row) -> bool:
    return any(row.values())


def _row(table: Table, at: int, row: Row, language: Language, remarks: Iterable[Remark]) -> RowView:
    row_remarks = list(remarks)
    views = [_field(table, at, column, row, language, row_remarks) for column in table.columns]
    shown = SHOWN[table.key]
    keys = [column.key for column in table.columns]
    rare = tuple(view for key, view in zip(keys, views, strict=True) if key not in shown)
    usual = FIRST if table.key == "outputs" else {}
    changed = any(
        row.get(key, "") not in {"", usual.get(key, "")} and not row[key].startswith("line-")
        for key in keys
        if key not in shown
    )
    return RowView(
        number=at + 1,
        fields=tuple(view for key, view in zip(keys, views, strict=True) if key in shown),
        rare=rare,
        unfolded=changed or any(view.remarks for view in rare),
    )


def _field(
    table: Table,
    at: int,
    column: Column,
    row: Row,
    language: Language,
    remarks: Iterable[Remark],
) -> FieldView:
    name, value = name_of(table.key, at, column.key), row.get(column.key, "")
    is_list = column.form is Form.WORD
    sort = "select" if is_list else "number" if column.form in NUMBERS else "text"
    return FieldView(
        id=name,
        label=heading(column.key, language),
        required=column.required,
        sort=sort,
        value=value,
        note=hint(column.key, language) or "",
        options=tuple(_options(column, value, language)) if is_list else (),
        remarks=tuple(remark for remark in remarks if remark.field == name),
    )


def _options(column: Column, value: str, language: Language) -> Iterable[Option]:
    """The words of a list, and a typed text that is none of them."""
    if value and value not in column.words:
        yield Option(value, value)
    for key in column.words:
        stage = key.partition(".")[0] if column.key == "process" else ""
        group = word("stage", Stage(stage).value, language) if stage else ""
        yield Option(key, word(column.listed, key, language), group)
