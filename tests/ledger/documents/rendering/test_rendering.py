"""One page as HTML, PDF and Markdown."""

import io
import json
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from support.refusal import refused

from ledger.documents.page import (
    Attachment,
    Cell,
    Columns,
    Fact,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    Picture,
    Table,
    table,
)
from ledger.documents.rendering import pdf
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from schemas.errors import CradleError

HOSTILE = '#strong[x] *y* <script>alert(1)</script> | _z_ ${{ 7 * 7 }} \\ "q"'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

PAGE = Page(
    title="Footprint of a pack",
    subtitle=HOSTILE,
    mark="Example, not law",
    author="Example Packs GmbH",
    day="2025-12-31",
    language="en",
    keywords=("example",),
    blocks=(
        Columns(
            (Headline("0.124074", "kg CO₂e per kWh", "4466.65 kg per battery"),),
            (Picture(PICTURE, "a square", 20), Paragraph("A note.", note=True)),
        ),
        Facts((Fact("Model", (Cell("urn:x:1"), Cell("https://example.com/x", "link")), "b"),)),
        Heading("Numbers", 3),
        Table(
            "Rows",
            ("Stage", "Value"),
            ((Cell("main"), Cell("0.12", "number")), (Cell("total"), Cell("0.13", "number"))),
            has_total=True,
        ),
        Items(("first", "second")),
    ),
    footer="Calculation abc",
    attachments=(Attachment("declaration.json", b'{"total":"0.124074"}', "The same as data"),),
)


def text_of(data: bytes) -> list[str]:
    """Read the text of each page of a PDF."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def test_a_pdf_has_the_same_bytes_twice() -> None:
    """No clock, random id or font of the machine reaches the file."""
    assert render_pdf(PAGE) == render_pdf(PAGE)


def test_a_pdf_says_that_it_is_pdf_a_3b() -> None:
    """The metadata name the standard that typst has checked, the title with its mark, and the author."""
    with pikepdf.open(io.BytesIO(render_pdf(PAGE))) as opened, opened.open_metadata() as known:
        assert (known["pdfaid:part"], known["pdfaid:conformance"]) == ("3", "B")
        assert known["dc:title"] == "Footprint of a pack. Example, not law"
        assert known["dc:creator"] == ["Example Packs GmbH"]
        assert "example" in str(known["pdf:Keywords"])


def test_an_attachment_is_read_back_byte_for_byte() -> None:
    """Pikepdf, which is not ours, finds the JSON in the PDF."""
    with pikepdf.open(io.BytesIO(render_pdf(PAGE))) as opened:
        found = opened.attachments["declaration.json"].get_file().read_bytes()
    assert json.loads(found) == {"total": "0.124074"}


def test_the_mark_stands_on_every_page() -> None:
    """A study or an example cannot be taken for a declaration by its second page."""
    long = replace(PAGE, blocks=tuple(Paragraph(f"Paragraph {n}.") for n in range(200)))
    pages = text_of(render_pdf(long))
    assert len(pages) > 1
    assert all("Example, not law" in page for page in pages)


def test_a_text_is_shown_as_it_is() -> None:
    """Neither typst, HTML nor Markdown reads a name as markup."""
    assert HOSTILE.replace(" ", "") in "".join(text_of(render_pdf(PAGE))).replace(" ", "").replace(
        "\r\n", ""
    )
    assert "<script>" not in render_html(PAGE)
    assert "&lt;script&gt;" in render_html(PAGE)
    assert "\\<script\\>" in render_markdown(PAGE)


def test_all_renderers_show_the_same_figures() -> None:
    """A figure is one string in every output."""
    outputs = ("".join(text_of(render_pdf(PAGE))), render_html(PAGE), render_markdown(PAGE))
    for shown in outputs:
        for figure in ("0.124074", "4466.65", "0.12", "0.13"):
            assert figure in shown


def test_a_chinese_page_is_text_and_no_boxes() -> None:
    """The font of the extra shows Chinese, and the text can be copied from the file."""
    page = replace(PAGE, title="电池碳足迹声明", language="zh")
    assert "电池碳足迹声明" in text_of(render_pdf(page))[0]


def test_without_the_font_a_chinese_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the extra to install; a page with boxes is never written."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(CradleError, match=r"cradle-ledger\[pdf-cjk\]") as refused:
        render_pdf(replace(PAGE, title="电池碳足迹声明", language="zh"))
    assert refused.value.code == "document.font"


def test_latin_pages_need_no_extra_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """English and German use the fonts inside typst."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    page = replace(PAGE, title="Größe: Übermaß, CO₂e", language="de")
    assert "Größe: Übermaß, CO₂e" in text_of(render_pdf(page))[0]


def test_a_letter_that_no_font_has_is_refused() -> None:
    """A name in a script without a font is refused, not shown as a box."""
    with refused("document.font"):
        render_pdf(replace(PAGE, title="\U00013000"))


def test_a_report_has_neither_firm_nor_footer() -> None:
    """It has a title and blocks alone; a row of a tree is indented."""
    report = Page("Report", blocks=(table("", ("what", ">kg"), [(Cell("ore", level=2), "5")]),))
    assert "<footer>" not in render_html(report)
    assert "\u2003\u2003ore" in render_html(report)
    assert render_markdown(report).endswith("| &emsp;&emsp;ore | 5 |\n")
    assert "---\n\n" not in render_markdown(report)
    assert "ore" in text_of(render_pdf(replace(report, day="2025-12-31")))[0]
