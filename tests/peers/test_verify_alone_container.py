"""The second verifier takes the containers that the first one writes, and no other bytes."""

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.second_opinion import ALONE, load
from support.signed_battery import honest

from ledger.audit.bundle.container import pack

FIRST = load(Path(__file__).parents[1] / "ledger" / "audit" / "bundle" / "test_container.py")
TWO: dict[str, bytes] = FIRST.TWO


def is_refused(data: bytes) -> bool:
    """Return whether the second verifier refuses bytes as a container."""
    found = None
    try:
        ALONE.trying("container.form", ALONE.unpack, data)
    except ALONE.FindingError as error:
        found = error.args
    return found == ("container.form",)


@given(FIRST.FILES)
def test_what_the_first_packs_the_second_unpacks(files: dict[str, bytes]) -> None:
    """Any files, by any names that a bundle may have."""
    assert ALONE.unpack(pack(files)) == files


@given(st.data())
def test_no_other_bytes_are_a_container(data: st.DataObject) -> None:
    """Any change of one byte, and any cut, is refused."""
    whole = pack(TWO)
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[place] ^ data.draw(st.integers(1, 255))])
    assert is_refused(whole[:place] + flipped + whole[place + 1 :])
    assert is_refused(whole[:place])


def overlapping() -> bytes:
    """A container whose second file is stored where the first one is."""
    whole = bytearray(pack({"a": b"1" * 100, "b": b"1" * 100}))
    directory = whole.rindex(b"PK\1\2")
    struct.pack_into("<I", whole, directory + 42, 0)
    return bytes(whole)


FOREIGN = {
    "another writer": FIRST.zipped(TWO),
    "compressed": FIRST.zipped(TWO, compress_type=zipfile.ZIP_DEFLATED),
    "a comment": pack(TWO)[:-2] + b"\4\0note",
    "a tail": pack(TWO) + b"\0",
    "a head": b"\0" + pack(TWO),
    "unsorted": pack({"one": b"1", "two": b"2"}).replace(b"one", b"zne"),
    "twice": pack({"one": b"1", "two": b"2"}).replace(b"two", b"one"),
    "a path": pack({"x.x": b"1"}).replace(b"x.x", b"../"),
    "not ASCII": pack({"xx": b"1"}).replace(b"xx", b"\xc3\xa9"),
    "overlapping": overlapping(),
    "nothing": b"",
    "no zip": b"%PDF-1.7",
    "damaged": honest().ledger.bundle().replace(b'"81000"', b'"18000"'),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_form_of_a_zip_is_refused(name: str) -> None:
    """Compression, comments, other dates, orders and names, and what is not a zip at all."""
    assert is_refused(FOREIGN[name])
