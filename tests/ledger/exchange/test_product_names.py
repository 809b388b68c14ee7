"""A product's name makes one id, which is always an id of the wire and made again from itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ledger.exchange.product_names import LONGEST, PREFIX, product_id
from schemas.values import ProductId


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Al-Profil 6060 (geschliffen)", "al-profil-6060-geschliffen"),
        ("AL-PROFIL  6060 geschliffen", "al-profil-6060-geschliffen"),
        ("Kühlkörper groß, Ø 12,5", "kuehlkoerper-gross-ø-12-5"),
        ("Ku\u0308hler", "kuehler"),
        ("Pièce n° 4", "piece-n-4"),
        ("铝型材 6063", "铝型材-6063"),
        ("\uff21\uff22\uff11", "ab1"),
        ("_x_", "x"),
    ],
)
def test_the_rule(name: str, slug: str) -> None:
    """As the module states it."""
    assert product_id(name) == PREFIX + slug


@pytest.mark.parametrize("name", ["", " ", "(-)", "___", "x" * (LONGEST + 1)])
def test_a_name_without_an_id(name: str) -> None:
    """It has no letter and no digit, or too many."""
    assert product_id(name) is None


@given(st.text(max_size=40))
def test_an_id_is_one_of_the_wire_and_its_own_name(name: str) -> None:
    """The rule changes nothing in what it has made."""
    made = product_id(name)
    if made is not None:
        assert TypeAdapter(ProductId).validate_python(made) == made
        assert product_id(made.removeprefix(PREFIX)) == made
