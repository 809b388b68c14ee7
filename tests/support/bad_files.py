"""Files that are refused, or read only in part: containers, sheets, headings, CSV."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

from openpyxl.workbook.workbook import Workbook
from support.sheets import Bad, csv_text, saved, spoilt, workbook

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def repacked(change: Callable[[dict[str, bytes]], object]) -> Callable[[], bytes]:
    """A workbook whose parts were changed."""

    @cache
    def data() -> bytes:
        with zipfile.ZipFile(io.BytesIO(saved(workbook()))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return data


def lying() -> bytes:
    """A workbook with a part that unpacks to more than it states."""
    data = repacked(lambda parts: parts.update({"xl/media/a": bytes(5000)}))()
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/media/a"))
    first = data.index(b"xl/media/a") - 30
    for at in (start + 24, first + 22):
        data = data[:at] + (10).to_bytes(4, "little") + data[at + 4 :]
    return data


def text(change: Callable[[str], str] = str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A CSV file that was changed."""
    return lambda: change(csv_text()).encode(encoding)


def far_cell(book: Workbook) -> None:
    """One cell at the end of the sheet: a dense grid of it would fill the memory."""
    book["Inputs"]["XFD1048576"] = "x"


def merge(book: Workbook) -> None:
    """Two rows share one merged cell."""
    book["Inputs"].append(
        ["activity", None, "example:b", None, 5, "kg", "material", None, "weighing"]
    )
    book["Inputs"].merge_cells("I3:I4")


def swap(old: str, new: str) -> Callable[[str], str]:
    """Replace a text once."""
    return lambda content: content.replace(old, new, 1)


def part(name: str, content: bytes) -> Callable[[], bytes]:
    """A workbook with a part added or replaced."""
    return repacked(lambda parts: parts.update({name: content}))


SHEET, BOOK = "xl/worksheets/sheet2.xml", "xl/workbook.xml"
FAR = b'<a><c r="XFD1048576"/></a>'

FILES: dict[str, Bad] = {
    "empty": Bad(bytes, "file.empty"),
    "blank": Bad(lambda: b" \n\n", "file.empty", name="bad.csv"),
    "too large": Bad(lambda: b"x" * (20 * 2**20 + 1), "file.too_large", name="bad.csv"),
    "a PDF": Bad(lambda: b"%PDF-1.7 \x00", "file.kind", name="bad.pdf"),
    "compound file of nothing": Bad(lambda: COMPOUND, "file.damaged", name="bad.xls"),
    "with a password": Bad(
        lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"
    ),
    "a zip of something": Bad(repacked(lambda p: p.pop("xl/workbook.xml")), "file.kind"),
    "macros": Bad(part("xl/vbaProject.bin", b"x"), "file.macros", name="bad.xlsm"),
    "cut off": Bad(lambda: saved(workbook())[:4000], "file.damaged"),
    "bomb": Bad(part("xl/media/b", bytes(30 * 2**20)), "file.decompression_bomb"),
    "part that lies of its size": Bad(lying, "file.damaged"),
    "broken XML": Bad(part("xl/worksheets/sheet2.xml", b"<worksheet><sheetData>"), "file.damaged"),
    "entities": Bad(
        part("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "file.damaged"
    ),
    "CSV named xlsx": Bad(text(), "file.renamed"),
    "xlsx named CSV": Bad(lambda: saved(workbook()), "file.renamed", name="bad.csv"),
    "to the last cell": spoilt(far_cell, "sheet.too_large", None),
    "to the last cell in small letters": Bad(
        repacked(lambda p: p.update({SHEET: p[SHEET].replace(b'r="A2"', b'r="xfd1048576"')})),
        "file.damaged",
    ),
    "cells beyond all columns": Bad(
        repacked(lambda p: p.update({SHEET: p[SHEET].replace(b'r="A2"', b'r="ZZZZZZ1"')})),
        "file.damaged",
    ),
    "cells in a part that is named as no sheet": Bad(
        repacked(lambda p: p.update({"xl/styles.xml": FAR})), "sheet.too_large"
    ),
    "two sheets of one name": Bad(
        repacked(lambda p: p.update({BOOK: p[BOOK].replace(b'"Wastes"', b'"Inputs"')})),
        "file.damaged",
    ),
    "UTF-16 inside": Bad(
        repacked(lambda p: p.update({SHEET: p[SHEET].decode().encode("utf-16")})), "file.damaged"
    ),
    "sheet gone": spoilt(lambda b: b.remove(b["Outputs"]), "sheet.missing", None),
    "sheet twice": spoilt(
        lambda b: setattr(b.create_sheet(), "title", "Einsätze"), "sheet.repeated", "Einsätze"
    ),
    "no outputs": spoilt(lambda b: b["Outputs"].delete_rows(2), "sheet.empty", "outputs"),
    "no headings": spoilt(lambda b: b["Inputs"].delete_rows(1), "heading.missing", "inputs"),
    "column gone": spoilt(lambda b: b["Outputs"].delete_cols(4), "column.missing", "outputs"),
    "column twice": spoilt(
        lambda b: b["Outputs"].cell(1, 13, "Menge"), "column.repeated", "outputs", "M1"
    ),
    "field twice": spoilt(
        lambda b: b["Process"].cell(14, 1, "Land (ISO-Code)"), "column.repeated", "process", "A14"
    ),
    "value under no heading": spoilt(
        lambda b: b["Outputs"].cell(2, 15, "!"), "column.unnamed", "outputs", "O2"
    ),
    "merged rows": spoilt(merge, "cell.merged", "inputs", "I4"),
    "replaces an entry for no reason": spoilt(
        lambda b: b["Process"].cell(11, 2, "sha256:" + "1" * 64), "cell.missing", "process", "B12"
    ),
    "template of the future": spoilt(lambda b: b["_cradle"].cell(1, 2, 99), "template.newer", None),
    "template of another": spoilt(
        lambda b: b["_cradle"].cell(1, 2, "beta"), "template.foreign", None
    ),
    "separator unknown": Bad(text(lambda t: t.replace(",", "|")), "csv.separator", name="bad.csv"),
    "quotes open": Bad(
        text(swap("example product", '"example" product')), "csv.quotes", name="bad.csv"
    ),
    "quotes never closed": Bad(text(lambda t: t + '"x'), "csv.quotes", name="bad.csv"),
    "decimal comma unquoted": Bad(
        text(swap("3100000.5", "3100000,5")), "unit.unknown", "Inputs", "F28", name="bad.csv"
    ),
    "zero bytes": Bad(text(swap("WORKS", "W\0RKS")), "file.encoding", name="bad.csv"),
    "bytes of no encoding": Bad(
        lambda: csv_text().encode() + b"\x81\x8d\x90", "file.encoding", name="bad.csv"
    ),
}
