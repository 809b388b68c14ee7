"""Zip files and XML documents of life-cycle databases, within limits.

A zip is refused if it is damaged, encrypted, or unpacks to too much; its parts are read one at a time, each within its
stated size. An XML document with a document type is refused, because entities can expand without limit, and ILCD and
ecospold use none. Left out: zips inside zips.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

from schemas.errors import CradleError

MAX_UNPACKED = 8 * 1024**3
MAX_PART = 256 * 1024**2
MAX_PARTS = 400_000
MAX_RATIO, RATIO_FROM = 400, 16 * 1024**2
"""The largest ratio of unpacked to packed size for a part of more than 16 MiB."""

ZIP_MAGIC = b"PK\x03\x04"


class Archive:
    """The parts of a zip file whose list is within the limits."""

    def __init__(self, data: bytes, place: str) -> None:
        """Open the zip.

        Raises:
            CradleError: `background.damaged` or `background.too_large`.
        """
        self.place = place
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise damaged("it is not a zip file", place) from None
        listed = [info for info in self._zip.infolist() if not info.is_dir()]
        _require_sane(listed, place)
        self.names = tuple(info.filename for info in listed)

    def read(self, name: str) -> bytes:
        """One part of the zip.

        Raises:
            CradleError: `background.damaged`.
        """
        try:
            return self._zip.read(name)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ):
            raise damaged(f"its part {name} cannot be unpacked", self.place) from None

    def below(self, folder: str, ending: str) -> Iterator[str]:
        """The parts in a folder of that name, at any depth, whose names end so, sorted."""
        for name in sorted(self.names):
            steps = name.lower().split("/")
            if steps[-1].endswith(ending) and folder in steps[:-1]:
                yield name


def _require_sane(listed: list[zipfile.ZipInfo], place: str) -> None:
    total = sum(info.file_size for info in listed)
    if len(listed) > MAX_PARTS or total > MAX_UNPACKED:
        detail = f"It unpacks to {len(listed)} files and {total} bytes; split the export."
        raise CradleError("background.too_large", detail, place)
    for info in listed:
        swollen = info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > MAX_PART or (info.file_size > RATIO_FROM and swollen):
            detail = f"Its part {info.filename} unpacks to {info.file_size} bytes; export it again."
            raise CradleError("background.too_large", detail, place)
        if info.flag_bits & 1:
            raise damaged(f"its part {info.filename} is encrypted", place)
    if len({info.filename for info in listed}) != len(listed):
        raise damaged("it lists a part twice", place)


def parse_xml(data: bytes, place: str) -> ET.Element:
    """The root of an XML document without a document type.

    Raises:
        CradleError: `background.damaged`.
    """
    require_plain_xml(data, place)
    try:
        return ET.fromstring(data)  # noqa: S314 - a document type, and with it every entity, was refused
    except (ET.ParseError, LookupError, ValueError):
        raise damaged("it is not well-formed XML", place) from None


def require_plain_xml(data: bytes, place: str) -> None:
    """Refuse an XML document that has a document type, or is not well-formed.

    Raises:
        CradleError: `background.damaged`.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise damaged("it has a document type declaration", place)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's signature
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged("it is not well-formed XML", place) from None


def damaged(why: str, place: str) -> CradleError:
    """The refusal of a file that cannot be read as what it seems to be."""
    detail = f"The file cannot be read: {why}; export it again, or name its format with --format."
    return CradleError("background.damaged", detail, place)
