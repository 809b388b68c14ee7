"""A page as one HTML file: no script, no font or picture from elsewhere, every text escaped.

Drawings, which `ledger.documents.drawing` makes, and the style sheet are the only values that the template marks as
safe. The file forbids a browser to load anything, and to apply any style but its own, which is named by its hash.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from ledger.documents.page import Page
from ledger.translations.documents import text


def render_html(page: Page) -> str:
    """Render a page as HTML."""
    template = _environment().get_template("page.html")
    return template.render(page=page, words=text, style=style_sheet(), policy=content_policy())


def render_piece(page: Page) -> str:
    """Render a page as a piece of another document, which has a style of its own; pictures are drawn in it."""
    return _environment().get_template("piece.html").render(page=page)


@cache
def content_policy() -> str:
    """The content security policy of a page, for the file itself and for a server that sends it."""
    digest = b64encode(sha256(style_sheet().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'"


@cache
def style_sheet() -> str:
    """The style sheet of documents, which pages of the server build on."""
    folder = resources.files("ledger.documents.rendering") / "templates"
    return (folder / "page.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ledger.documents.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
