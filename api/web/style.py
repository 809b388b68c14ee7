"""The style sheet of all pages: that of the documents, then that of the frame, under an address that names its content.

One definition of colours serves pages, documents and print. The address changes with the content, so a browser keeps
the file for a year and never shows an old one.
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


@router.get("/style/{name}.css")
def style(name: Annotated[str, Path(pattern="^[0-9a-f]{16}$")]) -> Response:
    """Serve the style sheet; an address of another content is not found."""
    if name != _name():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(_content(), media_type="text/css", headers=KEPT)


def style_address() -> str:
    """The address of the style sheet."""
    return f"/style/{_name()}.css"


@cache
def _content() -> str:
    own = files("api.web").joinpath("static", "frame.css").read_text("utf-8")
    return style_sheet() + own


@cache
def _name() -> str:
    return sha256(_content().encode()).hexdigest()[:16]
