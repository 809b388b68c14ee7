"""The page for suppliers shows the template and its codes; its tables are made from the code."""

import re

from support.codes import TOP

from ledger.exchange.spreadsheet.columns import TABLES, VERSION
from ledger.translations.languages import LANGUAGES
from ledger.translations.spreadsheet import codes, heading, message, title

PAGE = (TOP / "docs" / "spreadsheets.md").read_text(encoding="utf-8")


def columns_table() -> str:
    """Every column of every table in three languages; an asterisk marks a required one."""
    lines = ["| sheet | key | English | Deutsch | 中文 |", "|---|---|---|---|---|"]
    for table in TABLES:
        lines.append(
            f"| **{table.key}** | | " + " | ".join(title(table.key, x) for x in LANGUAGES) + " |"
        )
        for column in table.columns:
            duty = "*" if column.required else ""
            words = " | ".join(heading(column.key, language) for language in LANGUAGES)
            lines.append(f"| | `{column.key}`{duty} | {words} |")
    return "\n".join(lines)


def codes_table() -> str:
    """Every code with its severity and its English sentence."""
    lines = ["| code | weight | what it says |", "|---|---|---|"]
    for code in codes():
        weight, text = message(code, "en")
        lines.append(f"| `{code}` | {weight} | {text} |")
    return "\n".join(lines)


def test_the_page_shows_every_column() -> None:
    """The columns are in the order of the template, in all languages."""
    assert columns_table() in PAGE


def test_the_page_shows_every_code() -> None:
    """Each code has the sentence of the report."""
    assert codes_table() in PAGE


def test_the_page_names_the_version() -> None:
    """The page names the version of the template that `cradle template` writes."""
    assert f"The template's version is {VERSION}." in PAGE


def test_every_sentence_names_the_same_things_in_all_languages() -> None:
    """A translation has the fields of the English sentence, no more and no fewer."""
    for code in codes():
        fields = {
            language: sorted(re.findall(r"\{(\w+)\}", message(code, language)[1]))
            for language in LANGUAGES
        }
        assert fields["de"] == fields["en"] == fields["zh"], code
