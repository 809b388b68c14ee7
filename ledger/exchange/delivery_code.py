"""The delivery code, one line for the delivery note: `CRADLE1:<id>:<amount and unit>:<check>`.

    CRADLE1:0V7Z-...-9KQ0:27000KG:4T2X9A

The id is the 256 bits of the delivery's id in Crockford's base32 (no I, L, O or U) in groups of four, the unit in
capitals, so that the line fits the alphanumeric mode of a QR code. The check is six symbols of the BCH code of BIP
173 with the constant of BIP 350, over everything before it: up to four wrong characters in 89 symbols are always found.
The check finds typing errors, not false codes: the delivery's statement is in the log, and the code is compared with it
there. A reader ignores case, spaces and dashes, and accepts I and L for 1 and O for 0. A representative delivery has no
amount.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Literal

import segno

from schemas.errors import CradleError
from schemas.vocabulary import Unit

PREFIX = "CRADLE1"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_SYMBOLS, CHECK_SYMBOLS, GROUP = 52, 6, 4
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BCH_CONSTANT = 0x2BC830A3
_SIMILAR = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE = re.compile(
    r"CRADLE1:(?P<id>[0-9A-Z]+):(?P<amount>[0-9]+(?:\.[0-9]+)?)?(?P<unit>[A-Z][A-Z0-9]*):(?P<check>[0-9A-Z]+)"
)
_UNITS = {unit.value.upper(): unit for unit in Unit}

QrFormat = Literal["svg", "png"]
QR_SCALES: Final[Mapping[QrFormat, int]] = {"svg": 4, "png": 8}
"""The formats of a QR code's file, with the pixels of a module; a printer needs more of them in PNG."""


@dataclass(frozen=True, slots=True)
class DeliveryCode:
    """The content of the line: the id of a delivery, its unit, and its amount if it is physical."""

    delivery: str
    unit: Unit
    amount: str | None = None


def format_delivery_code(code: DeliveryCode) -> str:
    """Write the line of a delivery."""
    number = int(code.delivery.removeprefix("sha256:"), 16)
    symbols = [ALPHABET[number >> 5 * at & 31] for at in reversed(range(ID_SYMBOLS))]
    groups = "-".join(
        "".join(symbols[start : start + GROUP]) for start in range(0, ID_SYMBOLS, GROUP)
    )
    quantity = f"{code.amount or ''}{code.unit.value.upper()}"
    return f"{PREFIX}:{groups}:{quantity}:{_check(''.join(symbols), quantity)}"


def parse_delivery_code(text: str) -> DeliveryCode:
    """Read a line that was copied or typed by hand.

    Raises:
        CradleError: `delivery_code.form` or `delivery_code.check`.
    """
    match = _CODE.fullmatch(re.sub(r"[\s-]", "", text.upper()))
    if match is None:
        detail = "This is not a delivery code, CRADLE1:...:...:...; copy it from the delivery note."
        raise CradleError("delivery_code.form", detail)
    symbols, check = match["id"].translate(_SIMILAR), match["check"].translate(_SIMILAR)
    quantity = f"{match['amount'] or ''}{match['unit']}"
    number = 0
    for symbol in symbols:
        number = number << 5 | max(ALPHABET.find(symbol), 0)
    sound = len(symbols) == ID_SYMBOLS and set(symbols) <= set(ALPHABET) and number < 1 << 256
    if not sound or match["unit"] not in _UNITS or _check(symbols, quantity) != check:
        detail = "The delivery code has a typing error; compare it with the delivery note."
        raise CradleError("delivery_code.check", detail)
    return DeliveryCode(f"sha256:{number:064x}", _UNITS[match["unit"]], match["amount"])


def qr_file(line: str, form: QrFormat) -> bytes:
    """The file of the line's QR code, dark on white for any page; it depends on the line alone."""
    file = BytesIO()
    code = segno.make(line, error="m", micro=False)
    code.save(file, kind=form, scale=QR_SCALES[form], light="white")
    return file.getvalue()


def _check(symbols: str, quantity: str) -> str:
    """Compute six check symbols over the id, the amount and the unit; each character of the last two is two symbols."""
    high = (ord(char) >> 5 for char in quantity)
    low = (ord(char) & 31 for char in quantity)
    rest = _polymod([*high, 0, *low, *map(ALPHABET.index, symbols), *[0] * CHECK_SYMBOLS])
    rest ^= _BCH_CONSTANT
    return "".join(ALPHABET[rest >> 5 * at & 31] for at in reversed(range(CHECK_SYMBOLS)))


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATOR):
            check ^= generator if top >> at & 1 else 0
    return check
