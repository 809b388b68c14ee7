"""A delivery is one line that survives copying by hand: every slip of up to four characters is found."""

import struct
from xml.etree import ElementTree as ET

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.exchange.delivery_code import (
    ALPHABET,
    QR_SCALES,
    DeliveryCode,
    QrFormat,
    format_delivery_code,
    parse_delivery_code,
    qr_file,
)
from schemas.vocabulary import Unit

CODE = DeliveryCode("sha256:" + "3c" * 32, Unit.KG, "27000.5")
LINE = format_delivery_code(CODE)
ids = st.binary(min_size=32, max_size=32).map(lambda data: f"sha256:{data.hex()}")
amounts = st.none() | st.from_regex(r"[1-9][0-9]{0,8}(\.[1-9])?", fullmatch=True)


@given(ids, st.sampled_from(Unit), amounts)
def test_a_line_is_read_back(delivery: str, unit: Unit, amount: str | None) -> None:
    """As it is printed, in small letters, and with spaces for dashes."""
    code = DeliveryCode(delivery, unit, amount)
    line = format_delivery_code(code)
    assert parse_delivery_code(line) == code
    assert parse_delivery_code(f" {line.lower().replace('-', ' ')} ") == code


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    """The alphabet has no I, L and O, so they are read as 1 and 0."""
    code = DeliveryCode("sha256:" + "0" * 62 + "01", Unit.PIECE)
    line = format_delivery_code(code)
    start, end = line.index(":"), line.index(":PIECE")
    typed = line[:start] + line[start:end].replace("0", "O").replace("1", "l") + line[end:]
    assert parse_delivery_code(typed) == code


SPOTS = [
    at for at, char in enumerate(LINE) if char in ALPHABET and at >= LINE.index(":") and char != "K"
]


@given(
    st.lists(st.sampled_from(SPOTS), min_size=1, max_size=4, unique=True),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
)
def test_up_to_four_wrong_characters_are_found(spots: list[int], shifts: list[int]) -> None:
    """In the id, the amount or the check."""
    typed = list(LINE)
    for at, shift in zip(spots, shifts, strict=False):
        known = "0123456789" if typed[at].isdigit() else ALPHABET[10:]
        typed[at] = known[(known.index(typed[at]) + shift) % len(known)]
    with refused("delivery_code.check"):
        parse_delivery_code("".join(typed))


@given(st.sampled_from(range(9, 60)))
def test_two_symbols_exchanged_are_found(at: int) -> None:
    """Unless they are the same, or one is a dash."""
    left, right = LINE[at], LINE[at + 1]
    typed = LINE[:at] + right + left + LINE[at + 2 :]
    if left == right or "-" in {left, right} or ":" in {left, right}:
        return
    with refused("delivery_code.check"):
        parse_delivery_code(typed)


@pytest.mark.parametrize("text", ["", "LS-4711", "CRADLE2" + LINE[7:], LINE[:-8], "CRADLE1:::"])
def test_what_is_no_line_is_refused(text: str) -> None:
    """A number of a delivery note, another version and a truncated line are refused."""
    with refused("delivery_code.form"):
        parse_delivery_code(text)


def test_a_unit_that_is_not_known_is_a_typing_error() -> None:
    """KP is not a unit."""
    with refused("delivery_code.check"):
        parse_delivery_code(LINE.replace("KG", "KP"))


def test_the_line_fits_a_delivery_note_and_a_qr_code() -> None:
    """At most 100 characters, all of QR's alphanumeric mode."""
    assert len(LINE) <= 100
    assert set(LINE) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize("form", QR_SCALES)
def test_a_qr_code_is_a_file_of_its_own(form: QrFormat) -> None:
    """SVG in its namespace, without which no program shows the file, or PNG; square, and of the line alone."""
    file = qr_file(LINE, form)
    assert file == qr_file(LINE, form)
    if form == "svg":
        root = ET.fromstring(file)  # noqa: S314 - the file is ours
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        sides = root.attrib["width"], root.attrib["height"]
    else:
        assert file.startswith(b"\x89PNG\r\n\x1a\n")
        sides = struct.unpack(">II", file[16:24])
    symbol = segno.make(LINE, error="m", micro=False).symbol_size(scale=QR_SCALES[form])
    assert tuple(map(int, sides)) == symbol
