"""A page as PDF/A-3: typeset by typst, with the same bytes at every run, and its attachments inside.

Texts reach the template as data (`sys_inputs`), never as markup. Typst itself checks the rules of PDF/A-3b (ISO
19005-3) and refuses a text that no font can show, so a page never has boxes for letters. Latin text uses the fonts in
typst; Chinese needs Noto Sans CJK, from the extra `pdf-cjk`. The machine's own fonts are not used, because they would
change the bytes.
"""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib import resources
from importlib.util import find_spec

import typst

from ledger.documents.page import Page
from schemas.errors import CradleError, install_command

_FONT_PACKAGE = "manimgx_fonts_cjk"
_TEMPLATE = "page.typ"


def render_pdf(page: Page) -> bytes:
    """Render a page as a PDF/A-3b file, which must have a day.

    Raises:
        CradleError: `document.font` if no font shows a letter of a text, `document.layout` if typst refuses the page
            otherwise.
    """
    fonts = _font_folders()
    template = (
        resources.files("ledger.documents.rendering") / "templates" / _TEMPLATE
    ).read_bytes()
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    inputs = {
        "page": json.dumps(_content(page), ensure_ascii=False),
        "fonts": json.dumps(["Libertinus Serif", *(["Noto Sans CJK SC"] if fonts else [])]),
    }
    inputs |= {f"file-{n}": row.data.decode() for n, row in enumerate(page.attachments)}
    day = datetime.fromisoformat(page.day).replace(tzinfo=UTC)
    try:
        pdf = compiler.compile(
            input=template,
            format="pdf",
            pdf_standards=["a-3b"],
            sys_inputs=inputs,
            timestamp=day,
        )
    except typst.TypstError as error:
        raise _refusal(page, str(error), has_fonts=bool(fonts)) from None
    assert isinstance(pdf, bytes)  # noqa: S101 - typst returns the file where no path is named
    return pdf


def page_digest(page: Page) -> str:
    """The digest of all that a PDF is made from; with the same fonts, equal digests are equal files."""
    content_hash = sha256(json.dumps(_content(page), ensure_ascii=False).encode())
    for row in page.attachments:
        content_hash.update(sha256(row.data).digest())
    return content_hash.hexdigest()


def _content(page: Page) -> dict[str, object]:
    named = [{"name": row.name, "description": row.description} for row in page.attachments]
    return asdict(replace(page, attachments=())) | {"attachments": named}


def _font_folders() -> list[str]:
    """The folder of the Chinese font, if the extra is installed."""
    if find_spec(_FONT_PACKAGE) is None:
        return []
    return [str(resources.files(_FONT_PACKAGE))]


def _refusal(page: Page, reason: str, *, has_fonts: bool) -> CradleError:
    if "could not be displayed" in reason or "font" in reason:
        advice = (
            "write the name in letters that Noto Sans CJK has"
            if has_fonts
            else f"install the font: {install_command('pdf-cjk')}"
        )
        detail = f"No font for a text of the PDF in language {page.language}; {advice}."
        return CradleError("document.font", detail, "language")
    return CradleError("document.layout", f"The PDF cannot be set: {reason}.", "pdf")
