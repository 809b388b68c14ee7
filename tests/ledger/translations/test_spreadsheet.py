"""Every word of the template is there in three languages, and no two columns of a table share one."""

from enum import Enum

import pytest

from ledger.exchange.spreadsheet.columns import TABLES, Column, Form, Table
from ledger.translations.languages import LANGUAGES, Language
from ledger.translations.spreadsheet import heading, headings, language_of, plain, spellings, word
from schemas.vocabulary import ProcessCode

COLUMNS = {column.key: column for table in TABLES for column in table.columns}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.key))
def test_no_two_columns_share_a_heading(table: Table) -> None:
    """A heading in any language leads to one column of its table."""
    for language in LANGUAGES:
        names = [plain(heading(key, language)) for key in table.keys]
        assert len(set(names)) == len(names)
        for key, name in zip(table.keys, names, strict=True):
            assert headings(table.keys)[name] == key


@pytest.mark.parametrize(
    "column", [c for c in COLUMNS.values() if c.form is Form.WORD], ids=lambda c: str(c.key)
)
def test_a_word_leads_to_one_key(column: Column) -> None:
    """In each language, and by its key; only gases have the same word in all."""
    known = spellings(column.listed, column.words)
    for key in column.words:
        for language in LANGUAGES:
            assert known[plain(word(column.listed, key, language))] == key
    translated = all(word(column.listed, key, "zh") != key for key in column.words)
    assert translated == (column.key != "gas")


def test_width_case_and_spaces_do_not_matter() -> None:
    """As people type, and as input methods write."""
    column = COLUMNS["unit"]
    known = spellings(column.listed, column.words)
    for typed in ("KWH", " kwh ", "\uff4b\uff37\uff48", "kWh*", "千瓦时"):
        assert known[plain(typed)] == "kWh"
    assert known[plain("m\u00b3")] == "m3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_headings_is_recognised(language: Language) -> None:
    """By most of them; by none if there are none."""
    assert language_of([heading(key, language) for key in TABLES[1].keys]) == language
    assert language_of(["x"]) is None


def test_the_lists_are_those_of_the_language() -> None:
    """A process that is new in the vocabulary needs its words."""
    listed: type[Enum] = ProcessCode
    assert COLUMNS["process"].words == tuple(item.value for item in listed)
