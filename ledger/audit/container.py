"""The container of a bundle: one zip, in the one form that its files have.

Every file is stored without compression (deflate differs between builds of zlib), names ascend, the
date is the first that a zip can hold, and nothing else is in it: no comment, no extra field, no
folder, no attribute. The format is written out here, byte by byte, because the libraries' writers
differ between platforms and versions. A reader needs no other rule than this one: packing what was
read gives the same bytes again.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local file), 4.3.12 (central directory) and 4.3.14 to
4.3.16 (its end; the 64-bit record stands only where there are 65,535 files or more). Left out:
compression, encryption, archives in parts, files of 4 GiB. Any unzip program opens a bundle.
"""

import re
from collections.abc import Mapping, Sequence
from struct import Struct
from zlib import crc32

from schemas.errors import CradleError

SIZE_LIMIT = 1 << 30
"""Bytes of a bundle."""

FILES_LIMIT = 1_000_000

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,3}")

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
_END64 = Struct("<4sQ2H2I4Q")
_LOCATOR = Struct("<4sIQI")

_Header = tuple[bytes, int, int, int, int, int, int, int, int, int, int]
"""The fields of `_LOCAL`: checksum and lengths are the last five."""

_VERSION = 20
_VERSION64 = 45
_FILE = b"PK\3\4", _VERSION
"""How the header of a file begins."""

_SHORT = 0xFFFF
"""A count that does not fit below this stands in the 64-bit record."""

_DATE = 0x21
"""1 January 1980, as DOS counts days."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """The container of some files by name.

    Raises:
        CradleError: `container.name`, `container.files` or `container.size` for what it cannot hold.
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for name in sorted(files):
        if _NAME.fullmatch(name) is None:
            detail = (
                "A name in a bundle is letters, digits, points and dashes between single slashes."
            )
            raise CradleError("container.name", detail, name)
        content, encoded = files[name], name.encode("ascii")
        shared = _shared(crc32(content), len(content), len(encoded))
        parts += (_LOCAL.pack(*_FILE, *shared), encoded, content)
        directory.append(_row(shared, position, encoded))
        position += _LOCAL.size + len(encoded) + len(content)
        if position > SIZE_LIMIT:
            raise CradleError("container.size", f"A bundle has at most {SIZE_LIMIT} bytes.")
    return b"".join((*parts, *directory, _end(len(files), sum(map(len, directory)), position)))


def _shared(checksum: int, length: int, name_length: int) -> tuple[int, ...]:
    """What stands both before a file's content and in its row of the central directory."""
    return 0, 0, 0, _DATE, checksum, length, length, name_length, 0


def _row(shared: tuple[int, ...], position: int, name: bytes) -> bytes:
    """A file's row in the central directory."""
    return _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *shared, 0, 0, 0, 0, position) + name


def _end(count: int, size: int, start: int) -> bytes:
    """The end of the central directory, with the 64-bit record where the count calls for it."""
    if count > FILES_LIMIT:
        raise CradleError("container.files", f"A bundle has at most {FILES_LIMIT} files.")
    short = min(count, _SHORT)
    end = _END.pack(b"PK\5\6", 0, 0, short, short, size, start, 0)
    if count < _SHORT:
        return end
    record = _END64.pack(
        b"PK\6\6", _END64.size - 12, _VERSION64, _VERSION64, 0, 0, count, count, size, start
    )
    return record + _LOCATOR.pack(b"PK\6\7", 0, start + size, 1) + end


def unpack(data: bytes) -> dict[str, bytes]:
    """The files in a container, by name.

    Raises:
        CradleError: `container.size`, `container.foreign` (not a zip), `container.truncated`,
            `container.damaged` (a file that does not fit its checksum, as place), `container.form`
            (not the one form of its files).
    """
    if len(data) > SIZE_LIMIT:
        raise CradleError("container.size", f"A bundle has at most {SIZE_LIMIT} bytes.")
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise CradleError(
            "container.foreign", "This is not a bundle: it does not start as a zip does."
        )
    files: dict[str, bytes] = {}
    directory: list[bytes] = []
    position, last, sound = 0, "", True
    while data.startswith(b"PK\3\4", position):
        header, name, content = _read_file(data, position)
        encoded = name.encode("ascii", "replace")
        shared = _shared(header[6], len(content), len(encoded))
        sound = sound and header == (*_FILE, *shared)
        sound = sound and last < name and _NAME.fullmatch(name) is not None
        directory.append(_row(shared, position, encoded))
        files[name], last = content, name
        position += _LOCAL.size + sum(header[8:])
    if data.find(b"PK\5\6", position) < 0:
        raise CradleError("container.truncated", "The bundle ends early; fetch it again.")
    if not sound or data[position:] != _tail(directory, position):
        detail = "The bundle is not in its one form; packing its files again gives other bytes."
        raise CradleError("container.form", detail)
    return files


def _read_file(data: bytes, position: int) -> tuple[_Header, str, bytes]:
    """The local file at a position: the fields of its header, its name and its content."""
    start = position + _LOCAL.size
    if start > len(data):
        raise CradleError("container.truncated", "The bundle ends early; fetch it again.")
    header: _Header = _LOCAL.unpack_from(data, position)
    method, checksum, length, name_length, extra = header[3], header[6], *header[8:]
    name = data[start : start + name_length].decode("ascii", "replace")
    start += name_length + extra
    content = data[start : start + length]
    if len(content) < length:
        detail = f"The bundle ends early, inside the file {name[:200]!a}; fetch it again."
        raise CradleError("container.truncated", detail)
    if method == 0 and crc32(content) != checksum:
        detail = f"The file {name[:200]!a} in the bundle is damaged: it does not fit its checksum."
        raise CradleError("container.damaged", detail, name[:200])
    return header, name, content


def _tail(directory: Sequence[bytes], start: int) -> bytes | None:
    """The central directory and its end; None where there are too many files."""
    try:
        return b"".join((*directory, _end(len(directory), sum(map(len, directory)), start)))
    except CradleError:
        return None
