"""The formats of a document: its data as JSON, and its page as HTML, PDF and Markdown."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from ledger.documents.page import Page
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.markdown import render_markdown
from ledger.documents.rendering.pdf import render_pdf

Format = Literal["json", "html", "pdf", "md"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "json": "application/json",
    "html": "text/html",
    "pdf": "application/pdf",
    "md": "text/markdown",
}
"""The media type of each format, which is the ending of a file's name too."""


def render_as(form: Format, data: bytes, page: Page) -> bytes:
    """Render a document in a format.

    Args:
        form: the format.
        data: the document as JSON, which is the JSON format itself.
        page: the document laid out.

    Raises:
        CradleError: as `render_pdf`.
    """
    if form == "json":
        return data
    if form == "pdf":
        return render_pdf(page)
    return (render_html(page) if form == "html" else render_markdown(page)).encode()
