"""OpenDocument workbooks made by hand: one sheet's XML in the least file that is an .ods, and hostile ones."""

import io
import zipfile
from collections.abc import Mapping

from support.sheets import Bad

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:body><office:spreadsheet>"""
_FOOT = "</office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def ods(body: str, *, mime: str = MIME, more: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose spreadsheet element has this content, with further parts."""
    parts = {
        "mimetype": mime,
        "content.xml": _HEAD + body + _FOOT,
        "META-INF/manifest.xml": _MANIFEST,
        **(more or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet(rows: str, name: str = "Inputs") -> str:
    """A sheet of rows."""
    return f'<table:table table:name="{name}">{rows}</table:table>'


def row(cells: str, repeated: int | str = 1) -> str:
    """A row of cells."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def number(value: str, repeated: int | str = 1, kind: str = "float") -> str:
    """A cell with a number as the file spells it."""
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}" office:value-type="{kind}"'
        f' office:value="{value}"><text:p>shown</text:p></table:table-cell>'
    )


def empty(repeated: int = 1) -> str:
    """Empty cells."""
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'


def _bad(body: str, code: str, **named: object) -> Bad:
    return Bad(lambda: ods(body, **named), code, name="bad.ods")  # type: ignore[arg-type]


_ONE = sheet(row(number("1")))
_ENCRYPTED = _MANIFEST.replace("/>", "><manifest:encryption-data/></manifest:manifest>")

FILES: dict[str, Bad] = {
    "ods with columns without end": _bad(sheet(row(number("1", 16384))), "sheet.too_large"),
    "ods with rows without end": _bad(sheet(row(number("1"), 1048576)), "sheet.too_large"),
    "ods with a value far below": _bad(
        sheet(row(empty(), 1048575) + row(number("1"))), "sheet.too_large"
    ),
    "ods with a value far to the right": _bad(
        sheet(row(empty(16383) + number("1"))), "sheet.too_large"
    ),
    "ods with many large sheets": _bad(
        "".join(sheet(row(number("1", 256), 60000), f"s{at}") for at in range(2)),
        "file.decompression_bomb",
    ),
    "ods with a count of nothing": _bad(sheet(row(number("1", 0))), "file.damaged"),
    "ods with a count that is none": _bad(sheet(row(number("1"), "many")), "file.damaged"),
    "ods with a sheet in a cell": _bad(
        sheet(row(f"<table:table-cell>{_ONE}</table:table-cell>")), "file.damaged"
    ),
    "ods with two sheets of one name": _bad(_ONE + _ONE, "file.damaged"),
    "ods with a column outside of a sheet": _bad(
        '<table:table-column table:visibility="collapse"/>', "file.damaged"
    ),
    "ods with a broken part": _bad("<table:table>", "file.damaged"),
    "ods that calamine does not read": _bad(sheet(row(number("one"))), "file.damaged"),
    "OpenDocument text": _bad("", "file.kind", mime="application/vnd.oasis.opendocument.text"),
    "ods with macros": _bad(_ONE, "file.macros", more={"Basic/Standard/a.xml": "<a/>"}),
    "ods with a password": _bad(_ONE, "file.encrypted", more={"META-INF/manifest.xml": _ENCRYPTED}),
    "ods that is a bomb": _bad(_ONE, "file.decompression_bomb", more={"a": "0" * 2**25}),
    "ods named xls": Bad(lambda: ods(_ONE), "file.renamed", name="bad.xls"),
}
