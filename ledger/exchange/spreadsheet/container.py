"""Recognise the kind of a file by its content, and unpack the zip file of a workbook within limits.

Excel's .xlsx and OpenDocument's .ods are zips, told apart by their parts; .xls, and a workbook locked with a password,
is a compound file. Each part is unpacked once, within its stated size, and its checksum is compared; a part that
unpacks to more than its stated size fails. Workbooks with macros or a password are refused. Left out: .xlsb.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Literal

from ledger.exchange.spreadsheet.faults import Fault

MAX_FILE = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO, RATIO_FROM = 200, 1024 * 1024
"""The largest ratio of unpacked to packed size for a part of more than a MiB."""

CONTENT = "content.xml"
"""The part of an OpenDocument file that has all sheets."""

Kind = Literal["xlsx", "ods", "xls", "text"]

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACROS_OF_XLS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_WORKBOOK, _MIMETYPE, _MANIFEST = "xl/workbook.xml", "mimetype", "META-INF/manifest.xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS_OF_ODS = ("Basic/", "Scripts/")


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file; what is neither a workbook nor of a known other kind is text.

    Raises:
        Fault: `file.damaged`, `file.encrypted`, `file.macros` or `file.kind`.
    """
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_PACKAGE in data:
            raise Fault("file.encrypted")
        if _MACROS_OF_XLS in data:
            raise Fault("file.macros")
        return "xls"
    if data.startswith(_OTHER_BINARY):
        raise Fault("file.kind")
    return _kind_of_zip(data) if data.startswith(_ZIP) else "text"


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Fault("file.damaged", what="zip") from None
    if _WORKBOOK in names:
        return "xlsx"
    if {_MIMETYPE, CONTENT} <= names:
        return "ods"
    raise Fault("file.kind")


def unpack(data: bytes) -> Mapping[str, bytes]:
    """Unpack the parts of a zipped workbook, by name.

    Raises:
        Fault: `file.damaged`, `file.decompression_bomb`, `file.encrypted`, `file.macros` or `file.kind`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_sane(archive.infolist())
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise Fault("file.damaged", what="zip") from None
    if any(name.endswith("vbaProject.bin") for name in parts):
        raise Fault("file.macros")
    if _WORKBOOK not in parts:
        _require_open_document(parts)
    return parts


def _require_open_document(parts: Mapping[str, bytes]) -> None:
    """Refuse another kind of OpenDocument file, such as a text, and a spreadsheet with macros or a password."""
    if not parts.get(_MIMETYPE, b"").startswith(_OPEN_DOCUMENT):
        raise Fault("file.kind")
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise Fault("file.encrypted")
    if any(name.startswith(_MACROS_OF_ODS) for name in parts):
        raise Fault("file.macros")


def _require_sane(listed: list[zipfile.ZipInfo]) -> None:
    if len(listed) > MAX_PARTS or sum(info.file_size for info in listed) > MAX_UNPACKED:
        raise Fault("file.decompression_bomb")
    for info in listed:
        swollen = info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > RATIO_FROM and swollen:
            raise Fault("file.decompression_bomb")
        if info.flag_bits & 1:
            raise Fault("file.encrypted")
    if len({info.filename for info in listed}) != len(listed):
        raise Fault("file.damaged", what="zip")
