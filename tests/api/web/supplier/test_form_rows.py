"""The typed fields of the short form, and the template that they make."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.form_pages import MINED
from support.refusal import refused

from api.web.supplier.form_layout import layout, remarks_of
from api.web.supplier.form_rows import (
    BY_KEY,
    MOST,
    TypedForm,
    as_csv,
    name_of,
    read_content,
    read_fields,
)
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.columns import TABLES
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import heading, title

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["1,5", "102.429", "[Inputs]", "=A1", '"', "kg", "\u00a0", "a\nb", "sep=;", "cradle-entry"]
)
NAMES = st.builds(
    lambda table, row, column: name_of(
        table.key, 0 if table.is_form else row, table.keys[column % len(table.keys)]
    ),
    st.sampled_from(TABLES),
    st.integers(0, 4),
    st.integers(0, 20),
)
FIELDS = st.dictionaries(NAMES, TEXTS, max_size=25)


def texts_of(typed: TypedForm) -> dict[str, str]:
    """What a form holds, by the names of its fields, empty ones left out."""
    return {
        name_of(table, at, column): text
        for table, rows in typed.tables.items()
        for at, row in enumerate(rows)
        for column, text in row.items()
        if text
    }


@given(FIELDS)
def test_what_was_typed_is_on_the_page_again(fields: dict[str, str]) -> None:
    """Kept, read and laid out, every field has its text; U+0000 alone becomes what HTML makes of it."""
    typed = read_content(read_fields(fields.items(), "ab" * 16).to_bytes())
    shown = {
        one.id: one.value
        for section in layout(typed, "en")
        for row in section.rows
        for one in (*row.fields, *row.rare)
        if one.value
    }
    expected = {name: text.replace("\0", "\ufffd") for name, text in fields.items() if text}
    assert shown == texts_of(typed) == expected
    assert typed.request == "ab" * 16


@given(FIELDS)
def test_a_typed_list_word_is_among_its_options(fields: dict[str, str]) -> None:
    """A text that a list does not have is offered too, so a browser sends it back."""
    for section in layout(read_fields(fields.items()), "de"):
        for row in section.rows:
            for one in (*row.fields, *row.rare):
                values = [option.value for option in one.options]
                assert one.sort != "select" or not one.value or values.count(one.value) == 1


@settings(max_examples=60)
@given(FIELDS, st.sampled_from(LANGUAGES))
def test_the_form_is_read_as_its_table(fields: dict[str, str], language: Language) -> None:
    """The check finds each filled row at its line, and each remark has a field of the form."""
    typed = read_fields(fields.items())
    filled = as_csv(typed, language)
    checked = check_spreadsheet(filled.data, "form.csv", language)
    for table in TABLES:
        found = [record.row for record in checked.tables[table.key] if record.raws]
        if table.is_form:
            continue
        held = [
            at
            for at, row in enumerate(typed.rows(table.key))
            if any(text.strip() for text in row.values())
        ]
        assert [filled.places[line][:2] for line in found] == [(table.key, at) for at in held]
    ids = {
        one.id
        for section in layout(typed, language)
        for row in section.rows
        for one in (*row.fields, *row.rare)
    }
    for remark in remarks_of(checked.report, filled, language):
        assert remark.field in ids | {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_has_the_report_of_an_uploaded_file(language: Language) -> None:
    """A file that a person writes with the same cells has the same problems, by code, column and value."""
    fields = MINED | {"inputs.0.amount": "1.00O", "process.0.country": "Swedia"}
    filled = as_csv(read_fields(fields.items()), language)
    lines: list[list[str]] = [
        ["cradle-entry", "2", language],
        ["[" + title("process", language) + "]"],
    ]
    process = {key.split(".")[2]: text for key, text in fields.items() if key.startswith("process")}
    lines += [[heading(key, language), text] for key, text in process.items()]
    for table in ("outputs", "inputs"):
        row = {key.split(".")[2]: text for key, text in fields.items() if key.startswith(table)}
        lines += [[f"[{title(table, language)}]"], [heading(key, language) for key in row]]
        lines.append(list(row.values()))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(lines)
    uploaded = check_spreadsheet(text.getvalue().encode(), "own.csv", language).report
    own = check_spreadsheet(filled.data, "form.csv", language).report
    assert [(row.code, row.column, row.value, row.message) for row in own.problems] == [
        (row.code, row.column, row.value, row.message) for row in uploaded.problems
    ]
    remarks = remarks_of(own, filled, language)
    assert [one.field for one in remarks if one.is_error] == [
        "process.0.country",
        "inputs.0.amount",
    ]


def test_unknown_fields_are_ignored() -> None:
    """Other names, tables, columns and rows leave no trace."""
    names = [
        "a",
        "process.1.lot",
        f"inputs.{MOST}.flow",
        "inputs.0.secret",
        "other.0.x",
        "inputs.٣.flow",
    ]
    assert read_fields((name, "x") for name in names) == TypedForm()


def test_a_row_is_added_and_removed() -> None:
    """A table has at most its most rows, and the process one."""
    typed = read_fields(MINED.items())
    longer = typed.with_row("inputs", {"flow": "a"})
    assert [row["flow"] for row in longer.rows("inputs")] == ["test:power", "a"]
    assert longer.without_row("inputs", 0).rows("inputs") == ({"flow": "a"},)
    assert typed.with_row("process", {}) == typed == typed.without_row("process", 0)
    assert typed.with_row("other", {}) == typed == typed.without_row("other", 0)
    for _ in range(MOST):
        longer = longer.with_row("inputs", {})
    assert len(longer.rows("inputs")) == MOST


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"tables": 1}', b'{"tables": {"inputs": 1}}', b'{"request": ""}'],
)
def test_a_foreign_content_is_refused(content: bytes) -> None:
    """What a program kept under this form by mistake is not shown as an empty form."""
    with refused("draft.shape"):
        read_content(content)


def test_a_draft_is_named_by_its_product_and_period() -> None:
    """As typed; nothing typed is not a name."""
    assert read_fields(MINED.items()).title == "ore, 2026-01-01 \u2013 2026-12-31"
    assert TypedForm().title == ""
    assert read_fields({"outputs.0.product": " urn:a "}.items()).title == "urn:a"
    assert read_fields({"process.0.last_day": "2026"}.items()).title == "2026"


def test_every_table_of_the_template_is_in_the_form() -> None:
    """And every column of it."""
    ids = {
        one.id.replace(".0.", ".")
        for section in layout(TypedForm(), "en")
        for row in section.rows
        for one in (*row.fields, *row.rare)
    }
    assert ids == {f"{table}.{key}" for table in BY_KEY for key in BY_KEY[table].keys}
