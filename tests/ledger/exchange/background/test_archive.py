"""Zip files and XML documents within their limits."""

import io
import zipfile

import pytest
from support.refusal import refused

from ledger.exchange.background import archive
from ledger.exchange.background.archive import Archive, parse_xml

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"""


def zipped(*parts: tuple[str, bytes]) -> bytes:
    """A zip of these parts, which may repeat a name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def test_parts_of_a_folder_at_any_depth() -> None:
    """Sorted, in upper or lower case."""
    found = Archive(zipped(("ILCD/Flows/b.XML", b""), ("flows/a.xml", b""), ("a.xml", b"")), "zip")
    assert list(found.below("flows", ".xml")) == ["ILCD/Flows/b.XML", "flows/a.xml"]
    assert found.read("a.xml") == b""


def test_a_part_that_is_packed_too_tightly() -> None:
    """A part of zeros is a bomb; a small one is not."""
    assert Archive(zipped(("small", bytes(1024))), "zip").names == ("small",)
    with refused("background.too_large", "zip"):
        Archive(zipped(("zeros", bytes(archive.RATIO_FROM + 1))), "zip")


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of parts and their sum are bounded."""
    monkeypatch.setattr(archive, "MAX_PARTS", 1)
    with refused("background.too_large"):
        Archive(zipped(("a", b""), ("b", b"")), "zip")


def test_what_is_no_zip() -> None:
    """Other bytes, a damaged part, and a name that stands twice."""
    with refused("background.damaged", "zip"):
        Archive(b"PK\x03\x04 and no more", "zip")
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("a", b"1"), ("a", b"2"))
    with refused("background.damaged"):
        Archive(twice, "zip")
    whole = bytearray(zipped(("a", b"content " * 100)))
    whole[40] ^= 0xFF
    with refused("background.damaged"):
        Archive(bytes(whole), "zip").read("a")


def test_an_encrypted_part() -> None:
    """Its flag is enough to refuse it."""
    data = bytearray(zipped(("a", b"1")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with refused("background.damaged"):
        Archive(bytes(data), "zip")


def test_a_document_type_is_refused() -> None:
    """Its entities could expand without limit, or read a file."""
    with refused("background.damaged", "bomb.xml"):
        parse_xml(BILLION_LAUGHS, "bomb.xml")


def test_xml_that_is_not_well_formed() -> None:
    """It is named; a sound document is parsed."""
    with refused("background.damaged", "a.xml"):
        parse_xml(b"<a>", "a.xml")
    assert parse_xml(b"<a b='1'/>", "a.xml").get("b") == "1"
