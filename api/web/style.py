"""The style sheet and the scripts of pages, each under an address that names its content.

The style sheet is that of the documents, then those of the pages: one definition of colours serves pages, documents and
print. A script is an ES module of this folder that needs no other. The address changes with the content, so a browser
keeps the file for a year and never shows an old one.
"""

from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Response

from ledger.documents.rendering.html import style_sheet

router = APIRouter(include_in_schema=False)
KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
SHEETS: Final = ("frame.css", "check.css", "short_form.css", "figure.css", "auditor.css")
"""The style sheets of pages, in their order."""

SCRIPTS: Final = (
    *("drop.js", "check.js", "compare.js", "copy.js", "digest.js", "focus.js", "nonce.js"),
    *("recompute.js", "short_form.js"),
)
Digits = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


@router.get("/style/{name}.css")
def style(name: Digits) -> Response:
    """Serve the style sheet; an address of another content is not found."""
    return _served(style_address(), f"/style/{name}.css", _content(), "text/css")


@router.get("/script/{script}.{name}.js")
def script(script: str, name: Digits) -> Response:
    """Serve a script; an address of another content is not found."""
    file = f"{script}.js"
    if file not in SCRIPTS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    path = f"/script/{script}.{name}.js"
    return _served(script_address(file), path, _read(file), "text/javascript")


def style_address() -> str:
    """The address of the style sheet."""
    return f"/style/{_digits(_content())}.css"


def script_address(file: str) -> str:
    """The address of a script, one of `SCRIPTS`."""
    return f"/script/{file.removesuffix('.js')}.{_digits(_read(file))}.js"


def _served(address: str, path: str, content: str, media_type: str) -> Response:
    if path != address:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(content, media_type=media_type, headers=KEPT)


@cache
def _content() -> str:
    return style_sheet() + "".join(map(_read, SHEETS))


@cache
def _read(file: str) -> str:
    return files("api.web").joinpath("static", file).read_text("utf-8")


@cache
def _digits(content: str) -> str:
    return sha256(content.encode()).hexdigest()[:16]
