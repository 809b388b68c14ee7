"""The container has one canonical form, any unzip program reads it, and every other form is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.signed_battery import honest
from support.verdicts import judge

from ledger.audit.bundle import container
from ledger.audit.bundle.container import pack, unpack
from schemas.errors import CradleError

NAMES = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}\.json)?", fullmatch=True)
FILES = st.dictionaries(NAMES, st.binary(max_size=200), max_size=8)
TWO = {"a/one.json": b"1", "b": b"two"}


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    """The zip of these files as the standard library writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, **options)
    return buffer.getvalue()


@given(FILES)
def test_packing_and_unpacking_are_inverse(files: dict[str, bytes]) -> None:
    """Unpacking returns the packed files, and their order does not change the bytes."""
    data = pack(files)
    assert unpack(data) == files
    assert pack(dict(reversed(files.items()))) == data


@given(FILES)
def test_another_reader_finds_the_same_files(files: dict[str, bytes]) -> None:
    """The standard library reads every name and content, stored, dated 1980."""
    with zipfile.ZipFile(io.BytesIO(pack(files))) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == files
        assert {info.date_time[0] for info in archive.infolist()} <= {1980}
        assert {info.compress_type for info in archive.infolist()} <= {zipfile.ZIP_STORED}


def test_very_many_files_are_counted_in_64_bits() -> None:
    """This reader and another one count 65,535 files and more correctly."""
    files = {f"f{number}": b"" for number in range(0xFFFF + 1)}
    data = pack(files)
    assert unpack(data) == files
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.infolist()) == len(files)


@given(st.data())
def test_no_other_bytes_are_a_container(data: st.DataObject) -> None:
    """Any change of one byte, and any cut, is refused in one sentence."""
    whole = pack(TWO)
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([whole[place] ^ data.draw(st.integers(1, 255))])
    for other in (whole[:place] + flipped + whole[place + 1 :], whole[:place]):
        with pytest.raises(CradleError) as caught:
            unpack(other)
        assert caught.value.code.startswith("container.")
        assert caught.value.detail.endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        zipped(TWO),
        zipped(TWO, compress_type=zipfile.ZIP_DEFLATED),
        pack(TWO)[:-2] + b"\4\0note",
        pack(TWO) + b"\0",
        pack({"one": b"1", "two": b"2"}).replace(b"one", b"zne"),
        pack({"x.x": b"1"}).replace(b"x.x", b"../"),
        pack({"xx": b"1"}).replace(b"xx", b"\xc3\xa9"),
    ],
    ids=["another writer", "compressed", "comment", "tail", "unsorted", "path", "not ASCII"],
)
def test_another_form_of_a_zip_is_refused(data: bytes) -> None:
    """Compression, comments, other dates, orders and names are refused as other forms of the same files."""
    with refused("container.form"):
        unpack(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "container.not_zip"),
        (b"%PDF-1.7", "container.not_zip"),
        (b'{"verdict":"verified"}', "container.not_zip"),
        (honest().ledger.bundle()[:20], "container.truncated"),
        (honest().ledger.bundle()[:5000], "container.truncated"),
        (honest().ledger.bundle()[:-30], "container.truncated"),
        (honest().ledger.bundle().replace(b'"81000"', b'"18000"'), "container.damaged"),
    ],
)
def test_what_is_no_whole_bundle_cannot_be_verified(data: bytes, code: str) -> None:
    """Foreign, truncated and damaged files exit with 2, one finding, one sentence."""
    report = judge(data)
    (found,) = report.findings
    assert (report.exit_code, report.verdict, found.code) == (2, "incomplete", code)
    assert found.detail.count(".") >= 1
    assert "\n" not in found.detail


def test_a_damaged_file_is_named() -> None:
    """The place of the refusal is the file that does not match its checksum."""
    with refused("container.damaged", "b"):
        unpack(pack(TWO).replace(b"two", b"owt"))


@pytest.mark.parametrize("name", ["", "/a", "a//b", "../a", "a/..", "é", "a b", "a\\b", ".hidden"])
def test_names_that_could_leave_a_folder_are_refused(name: str) -> None:
    """A container has no name that an unzip program could write to another folder."""
    with refused("container.name", name):
        pack({name: b""})


def test_limits_are_kept_in_both_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes or files are neither packed nor read."""
    data = pack(TWO)
    monkeypatch.setattr(container, "SIZE_LIMIT", 70)
    with refused("container.size"):
        pack(TWO)
    with refused("container.size"):
        unpack(data)
    monkeypatch.undo()
    monkeypatch.setattr(container, "FILES_LIMIT", 1)
    with refused("container.files"):
        pack(TWO)
    with refused("container.form"):
        unpack(data)
