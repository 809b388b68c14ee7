"""Text that is read as it is written."""

import unicodedata

import pytest
from support.refusal import refused

from schemas.readable import HIDDEN, require_readable, require_readable_json

NAMES = (
    "Straße & Söhne GmbH",
    "宁德时代新能源科技股份有限公司",
    "ПАО «ГМК «Норильский никель»",
    "Ελληνικά Πετρέλαια Α.Ε.",
    "주식회사 포스코",
    "شركة المراعي",
    "บริษัท ปตท. จำกัด",
    "टाटा स्टील",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_are_read(name: str) -> None:
    """Marks that belong to letters are seen."""
    require_readable({"name": [unicodedata.normalize("NFC", name)]})


@pytest.mark.parametrize(
    "sign",
    [
        *("\u0000", "\n", "\u007f", "\u0085", "\u2028"),
        *("\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u180e"),
        *("\u200e", "\u202e", "\u2066", "\u061c"),
        *("\ufe0f", "\U000e0101", "\U000e0041", "\u3164", "\u115f", "\u2800", "\u034f"),
        *("\ue000", "\U000f0000", "\ufdd0"),
    ],
)
def test_a_character_that_is_not_seen_is_refused_at_its_place(sign: str) -> None:
    """Controls, zero-width, direction, variation selectors, tags, fillers and private use."""
    with refused("text.hidden", "rows[1].name"):
        require_readable({"rows": ["Mine", {"name": f"Mi{sign}ne"}]})


def test_the_class_has_every_character_of_its_categories() -> None:
    """As the running Python knows them."""
    hidden = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    missed = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in hidden and HIDDEN.match(chr(code)) is None
    ]
    assert missed == []


def test_a_letter_in_parts_is_refused() -> None:
    """Two spellings of one letter would make two names."""
    with refused("text.composition", "name"):
        require_readable("Mu\u0308ller", "name")


def test_the_place_in_json_is_a_field_path() -> None:
    """As in a signed statement."""
    require_readable_json(b'{"value":{"legal_name":"Mine"}}')
    with refused("text.hidden", "value.legal_name"):
        require_readable_json('{"value":{"legal_name":"Mi\u200bne"}}'.encode())
