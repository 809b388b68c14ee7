"""Ids, figures and shares as reports show them."""

from decimal import Decimal

from ledger.documents.shown import figure, percent, short, words


def test_each_is_short() -> None:
    """Twelve digits of an id, six of a figure, one decimal of a share; nothing has no share."""
    assert short("sha256:" + "ab" * 32) == "ab" * 6
    assert figure("0.123456789") == "0.123457"
    assert percent(Decimal("0.1234")) == "12.3 %"
    assert percent(Decimal(1), Decimal(-8)) == "-12.5 %"
    assert percent(Decimal(1), Decimal(0)) == "-"


def test_a_word_of_the_formats_loses_its_underscores() -> None:
    """The name of a flow keeps them."""
    assert words("raw_material") == "raw material"
    assert words("case:grid_de") == "case:grid_de"


def test_a_figure_that_is_told_to_four_digits_gains_none() -> None:
    """Zeros after them would be digits that nobody told; who is given all digits sees six."""
    assert figure("0.1241") == "0.1241"
    assert figure("0.12407") == "0.124070"
    assert figure("79.5") == "79.5"
    assert figure("0") == "0"
