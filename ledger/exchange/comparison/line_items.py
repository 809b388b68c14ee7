"""The lines of a Markdown file and of a PDF's pages, each under the heading before it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ledger.documents.page import Block, Columns, Heading, Page, Table
from ledger.exchange.comparison.items import TOP, Item


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What a PDF holds, as far as it is compared.

    Attributes:
        pages: the lines of each page.
        looks: a digest of each page as it is drawn.
        links: the addresses that links open.
        attachments: the embedded files, by name.
        metadata: title, author, subject, keywords, dates and the like.
        others: what no document of ours has, such as scripts, notes and form fields, in words.
    """

    pages: Sequence[Sequence[str]]
    looks: Sequence[str]
    links: Sequence[str] = ()
    attachments: dict[str, bytes] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    others: Sequence[str] = ()


def markdown_items(text: str) -> Iterator[Item]:
    """The lines of a Markdown file that are not empty."""
    heading = TOP
    for line in text.splitlines():
        shown = " ".join(line.split())
        if shown.startswith("#"):
            heading = shown.lstrip("# ")
        if shown:
            yield Item(shown, heading)


def pdf_items(content: PdfContent, headings: Collection[str]) -> Iterator[Item]:
    """The lines of all pages.

    Args:
        content: of the file.
        headings: the lines that are headings or captions.
    """
    heading = TOP
    for number, page in enumerate(content.pages, 1):
        for line in page:
            shown = " ".join(line.split())
            if shown in headings:
                heading = shown
            if shown:
                yield Item(shown, f"page {number}, {heading}")


def headings_of(page: Page) -> frozenset[str]:
    """The headings and captions of a page."""
    return frozenset(" ".join(text.split()) for text in _headings(page.blocks))


def _headings(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Table) and block.caption:
            yield block.caption
        elif isinstance(block, Columns):
            yield from _headings((*block.left, *block.right))
