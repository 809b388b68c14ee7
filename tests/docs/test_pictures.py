"""The README's picture of a declaration is the first page of a PDF that Cradle sets.

CRADLE_DRAW=1 pytest tests/docs/test_pictures.py      # draws it again
"""

import os
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat
from support.declared_document import DOCUMENT, standing_as

from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.rendering.pdf import render_pdf

TOP = Path(__file__).parents[2]
PICTURE = TOP / "docs" / "images" / "declaration.png"
SCALE = 1.6


def drawn() -> Image.Image:
    """Draw the first page of the declaration."""
    opened = pypdfium2.PdfDocument(
        render_pdf(layout_declaration(standing_as(DOCUMENT, changed=None), "en"))
    )
    try:
        return opened[0].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        opened.close()


def test_the_picture_of_the_declaration_is_what_cradle_draws() -> None:
    """It differs from the committed file by less than one level of 255 in the mean: machines round differently."""
    found = drawn()
    if os.environ.get("CRADLE_DRAW") == "1":
        PICTURE.parent.mkdir(exist_ok=True)
        found.quantize(64).save(PICTURE, optimize=True)
    kept = Image.open(PICTURE).convert("RGB")
    assert kept.size == found.size
    assert max(ImageStat.Stat(ImageChops.difference(kept, found)).mean) < 1


def test_the_readme_shows_it() -> None:
    """The README links the picture, with a description for those who do not see it."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    assert "](docs/images/declaration.png)" in readme
