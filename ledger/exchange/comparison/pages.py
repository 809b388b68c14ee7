"""Laid-out documents, HTML, Markdown and PDF, compared text by text with the page that the bundle gives.

The bundle's page is rendered by the functions that write documents, in the document's language, so that every text of
the file is accounted for. The document that shares the most texts with the file is the one that it is compared with;
a file cannot choose a kinder one, because every difference from it is reported.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ledger.documents.page import Page
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf
from ledger.documents.standing import marks_in
from ledger.exchange.comparison.html_items import html_items
from ledger.exchange.comparison.items import Item, compare_items, overlap
from ledger.exchange.comparison.json_documents import TreeComparison, compare_tree
from ledger.exchange.comparison.later_values import LaterValues, compare_later, read_tree
from ledger.exchange.comparison.line_items import (
    PdfContent,
    headings_of,
    markdown_items,
    pdf_items,
)
from ledger.exchange.comparison.rebuilt import UNSTATED, PageKind, Rebuilt
from ledger.exchange.comparison.values import bounded
from ledger.footprint.external.document import load_json
from ledger.translations.documents import decimal_mark, text
from ledger.translations.languages import LANGUAGES, Language
from schemas.values import DIGEST
from schemas.views.compared_document import ComparedValue, DocumentKind

_LANG = re.compile(r"""<html lang=["']?([A-Za-z-]{2,20})""")
_BY_PROGRAM = frozenset({"Creator", "Producer"})
"""Metadata that name the program which wrote a PDF, and not the document."""

ReadPdf = Callable[[bytes], PdfContent]


class PageComparison(NamedTuple):
    """What a laid-out file is, the subject that it names if that is another one, and its values."""

    kind: DocumentKind
    language: Language
    other_subject: str | None
    values: tuple[ComparedValue, ...]


class _Choice(NamedTuple):
    """The bundle's document that a file is compared with."""

    of: PageKind
    language: Language


def compare_html(shown: str, rebuilt: Rebuilt) -> PageComparison:
    """Compare an HTML file.

    Raises:
        CradleError: `document.not_compared`.
    """
    named = _LANG.search(shown)
    spoken = [
        language for language in LANGUAGES if named and text("page.lang", language) == named[1]
    ]
    return _compare_texts(
        bounded(html_items(shown)),
        rebuilt,
        spoken or LANGUAGES,
        lambda page: html_items(render_html(page)),
    )


def compare_markdown(shown: str, rebuilt: Rebuilt) -> PageComparison:
    """Compare a Markdown file.

    Raises:
        CradleError: `document.not_compared`.
    """
    return _compare_texts(
        bounded(markdown_items(shown)),
        rebuilt,
        LANGUAGES,
        lambda page: markdown_items(render_markdown(page)),
    )


def _compare_texts(
    items: list[Item],
    rebuilt: Rebuilt,
    languages: Sequence[Language],
    render: Callable[[Page], Iterator[Item]],
) -> PageComparison:
    of, language = _choose(rebuilt, languages, lambda page: overlap(items, render(page)))
    other = _other_subject(" ".join(row.text for row in items), rebuilt)
    if other is not None:
        return PageComparison(of.kind, language, other, ())
    later = rebuilt.read_later([row.text for row in items if row.is_text], language)
    expected = list(render(rebuilt.page(of, language, later)))
    if rebuilt.is_beyond(later):
        items, expected = (_without_standing(side, language) for side in (items, expected))
    values = bounded(compare_items(items, expected, decimal_mark(language)))
    return PageComparison(
        of.kind, language, None, (*values, *compare_later(later, rebuilt.source.standing))
    )


