"""Recognition of formats, and packages that are not installed."""

import sys

import pytest
from support.background import chain_workbook
from support.background_xml import spold, zipped
from support.refusal import refused

from ledger.exchange.background import formats
from ledger.exchange.background.formats import Format, read_background

FILES = {
    Format.OLCA: zipped({"olca-schema.json": b"{}", "processes/a.json": b"{}"}),
    Format.ILCD: zipped({"ILCD/processes/a.xml": b"<a/>"}),
    Format.ECOSPOLD2: zipped({"datasets/a.spold": b"<a/>"}),
    Format.BRIGHTWAY_EXCEL: chain_workbook(),
    Format.BW_PACKAGE: zipped({"datapackage.json": b"{}"}),
}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Format]:
    """The formats whose readers were asked."""
    asked: list[Format] = []
    readers = {
        form: lambda data, name, form=form: asked.append(form)  # noqa: ARG005
        for form in Format
    }
    monkeypatch.setattr(formats, "READERS", readers)
    return asked


@pytest.mark.parametrize("form", Format)
def test_a_file_shows_its_format(form: Format, read: list[Format]) -> None:
    """By the parts of the zip."""
    read_background(FILES[form], "file")
    assert read == [form]


def test_a_single_ecospold_file(read: list[Format]) -> None:
    """By its namespace."""
    read_background(spold("a", "a"), "a.spold")
    assert read == [Format.ECOSPOLD2]


def test_a_named_format_is_not_recognised_again(read: list[Format]) -> None:
    """The reader says if it is another."""
    read_background(FILES[Format.OLCA], "file", Format.ILCD)
    assert read == [Format.ILCD]


@pytest.mark.parametrize("data", [b"text", zipped({"a.txt": b""}), zipped({"processes/a": b""})])
def test_an_unknown_format_is_refused(data: bytes) -> None:
    """The refusal lists the formats."""
    with refused("background.format_unknown", "file"):
        read_background(data, "file")


def test_a_file_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is opened."""
    monkeypatch.setattr(formats, "MAX_FILE", 3)
    with refused("background.too_large", "file"):
        read_background(b"text", "file")


@pytest.mark.parametrize(
    ("form", "package"),
    [
        (Format.OLCA, "olca_schema"),
        (Format.ECOSPOLD2, "bw2io"),
        (Format.BRIGHTWAY_EXCEL, "bw2io"),
        (Format.BW_PACKAGE, "bw_processing"),
    ],
)
def test_a_package_that_is_missing(
    form: Format, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names it, and the extra."""
    monkeypatch.setitem(sys.modules, package, None)
    with refused("install.background"):
        read_background(FILES[form], "file")
