"""All documents of a declaration under a rulebook that may declare and is no law, read back from their files.

No rulebook that ships may declare, so this one is of the tests: every page says that it is an example.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.ledger_fixtures import built, chain, database, kind, shared

from ledger.cli.terminal.documents import declaration_files, write_files
from ledger.service.answers.declaration import declaration_document
from ledger.service.answers.study import build_study
from ledger.translations.documents import number, texts
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.declaration_document import DeclarationDocument

__all__ = ["built", "chain", "database", "kind", "shared"]


Files = dict[str, Path]


def written(chain: BatteryChain, folder: Path, language: Language) -> Files:
    """Declare, and write all documents; their paths by name."""
    calculation = calculate(chain)
    name = declare(chain, calculation)
    ledger = chain.world.ledger
    study = build_study(ledger, calculation, "public")
    files = declaration_files(folder, declaration_document(ledger, name), study, language)
    return {key: Path(path) for key, path in write_files(files).items()}


def pages(path: Path) -> list[str]:
    """Read the text of each page of a PDF."""
    opened = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return [page.get_textpage().get_text_range() for page in opened]
    finally:
        opened.close()


def declared(document: DeclarationDocument) -> Iterator[str]:
    """Yield the total and the net of each stage that has cells."""
    yield document.total
    yield from (row.value for row in document.stages if row.value != "0")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_that_it_is_an_example(
    chain: BatteryChain, tmp_path: Path, language: Language
) -> None:
    """The declaration and the study, in their PDFs, pages and text."""
    files = written(chain, tmp_path, language)
    mark = texts("page")["mark.example"][language]
    flat = mark.replace(" ", "")
    for name in ("declaration.pdf", "study.pdf"):
        found = pages(files[name])
        assert found
        for page in found:
            assert flat in page.replace(" ", "").replace("\r\n", ""), name
    for name in ("declaration.html", "study.html", "study.md"):
        assert mark in files[name].read_text(encoding="utf-8"), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_declared_figures_are_the_same_in_every_file(
    chain: BatteryChain, tmp_path: Path, language: Language
) -> None:
    """Total and stages, read back from PDF text, HTML, Markdown and JSON; an example of law has no passport data."""
    files = written(chain, tmp_path, language)
    document = DeclarationDocument.parse(files["declaration.json"].read_bytes())
    shown = {
        name: "".join(pages(path)) if name.endswith(".pdf") else path.read_text(encoding="utf-8")
        for name, path in files.items()
        if not name.endswith(".json")
    }
    for figure in declared(document):
        for name, text in shown.items():
            assert number(figure, language) in text, (figure, name)
    assert "battery-pass.json" not in files
    study = json.loads(files["study.json"].read_bytes())
    assert abs(Decimal(study["total"]) / Decimal(document.total) - 1) < Decimal("1e-5")
