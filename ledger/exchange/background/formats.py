"""The formats of life-cycle databases, and how a file shows its own."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from ledger.exchange.background.archive import ZIP_MAGIC, Archive
from ledger.exchange.background.model import Background
from ledger.exchange.background.readers.brightway_excel import read_brightway_excel
from ledger.exchange.background.readers.bw_package import read_bw_package
from ledger.exchange.background.readers.ecospold2 import read_ecospold2
from ledger.exchange.background.readers.ilcd import read_ilcd
from ledger.exchange.background.readers.olca import read_olca
from schemas.errors import CradleError

MAX_FILE = 2 * 1024**3


class Format(StrEnum):
    """The formats that are read."""

    OLCA = "olca"
    ILCD = "ilcd"
    ECOSPOLD2 = "ecospold2"
    BRIGHTWAY_EXCEL = "brightway-excel"
    BW_PACKAGE = "bw-package"


READERS: Mapping[Format, Callable[[bytes, str], Background]] = {
    Format.OLCA: read_olca,
    Format.ILCD: read_ilcd,
    Format.ECOSPOLD2: read_ecospold2,
    Format.BRIGHTWAY_EXCEL: read_brightway_excel,
    Format.BW_PACKAGE: read_bw_package,
}


def read_background(data: bytes, name: str, form: Format | None = None) -> Background:
    """Read a file by its format, which is recognised by its parts if it is not named.

    Raises:
        CradleError: `background.format_unknown`, `background.too_large`, or as the reader.
    """
    if len(data) > MAX_FILE:
        detail = f"The file has {len(data)} bytes, over the limit of {MAX_FILE}; split the export."
        raise CradleError("background.too_large", detail, name)
    file_format = form or _recognise(data, name)
    if file_format is None:
        words = ", ".join(Format)
        detail = f"The format of the file is not recognised; name it with --format: {words}."
        raise CradleError("background.format_unknown", detail, name)
    return READERS[file_format](data, name)


def _recognise(data: bytes, name: str) -> Format | None:
    if data.startswith(ZIP_MAGIC):
        return _by_parts([part.lower() for part in Archive(data, name).names])
    return Format.ECOSPOLD2 if b"EcoSpold02" in data[:4096] else None


def _by_parts(names: Sequence[str]) -> Format | None:
    if "xl/workbook.xml" in names:
        return Format.BRIGHTWAY_EXCEL
    if "datapackage.json" in names:
        return Format.BW_PACKAGE
    if any(name.endswith(".spold") for name in names):
        return Format.ECOSPOLD2
    for name in names:
        steps = name.split("/")
        if "processes" in steps[:-1]:
            if steps[-1].endswith(".json"):
                return Format.OLCA
            if steps[-1].endswith(".xml"):
                return Format.ILCD
    return None
