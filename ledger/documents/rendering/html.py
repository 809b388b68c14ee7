"""A page as one HTML file: no script, no font or picture from elsewhere, every text escaped.

Drawings are markup that `ledger.documents.drawing` made, and are the only values that are not escaped. The file forbids
a browser to load anything.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ledger.documents.page import Page
from ledger.translations.documents import text


def render_html(page: Page) -> str:
    """Render a page as HTML."""
    return _environment().get_template("page.html").render(page=page, words=text)


def _drawing(svg: str) -> Markup:
    """A drawing as markup; it comes from a function of this package and never from a statement."""
    return Markup(svg)  # noqa: S704 - see above


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("ledger.documents.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["drawing"] = _drawing
    return made
