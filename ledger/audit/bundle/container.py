"""The container of a bundle: one zip file, in one canonical form.

Every file is stored without compression (deflate differs between builds of zlib), names ascend, the
date is the earliest that a zip file can state, and it contains nothing else: no comment, no extra
field, no folder, no attribute. This module writes the format byte by byte, because the writers of
libraries differ between platforms and versions. A reader needs one rule only: packing the files that
were read gives the same bytes again.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local file), 4.3.12 (central directory) and 4.3.14 to
4.3.16 (its end; the 64-bit record is present only with 65,535 files or more). Left out: compression,
encryption, archives in parts, files of 4 GiB. Any unzip program opens a bundle.
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

_VERSION, _VERSION64 = 20, 45
_FILE, _ROW = b"PK\3\4", b"PK\1\2" + bytes((_VERSION, 0))
"""The first bytes of the header of a file, and of its row in the central directory."""

_SHARED = Struct("<5H3I2H")
"""Version, flags, method, time, date, checksum, length twice, lengths of the name and of the extra field."""

_LENGTHS = Struct("<3I2H")
"""The end of `_SHARED`, from the checksum on."""

_PLACE = Struct("<10xI")
"""The end of a row of the central directory: ten zero bytes, and the position of the file."""

_END = Struct("<4s4H2IH")
_END64 = Struct("<4sQ2H2I4Q")
_LOCATOR = Struct("<4sIQI")

_HEADER = len(_FILE) + _SHARED.size

_SHORT = 0xFFFF
"""A count from this value on is in the 64-bit record."""

_DATE = 0x21
"""1 January 1980 in the DOS date format."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files, given by name, into a container.

    Raises:
        CradleError: `container.name`, `container.files` or `container.size` for files that do not fit its form.
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for name in sorted(files):
        if _NAME.fullmatch(name) is None:
            detail = "A file name in a bundle has only letters, digits, points and dashes between single slashes."
            raise CradleError("container.name", detail, name)
        header, row = _headers(name.encode("ascii"), files[name], position)
        parts += (header, files[name])
        directory.append(row)
        position += len(header) + len(files[name])
        if position > SIZE_LIMIT:
            raise CradleError("container.size", f"A bundle has at most {SIZE_LIMIT} bytes.")
    return b"".join((*parts, *directory, _end(len(files), sum(map(len, directory)), position)))


def _headers(name: bytes, content: bytes, position: int) -> tuple[bytes, bytes]:
    """Return the header before a file's content, and its row in the central directory."""
    length = len(content)
    shared = _SHARED.pack(_VERSION, 0, 0, 0, _DATE, crc32(content), length, length, len(name), 0)
    return _FILE + shared + name, _ROW + shared + _PLACE.pack(position) + name


def _end(count: int, size: int, start: int) -> bytes:
    """Return the end of the central directory, with the 64-bit record if the count requires it."""
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
    """Return the files in a container, by name.

    Raises:
        CradleError: `container.size`, `container.not_zip` (not a zip), `container.truncated`,
            `container.damaged` (the place is a file that does not match its checksum), `container.form`
            (not the canonical form of its files).
    """
    if len(data) > SIZE_LIMIT:
        raise CradleError("container.size", f"A bundle has at most {SIZE_LIMIT} bytes.")
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise CradleError(
            "container.not_zip", "This is not a bundle: it does not start like a zip file."
        )
    files: dict[str, bytes] = {}
    directory: list[bytes] = []
    position, sound = 0, True
    while data.startswith(_FILE, position):
        name, content, end = _read_file(data, position)
        header, row = _headers(name, content, position)
        if not data.startswith(header, position):
            _check_sum(data, position, content)
            sound = False
        files[name.decode("ascii", "replace")] = content
        directory.append(row)
        position = end
    if data.find(b"PK\5\6", position) < 0:
        raise CradleError("container.truncated", "The bundle ends early; fetch it again.")
    sound = sound and len(files) == len(directory) and [*files] == sorted(files)
    sound = sound and all(map(_NAME.fullmatch, files))
    if not sound or data[position:] != _tail(directory, position):
        detail = "The bundle is not in canonical form: packing its files again gives other bytes."
        raise CradleError("container.form", detail)
    return files


def _read_file(data: bytes, position: int) -> tuple[bytes, bytes, int]:
    """Read the local file at a position: return its name, its content and its end."""
    start = position + _HEADER
    if start > len(data):
        raise CradleError("container.truncated", "The bundle ends early; fetch it again.")
    _, length, _, name_length, extra = _LENGTHS.unpack_from(data, start - _LENGTHS.size)
    name = data[start : start + name_length]
    start += name_length + extra
    end = start + length
    if end > len(data):
        detail = f"The bundle ends early, inside the file {_shown(name)!a}; fetch it again."
        raise CradleError("container.truncated", detail)
    return name, data[start:end], end


def _check_sum(data: bytes, position: int, content: bytes) -> None:
    """Refuse a stored file that does not match its checksum."""
    _, _, method, _, _, checksum, _, _, length, _ = _SHARED.unpack_from(data, position + 4)
    if method == 0 and crc32(content) != checksum:
        name = _shown(data[position + _HEADER : position + _HEADER + length])
        detail = f"The file {name!a} in the bundle is damaged: it does not match its checksum."
        raise CradleError("container.damaged", detail, name)


def _shown(name: bytes) -> str:
    """Return a file name for a message; bytes that are not ASCII are replaced."""
    return name.decode("ascii", "replace")[:200]


def _tail(directory: Sequence[bytes], start: int) -> bytes | None:
    """Return the central directory and its end; None if there are too many files."""
    try:
        return b"".join((*directory, _end(len(directory), sum(map(len, directory)), start)))
    except CradleError:
        return None
