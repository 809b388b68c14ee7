"""Site balances in their one form: rows of one thing each, in order, no amount below zero."""

import json
from typing import Any

import pytest
from support.golden import reading as golden
from support.refusal import refused

from schemas.signed.site_balance import Balance

ROW: dict[str, Any] = {"flow": "a:power", "unit": "kWh", "bought": "10", "entries": []}
ONE, TWO = "sha256:" + "1" * 64, "sha256:" + "2" * 64


def parse(*rows: dict[str, Any]) -> Balance:
    """The balance of these rows."""
    return Balance.parse(json.dumps({"rows": rows}).encode())


def test_the_golden_balance_is_written_as_it_was_read() -> None:
    """Absent stocks and remainders stay absent, and zero is a stock like any other."""
    document = golden.value("site_balance/site_balance/balance document")
    balance = Balance.parse(json.dumps(document["value"]).encode())
    assert balance.to_json() == document["value"]
    assert [row.opening for row in balance.rows] == [None, "0"]


@pytest.mark.parametrize("change", [{"product": "urn:a:b"}, {"flow": None}])
def test_a_row_is_of_one_thing(change: dict[str, Any]) -> None:
    """A row names a flow or a product: not both, and not neither."""
    row = {key: value for key, value in {**ROW, **change}.items() if value is not None}
    with refused("site_balance.of", "rows[0]"):
        parse(row)


@pytest.mark.parametrize("field", ["bought", "opening", "closing", "remainder"])
@pytest.mark.parametrize("amount", ["-1", "1.0", "-0", "1e3", "01"])
def test_no_amount_is_below_zero(field: str, amount: str) -> None:
    """Purchase and remainder are quantities of zero or more, in one spelling."""
    parse({**ROW, field: "0"})
    with refused("quantity.negative", f"rows[0].{field}"):
        parse({**ROW, field: amount})


def test_flows_come_before_products_each_once() -> None:
    """Rows ascend by id and unit; one flow in two units is two rows."""
    product = {**ROW, "product": "urn:a:b"}
    del product["flow"]
    parse({**ROW, "unit": "MJ"}, ROW, product)
    for rows in ([ROW, ROW], [product, ROW], [ROW, {**ROW, "unit": "MJ"}]):
        with refused("site_balance.order", ""):
            parse(*rows)


def test_entries_are_listed_in_order_each_once() -> None:
    """An entry takes part in a row once."""
    shares = [{"entry": ONE, "amount": "1"}, {"entry": TWO, "amount": "1"}]
    parse({**ROW, "entries": shares})
    for entries in (shares[::-1], shares[:1] * 2):
        with refused("site_balance.order", "rows[0]"):
            parse({**ROW, "entries": entries})
