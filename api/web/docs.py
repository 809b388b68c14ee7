"""The reference of the API as one page: the OpenAPI document, written out by the server, without a script.

The signing page keeps private keys under this origin, where a script of an interactive reference could use them. The
page's own policy therefore allows none. It is written once for an application, since nothing in it changes.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markupsafe import Markup

from api.headers import POLICY
from api.problems import PROBLEMS
from api.web.rendering import render
from api.web.style import style_address

DOCS: Final = "/docs"
STILL: Final = POLICY.replace("script-src 'self'", "script-src 'none'")
"""The policy of a page without scripts."""

LIMITS: Final = ("format", "pattern", "minimum", "maximum", "minLength", "maxLength", "default")
"""What a schema says of a value besides its type."""

_PROSE: Final = MarkdownIt("commonmark", {"html": False})


def add_docs(app: FastAPI) -> None:
    """Serve the reference of an application's operations."""

    @cache
    def written() -> str:
        return _write(app.openapi())

    @app.get(DOCS, include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(written(), headers={"Content-Security-Policy": STILL})


def _write(document: Mapping[str, Any]) -> str:
    return render(
        "docs.html",
        style=style_address(),
        title=f"{document['info']['title']}: HTTP API",
        introduction=_prose(document["info"]["description"]),
        groups=[(tag, _operations(document, tag["name"])) for tag in document["tags"]],
        schemas=sorted(document["components"]["schemas"].items()),
        logins=document["components"]["securitySchemes"],
        refusals=PROBLEMS,
        limits=LIMITS,
        words=_words,
    )


def _operations(document: Mapping[str, Any], tag: str) -> Sequence[Mapping[str, Any]]:
    """The operations of a group, each with its method and path."""
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if tag in operation["tags"]
    ]


def _prose(text: str) -> Markup:
    """Paragraphs of Markdown; HTML in them is shown as text."""
    return Markup(_PROSE.render(text))  # noqa: S704 - escaped by the parser


def _words(text: str) -> Markup:
    """A line of Markdown."""
    return Markup(_PROSE.renderInline(text))  # noqa: S704 - escaped by the parser