def compare_pdf(data: bytes, rebuilt: Rebuilt, read: ReadPdf) -> PageComparison:
    """Compare a PDF: its embedded data, its lines, its metadata, and its look.

    Args:
        data: the bytes of the file.
        rebuilt: the documents of the bundle.
        read: reads a PDF, in a process of its own.

    Raises:
        CradleError: `document.unreadable`, `document.not_compared`, or as `render_pdf`.
    """
    content = read(data)
    lines = {" ".join(line.split()) for page in content.pages for line in page}
    of, language = _choose(rebuilt, LANGUAGES, lambda page: len(lines & _titles(page)))
    embedded = tuple(_embedded(content, rebuilt))
    for _, comparison in embedded:
        if comparison is not None and comparison.other_subject is not None:
            return PageComparison(of.kind, language, comparison.other_subject, ())
    later = _embedded_later(content)
    page = rebuilt.page(of, language, later)
    expected_data = render_pdf(page)
    expected = content if expected_data == data else read(expected_data)
    values = [
        row for _, comparison in embedded if comparison is not None for row in comparison.values
    ]
    values += _files(
        content, expected, [name for name, comparison in embedded if comparison is None]
    )
    values += _compare_lines(content, expected, headings_of(page), decimal_mark(language))
    values += _metadata(content, expected)
    values += [
        ComparedValue(place="file", state="unattributed", document=row) for row in content.others
    ]
    if all(row.state in {"same", "rounded", "not_in_bundle", "other_time"} for row in values):
        values += _looks(content, expected)
    return PageComparison(of.kind, language, None, tuple(values))


def _choose(
    rebuilt: Rebuilt, languages: Sequence[Language], shared: Callable[[Page], int]
) -> _Choice:
    """The document and the language that share the most with a file; the first of equals."""
    choices = [
        (shared(page), _Choice(of, language))
        for language in languages
        for of, page in rebuilt.pages(language)
    ]
    return max(choices, key=lambda row: row[0])[1]


def _without_standing(items: list[Item], language: Language) -> list[Item]:
    """The items of a page without its standing, for a document that is later than the bundle and no data."""
    heading, marks = text("standing.title", language), marks_in(language)

    def is_kept(item: Item) -> bool:
        return heading not in item.place and not any(mark in item.text for mark in marks)

    return [item for item in items if is_kept(item)]


def _titles(page: Page) -> frozenset[str]:
    return headings_of(page) | {page.title, page.subtitle}


def _other_subject(shown: str, rebuilt: Rebuilt) -> str | None:
    """The first id in a file that does not name the bundle's subject anywhere."""
    named = DIGEST.findall(shown)
    return named[0] if named and rebuilt.subject not in named else None


def _embedded(content: PdfContent, rebuilt: Rebuilt) -> Iterator[tuple[str, TreeComparison | None]]:
    """Each embedded file with its comparison; None if it is of no kind that is read."""
    for name, data in content.attachments.items():
        yield name, compare_tree(load_json(data), rebuilt, f"embedded {name}")


def _embedded_later(content: PdfContent) -> LaterValues:
    """The values of later times in the embedded data of a PDF."""
    trees = (load_json(data) for data in content.attachments.values())
    return next(map(read_tree, trees), UNSTATED)


def _files(
    content: PdfContent, expected: PdfContent, unknown: Sequence[str]
) -> Iterator[ComparedValue]:
    """Embedded files that are missing, or that no document of ours has."""
    for name in expected.attachments:
        if name not in content.attachments:
            yield ComparedValue(
                place=f"embedded {name}", state="not_found", bundle="the data of the document"
            )
    for name in content.attachments:
        if name in unknown or name not in expected.attachments:
            yield ComparedValue(place=f"embedded {name}", state="unattributed", document="a file")


def _compare_lines(
    content: PdfContent, expected: PdfContent, headings: frozenset[str], mark: str
) -> Iterator[ComparedValue]:
    left, right = (bounded(pdf_items(side, headings)) for side in (content, expected))
    yield from compare_items(left, right, mark)


def _metadata(content: PdfContent, expected: PdfContent) -> Iterator[ComparedValue]:
    """Compare title, author and the like, and the addresses that links open."""
    left, right = (
        [
            *(
                Item(f"{name}: {value}", "metadata")
                for name, value in sorted(side.metadata.items())
                if name not in _BY_PROGRAM
            ),
            *(Item(address, "link") for address in side.links),
        ]
        for side in (content, expected)
    )
    yield from compare_items(left, right, ".")


def _looks(content: PdfContent, expected: PdfContent) -> Iterator[ComparedValue]:
    """Pages that are drawn in another way although every text is the same: a picture may be over a text."""
    for number, (look, expected_look) in enumerate(
        zip(content.looks, expected.looks, strict=False), 1
    ):
        if look != expected_look:
            detail = "drawn otherwise than the bundle's page, though its texts are the same"
            yield ComparedValue(place=f"page {number}", state="unattributed", document=detail)
