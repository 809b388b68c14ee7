"""A PDF read by PDFium: its lines, its look, its attachments and its metadata.

    python -m ledger.exchange.comparison.pdf_reading < file.pdf     # the content as JSON

Run as a program, which is how the command line runs it: PDFium is written in C++ and reads what a stranger sent, so it
has a process of its own with limits of time and memory, and its answer is plain JSON.
"""

import base64
import ctypes
import json
import resource
import sys
from collections.abc import Iterator
from hashlib import sha256

import pypdfium2
import pypdfium2.raw

from ledger.exchange.comparison.line_items import PdfContent
from schemas.errors import CradleError

PAGES, CHARACTERS, EMBEDDED = 500, 5_000_000, 32 << 20
"""The most pages, characters of text, and bytes of embedded files of a document."""

MEMORY, SECONDS = 1 << 30, 60
"""The most address space in bytes, and processor time, of the process."""

SCALE = 1.5
"""Pixels per point, at which a changed digit of the smallest print is seen."""

LARGEST = 4_000_000
"""Pixels of a page; A4 has 1.1 million."""

_ADDRESS = 4096
"""Bytes of a link's address that are read."""


def read_pdf(data: bytes) -> PdfContent:
    """Read a PDF.

    Raises:
        CradleError: `document.unreadable` for a damaged, encrypted or oversized file.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        detail = f"PDFium cannot read the file: {error}; export it again, without a password."
        raise CradleError("document.unreadable", detail) from None
    try:
        return _content(document)
    except pypdfium2.PdfiumError as error:
        detail = f"PDFium cannot read a part of the file: {error}; export it again."
        raise CradleError("document.unreadable", detail) from None
    finally:
        document.close()


def _content(document: pypdfium2.PdfDocument) -> PdfContent:
    if len(document) > PAGES:
        raise CradleError(
            "document.unreadable", f"It has {len(document)} pages; at most {PAGES} are read."
        )
    pages = [document[at] for at in range(len(document))]
    lines = [_lines(page) for page in pages]
    if sum(len(line) for page in lines for line in page) > CHARACTERS:
        raise CradleError("document.unreadable", f"It has more than {CHARACTERS} characters.")
    return PdfContent(
        pages=lines,
        looks=[_look(page) for page in pages],
        links=[address for page in pages for address in _links(page)],
        attachments=dict(_attachments(document)),
        metadata=document.get_metadata_dict(skip_empty=True),
        others=[
            *_others(document),
            *(row for at, page in enumerate(pages, 1) for row in _notes(page, at)),
        ],
    )


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage()
    if text.count_chars() > CHARACTERS:
        raise CradleError("document.unreadable", f"A page has more than {CHARACTERS} characters.")
    shown: str = text.get_text_range()
    return shown.splitlines()


def _look(page: pypdfium2.PdfPage) -> str:
    """The digest of a page as it is drawn, with its size."""
    width, height = page.get_size()
    if width * height * SCALE * SCALE > LARGEST:
        raise CradleError("document.unreadable", f"A page has {width:.0f} x {height:.0f} points.")
    drawn = page.render(scale=SCALE)
    return sha256(f"{drawn.width} {drawn.height} ".encode() + bytes(drawn.buffer)).hexdigest()


def _attachments(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    size = 0
    for at in range(document.count_attachments()):
        file = document.get_attachment(at)
        data = bytes(file.get_data())
        size += len(data)
        if size > EMBEDDED:
            raise CradleError(
                "document.unreadable", f"Its embedded files have more than {EMBEDDED} bytes."
            )
        yield f"{file.get_name()}" if at == 0 else f"{file.get_name()} ({at + 1})", data


def _others(document: pypdfium2.PdfDocument) -> Iterator[str]:
    scripts = pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document)
    if scripts > 0:
        yield f"scripts: {scripts}"
    if document.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
        yield "a form"
    signatures = pypdfium2.raw.FPDF_GetSignatureCount(document)
    if signatures > 0:
        yield f"signatures: {signatures}"


def _notes(page: pypdfium2.PdfPage, number: int) -> Iterator[str]:
    """Annotations that are no links."""
    others = sum(kind != pypdfium2.raw.FPDF_ANNOT_LINK for kind, _ in _annotations(page))
    if others:
        yield f"notes on page {number}: {others}"


def _links(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The addresses that links of a page open."""
    for kind, address in _annotations(page):
        if kind == pypdfium2.raw.FPDF_ANNOT_LINK:
            yield address


def _annotations(page: pypdfium2.PdfPage) -> Iterator[tuple[int, str]]:
    """The sort of each annotation, and the address that a link opens."""
    raw = pypdfium2.raw
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, at)
        action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(note))
        held = ctypes.create_string_buffer(_ADDRESS)
        raw.FPDFAction_GetURIPath(page.pdf, action, held, _ADDRESS)
        yield raw.FPDFAnnot_GetSubtype(note), held.value.decode("utf-8", "replace")
        raw.FPDFPage_CloseAnnot(note)


def to_json(content: PdfContent) -> dict[str, object]:
    """The content as JSON, for another process."""
    files = {name: base64.b64encode(data).decode() for name, data in content.attachments.items()}
    return {
        "pages": content.pages,
        "looks": content.looks,
        "links": content.links,
        "attachments": files,
        "metadata": content.metadata,
        "others": content.others,
    }


def main() -> None:
    """Read a PDF from standard input within limits, and write its content to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = to_json(read_pdf(sys.stdin.buffer.read()))
    except CradleError as refused:
        answer = {"code": refused.code, "detail": refused.detail}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
