"""Unpack the zip file of a workbook, and check its limits before reading its parts.

Each part is unpacked once, within its stated size, and its checksum is compared; a part that unpacks to more than its
stated size fails. Encrypted workbooks and old `.xls` files are compound files, not zips; macros, binary and
OpenDocument workbooks are recognised by their parts.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from ledger.exchange.spreadsheet.faults import Fault

MAX_FILE = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO, RATIO_FROM = 200, 1024 * 1024
"""The largest ratio of unpacked to packed size for a part of more than a MiB."""

ZIP_MAGIC, COMPOUND_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"


def require_workbook(data: bytes) -> None:
    """Refuse a compound file: an encrypted workbook or one in the old format.

    Raises:
        Fault: `file.encrypted` or `file.old_format`.
    """
    if data.startswith(COMPOUND_MAGIC):
        raise Fault("file.encrypted" if _ENCRYPTED_PACKAGE in data else "file.old_format")


def unpack(data: bytes) -> Mapping[str, bytes]:
    """Unpack the XML parts of a workbook, by name.

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
        raise Fault("file.kind")
    return parts


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
