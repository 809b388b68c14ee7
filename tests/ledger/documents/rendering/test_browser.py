"""A page in a real browser, from a file: its own style applies, and nothing breaks its policy."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from support.declared_document import DOCUMENT
from support.need import need_command

from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.rendering.html import render_html
from ledger.translations.languages import LANGUAGES, Language

pytestmark = pytest.mark.outside

MARK = (0xFF, 0xF4, 0xDB)
"""The ground of a mark in the style sheet, in the light."""

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--enable-logging=stderr", "--force-color-profile=srgb"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_shown_as_it_is_meant(language: Language, tmp_path: Path) -> None:
    """Chromium draws it without a message on its console, and the mark has the colour of the style sheet."""
    chromium = need_command("chromium")
    file, shot = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(render_html(layout_declaration(DOCUMENT, language)), encoding="utf-8")
    done = subprocess.run(
        [
            *(chromium, *QUIET, "--window-size=1280,1600", f"--screenshot={shot}"),
            *(f"--user-data-dir={tmp_path / 'browser'}", file.as_uri()),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "CONSOLE" not in done.stderr
    with Image.open(shot) as drawn:
        pixels = drawn.convert("RGB")
    assert pixels.getpixel((5, 5)) == MARK
    stages = {colour for _, colour in pixels.getcolors(1 << 24) or ()}
    assert {(0xB2, 0x6A, 0x14), (0x55, 0x48, 0xB0), (0x0F, 0x8F, 0x86)} <= stages
