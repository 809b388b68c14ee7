"""The page of a study shows the same figures, and the same warnings, in every language and format."""

import io
import json
from dataclasses import fields, is_dataclass
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from ledger.documents.page import Block, Columns, Headline, Page, Paragraph, Table, to_bytes
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from ledger.documents.study.layout import layout_study
from ledger.footprint.graph.numbers import show_stated
from ledger.translations.documents import number, text
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.study import Study


def plain(shown: str) -> str:
    """A text without the spaces and escapes that renderers add."""
    return "".join(shown.replace("\\", "").split())


def pdf_text(pdf: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def flat(blocks: object) -> list[Block]:
    """The blocks of a page, columns opened."""
    found: list[Block] = []
    for block in blocks if isinstance(blocks, tuple) else ():
        found += [*block.left, *block.right] if isinstance(block, Columns) else [block]
    return found


def shape(page: Page) -> list[tuple[str, int]]:
    """The kinds of a page's blocks, with the number of rows of each table."""
    return [
        (block.block, len(block.rows) if isinstance(block, Table) else 0)
        for block in flat(page.blocks)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", ["everything", "public"])
def test_all_formats_show_the_same_figures(
    language: Language, reader: str, studies: dict[str, Study], pef: dict[str, Study]
) -> None:
    """Total, stages, conservative figure and both ends of each range, read back from HTML, Markdown and PDF."""
    for study in (studies[reader], pef[reader]):
        page = layout_study(study, language)
        figures = [show_stated(Decimal(study.total))]
        nonzero = {row.stage: row.value for row in study.stages}
        stages = [nonzero[row.stage] for row in study.contributions.stages]
        figures += [show_stated(Decimal(value)) for value in stages]
        assert study.conservative is not None
        figures.append(study.conservative.total)
        figures += [end for row in study.sensitivity or () for end in (row.low, row.high)]
        outputs = (
            render_html(page),
            render_markdown(page),
            "".join(pdf_text(render_pdf(page))),
        )
        for output in outputs:
            for figure in figures:
                assert plain(number(figure, language)) in plain(output), figure


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_the_study_attached(language: Language, studies: dict[str, Study]) -> None:
    """The attachment is the JSON document, to the last digit, whatever the page shows."""
    study = studies["public"]
    with pikepdf.open(io.BytesIO(render_pdf(layout_study(study, language)))) as opened:
        data = opened.attachments["study.json"].get_file().read_bytes()
    assert data == to_bytes(study)
    assert Study.parse(data) == study
    assert json.loads(data)["total"] == study.total


def test_no_language_lacks_a_block(studies: dict[str, Study], pef: dict[str, Study]) -> None:
    """A warning, a row or a section that is in one language is in all of them."""
    for study in (*studies.values(), *pef.values()):
        first, *others = [shape(layout_study(study, language)) for language in LANGUAGES]
        assert all(first == other for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_bears_the_mark(language: Language, studies: dict[str, Study]) -> None:
    """A page torn from the study still says that it is not a declaration."""
    page = layout_study(studies["public"], language)
    mark = text("page.mark.study", language)
    pages = pdf_text(render_pdf(page))
    assert len(pages) > 2
    assert all(plain(mark) in plain(shown) for shown in pages)
    assert mark in render_html(page)
    assert plain(mark) in plain(render_markdown(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warnings_stand_beside_the_figure(
    language: Language, studies: dict[str, Study]
) -> None:
    """The conservative figure and the range are on the first page, in the column of the figure."""
    study = studies["public"]
    blocks = layout_study(study, language).blocks
    first = next(
        row for row in blocks if isinstance(row, Columns) and isinstance(row.left[0], Headline)
    )
    shown = " ".join(block.text for block in first.left if isinstance(block, Paragraph))
    assert study.conservative is not None
    assert number(study.conservative.total, language) in shown
    lows = [Decimal(row.low) for row in study.sensitivity or ()]
    highs = [Decimal(row.high) for row in study.sensitivity or ()]
    assert number(str(min(lows)), language) in shown
    assert number(str(max(highs)), language) in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_without_a_conservative_figure_says_so(
    language: Language, studies: dict[str, Study]
) -> None:
    """A rulebook without alternatives gives a sentence in place of the figure, never a gap."""
    whole = studies["public"].to_json()
    names = ("conservative", "sensitivity", "value_choices")
    gone = [{"item": name, "reason": "no_rule", "needs": "a rule"} for name in names]
    listed = sorted([*whole["not_stated"], *gone], key=lambda row: _order(row["item"]))
    cut = {key: value for key, value in whole.items() if key not in names}
    study = Study.parse(json.dumps({**cut, "not_stated": listed}).encode())
    shown = render_markdown(layout_study(study, language))
    sentence = text("study.needs.conservative", language)
    assert plain(sentence) in plain(shown)
    assert plain(text("study.item.sensitivity", language)) in plain(shown)


def _order(item: str) -> int:
    from schemas.views.study_items import ITEMS

    return list(ITEMS).index(item)  # type: ignore[arg-type]  # every row of a study names an item


def test_the_mark_follows_from_the_method_not_from_the_goal(studies: dict[str, Study]) -> None:
    """A file whose application is edited to a declaration keeps the mark of a study."""
    study = studies["public"]
    goal = study.goal.model_copy(update={"application": "declared"})
    page = layout_study(study.model_copy(update={"goal": goal}), "en")
    assert page.mark == text("page.mark.study", "en")


def test_no_text_is_empty(studies: dict[str, Study], pef: dict[str, Study]) -> None:
    """No heading stands over nothing, and no paragraph or caption of a section is blank."""
    for study in (*studies.values(), *pef.values()):
        blocks = flat(layout_study(study, "de").blocks)
        for before, after in zip(blocks, [*blocks[1:], None], strict=True):
            assert is_dataclass(before)
            if before.block == "heading":
                assert after is not None
                assert after.block != "heading" or before.level < after.level
            for member in fields(before):
                if member.name == "text":
                    assert getattr(before, member.name).strip()


def test_stages_and_the_use_stage_are_those_of_the_annex(studies: dict[str, Study]) -> None:
    """Annex II names four stages, and excludes use unless the manufacturer's design counts; it is not silent on it."""
    shown = plain(render_markdown(layout_study(studies["public"], "en")))
    for name in (
        "Raw material acquisition and pre-processing",
        "Main product production",
        "End of life and recycling",
    ):
        assert plain(name) in shown
    assert (
        plain("excludes the use stage unless it is shown that choices of the manufacturer") in shown
    )
    assert plain("non-negligible contribution") in shown
