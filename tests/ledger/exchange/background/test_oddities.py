"""Oddities of a process in itself."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.background import process, taken, words

from ledger.exchange.background.model import UnitProcess
from ledger.exchange.background.oddities import find_oddities


def found(listed: UnitProcess) -> list[str]:
    """The codes of a process's oddities, without their first word."""
    return [row.code.partition(".")[2] for row in find_oddities([listed])]


@pytest.mark.parametrize(
    ("made", "code"),
    [(None, "production_missing"), ("0", "production_zero"), ("-1", "production_negative")],
)
def test_odd_production_amounts(made: str | None, code: str) -> None:
    """None stated, zero, and below zero."""
    assert found(process("slag", made)) == [code]


def test_an_ordinary_process_has_none() -> None:
    """Any positive production amount, and inputs of different products."""
    inputs = (taken("b", "1"), taken("c", "1"))
    assert found(process("a", "0.1226", inputs=inputs)) == []


def test_a_product_that_is_taken_twice() -> None:
    """One oddity for the product, with the number of times."""
    listed = process("a", inputs=(taken("b", "1"), taken("b", "2"), taken("c", "1")))
    (odd,) = find_oddities([listed])
    assert odd.code == "background.repeated_input"
    assert "2 times" in odd.detail


def market(*amounts: str, name: str = "market for cells", made: str = "1") -> UnitProcess:
    """A market of cells that takes cells of several makers."""
    listed = [taken("cells", amount) for amount in amounts]
    own = words(name)
    return process(
        name,
        made,
        words=type(own)(name, "cells", "GLO", "kilogram"),
        inputs=tuple(
            type(row)(type(row.link)((("name", str(at)),), row.link.words), row.amount)
            for at, row in enumerate(listed)
        ),
    )


def test_a_market_that_loses_goods() -> None:
    """It sells 1 kg of what it takes 0.726 kg of."""
    (odd,) = find_oddities([market("0.5", "0.22591")])
    assert odd.code == "background.market_sum"
    assert "takes 0.726 kilogram" in odd.detail


@pytest.mark.parametrize("amounts", [("0.6", "0.4"), ("1.03",), ()])
def test_a_market_in_balance(amounts: tuple[str, ...]) -> None:
    """Parts of one whole, a loss of up to 5 %, and a market of which only transport is stated."""
    assert found(market(*amounts)) == []


def test_a_market_that_uses_some_itself() -> None:
    """The loss of a grid is an input of its own; what it takes from others is compared."""
    own = market("1")
    loss = type(own.inputs[0])(type(own.inputs[0].link)(own.keys, own.words), Decimal("0.1"))
    assert found(replace(own, inputs=(*own.inputs, loss))) == []


def test_a_market_by_its_production_amount() -> None:
    """The sum is per unit sold."""
    assert found(market("2", made="2")) == []
    assert found(market("1", made="2")) == ["market_sum"]


def test_a_recycler_is_no_market() -> None:
    """A process may take some of its own product; only markets must take as much as they sell."""
    assert found(market("0.2", name="aluminium recycling")) == []


def test_a_unit_that_the_ledger_does_not_have() -> None:
    """It is named."""
    (odd,) = find_oddities([process("a", words=words("a", "vehicle-kilometer"))])
    assert odd.code == "background.unit_unknown"
    assert "vehicle-kilometer" in odd.detail
