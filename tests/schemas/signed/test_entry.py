"""Entries and their sections `product` and `quality`: what the models alone can refuse."""

import pytest
from support.golden import reading as golden
from support.parsing import broken, changed, parse

from schemas.signed.entry import Entry, Product
from schemas.signed.quality import Quality

AVERAGE = golden.value("entry/cathode")
LOT = golden.value("entry/recycling")
PRODUCT = golden.value("entry/cathode/product")


def test_a_lot_stands_if_and_only_if_the_basis_is_a_lot() -> None:
    """An average over a period names no lot, and the amounts of a lot name it."""
    assert broken(Entry, AVERAGE, (("lot",), "LOT-1")) == ("entry.lot", "")
    assert broken(Entry, LOT, (("lot",), ...)) == ("entry.lot", "")
    assert broken(Entry, LOT, (("basis",), "model_declared")) == ("entry.lot", "")


def test_an_import_is_no_basis_of_an_entry() -> None:
    """Rows are imported; an entry states data of its own."""
    assert broken(Entry, AVERAGE, (("basis",), "opaque_import")) == ("entry.basis", "")


def test_lines_and_elements_of_a_product_stand_in_order_and_once() -> None:
    """One product has one byte form."""
    lines = PRODUCT["lines"]
    assert broken(Product, PRODUCT, (("lines",), lines[::-1])) == ("product.order", "")
    assert broken(Product, PRODUCT, (("lines",), [lines[0]] * 2)) == ("product.order", "")
    elements = lines[0]["elements"]
    swapped = (("lines", 0, "elements"), elements[::-1])
    assert broken(Product, PRODUCT, swapped) == ("product.order", "lines[0]")
    assert broken(Product, PRODUCT, (("lines",), [])) == ("schema.too_short", "lines")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (("lines", 0, "form"), "wet"),
        (("lines", 0, "form"), "dry "),
        (("lines", 0, "formula"), "Li Ni"),
        (("lines", 0, "formula"), "x" * 65),
        (("lines", 0, "elements", 0, "element"), "CO"),
        (("lines", 0, "elements", 0, "element"), "co"),
        (("lines", 0, "elements", 0, "element"), "Cob"),
    ],
)
def test_forms_formulas_and_elements_have_their_own_spelling(
    place: tuple[str | int, ...], text: str
) -> None:
    """A form is a word, a formula plain text, an element a chemical symbol."""
    code, at = broken(Product, PRODUCT, (place, text))
    assert code == f"product.{place[-1]}"
    assert at.endswith(str(place[-1]))


def test_no_recycled_content_is_a_statement() -> None:
    """A recycled share is from 0 to 1, and 0 is not the same as none stated; a mass fraction is above 0."""
    place = ("lines", 0, "elements", 0)
    zero = changed(PRODUCT, (*place, "recycled"), "0")
    assert parse(Product, zero).to_json() == zero
    for key, text in (("recycled", "-0.1"), ("recycled", "0.0"), ("fraction", "0")):
        code, at = broken(Product, PRODUCT, ((*place, key), text))
        assert (code.split(".")[0], at.rpartition(".")[2]) == ("quantity", key)
    for key in ("recycled", "fraction"):
        assert broken(Product, PRODUCT, ((*place, key), "1.1"))[0] == "product.share"


def test_an_empty_quality_section_says_nothing() -> None:
    """Every part of a quality section may be absent; a list that is empty is written."""
    assert parse(Quality, {}).to_json() == {"ratings": []}
    content = golden.value("entry/cathode/quality")
    share = changed(content, ("company_specific_share",), "0")
    assert parse(Quality, share).to_json() == share
