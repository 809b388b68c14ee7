"""The page of a declaration in three languages, read back from its files."""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from support.declared_document import DOCUMENT, IN_FORCE, standing_as

from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.page import to_bytes
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.pdf import render_pdf
from ledger.exchange.battery_pass import battery_pass_of
from ledger.translations.documents import number, texts
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.declaration_document import DeclarationDocument
from schemas.vocabulary import Stage


def figures(document: DeclarationDocument) -> Iterator[str]:
    """Yield each figure that a page shows."""
    yield from (document.total, document.per_battery, document.total_energy)
    yield from filter(None, (document.conservative and document.conservative.total,))
    for row in document.stages:
        yield from (v for v in (row.burdens, row.credits, row.value, row.per_battery) if v != "0")


def pages_of(data: bytes) -> list[str]:
    """Read the text of each page of a PDF."""
    opened = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in opened]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_output_bears_the_same_figures(language: Language) -> None:
    """PDF text, HTML, JSON and the passport's aspect have the same digits, read back from the files."""
    page = layout_declaration(DOCUMENT, language)
    printed, written = "".join(pages_of(render_pdf(page))), render_html(page)
    data = json.loads(to_bytes(DOCUMENT), parse_float=Decimal)
    aspect = json.loads(battery_pass_of(IN_FORCE), parse_float=str)
    for figure in figures(DOCUMENT):
        assert number(figure, language) in printed, figure
        assert number(figure, language) in written, figure
    assert data["total"] == aspect["batteryCarbonFootprint"] == DOCUMENT.total
    assert aspect["absoluteCarbonFootprint"] == DOCUMENT.per_battery
    for row, other in zip(data["stages"], aspect["carbonFootprintPerLifecycleStage"], strict=True):
        assert str(other["carbonFootprint"]) == row["value"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_declaration_is_two_pages(language: Language) -> None:
    """Standing, Article 7(1) (a) to (g), spread and audit fit one page of A4, digests another; both bear the mark."""
    page, proof = pages_of(render_pdf(layout_declaration(DOCUMENT, language)))
    mark = texts("page")["mark.example"][language]
    for text in (page, proof):
        assert mark.replace(" ", "") in text.replace(" ", "").replace("\r\n", "")
    letters = re.findall(r"\(([a-g])\)", page)
    assert set("abcdefg") <= set(letters)


def test_a_study_says_so_in_title_mark_and_metadata() -> None:
    """A figure that may not be declared is not taken for a declaration by any reader of its files."""
    study = standing_as(DOCUMENT, law="study", changed=None)
    page = layout_declaration(study, "en")
    assert "study" in page.title
    assert page.mark is not None
    assert page.mark.startswith("Study: not a declaration")
    assert page.mark in render_html(page)
    with pikepdf.open(io.BytesIO(render_pdf(page))) as opened, opened.open_metadata() as known:
        assert "not a declaration" in known["dc:title"]


def test_a_declaration_under_law_has_no_mark() -> None:
    """The page of a declaration under a rulebook in force bears no warning."""
    page = layout_declaration(IN_FORCE, "en")
    assert page.mark is None
    assert page.title == "Battery carbon footprint declaration"


def test_the_pdf_carries_the_json() -> None:
    """Pikepdf reads the document's own bytes from the file."""
    data = render_pdf(layout_declaration(DOCUMENT, "de"))
    with pikepdf.open(io.BytesIO(data)) as opened:
        found = opened.attachments["declaration.json"].get_file().read_bytes()
    assert DeclarationDocument.parse(found) == DOCUMENT


def test_no_class_is_stated_until_an_act_sets_limits() -> None:
    """The page says why there is none."""
    assert "Not applicable: no performance classes are adopted yet" in render_html(
        layout_declaration(DOCUMENT, "en")
    )


def test_a_stage_without_cells_is_none_and_not_zero() -> None:
    """Nothing stated and zero are different things."""
    empty = {"burdens": "0", "credits": "0", "value": "0", "per_battery": "0"}
    stages = [
        row.model_copy(update=empty) if row.stage is Stage.DISTRIBUTION else row
        for row in DOCUMENT.stages
    ]
    page = render_html(
        layout_declaration(DOCUMENT.model_copy(update={"stages": tuple(stages)}), "en")
    )
    assert ">none</text>" in page
    assert ">0<" not in page


def test_every_text_exists_in_every_language_with_the_same_fields() -> None:
    """A translator sees at once what is missing."""
    for name in ("page", "declaration"):
        for key, row in texts(name).items():
            assert row.keys() == set(LANGUAGES), key
            fields = [set(re.findall(r"\{(\w+)\}", text)) for text in row.values()]
            assert fields[0] == fields[1] == fields[2], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_stated_of_amounts_is_on_the_page(language: Language) -> None:
    """The share of own data stands beside that of amounts that do not say how they are known."""
    shown = render_html(layout_declaration(DOCUMENT, language)).replace("\u00a0", " ")
    words = texts("declaration")["company_specific.not_stated"][language]
    assert f"{words} {number('77.6', language)}" in shown
