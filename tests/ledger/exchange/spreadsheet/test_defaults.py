"""Goods of an unknown supplier are valued by a default, and the report states the difference, if it is known."""

import json
from decimal import Decimal

import pytest
from support.sheets import Rows, sound

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.defaults import LEAST_SUPPLIERS, DefaultData, SupplierFigures
from ledger.exchange.spreadsheet.template import write_template
from schemas.signed.rulebook import FactorSet
from schemas.views.row_report import RowReport
from schemas.vocabulary import Stage

PRODUCT = "urn:example:copper"


def factors(**values: str) -> FactorSet:
    """Datasets of copper; those with a name ending in `default` represent the product."""
    rows = [
        {"flow": f"example:{name}", "unit": "kg", "direction": "product", "name": name}
        | {"values": [{"group": "fossil", "value": value}], "source": "invented"}
        | ({"stands_for": PRODUCT} if name.endswith("default") else {})
        for name, value in sorted(values.items())
    ]
    head = {"id": "copper", "version": "1", "title": "Copper", "method": "EF 3.1"}
    return FactorSet.parse(json.dumps({**head, "licence": "open", "rows": rows}).encode())


def report(defaults: DefaultData, **fields: str) -> RowReport:
    """The report on 1200 kg of copper from an unknown supplier."""
    row = {"kind": "unknown_supplier", "amount": "1200", "unit": "kg", "purpose": "material"}
    rows: Rows = {**sound(), "inputs": [{**row, "known": "invoiced", **fields}]}
    data = write_template("en", Stage.MAIN_PRODUCTION, rows)
    return check_spreadsheet(data, "a.xlsx", None, defaults).report


def told(count: int) -> SupplierFigures:
    """Figures of so many suppliers: 1, 2, 3 and so on."""
    return {(PRODUCT, "kg"): [Decimal(number + 1) for number in range(count)]}


def of_inputs(found: RowReport) -> list[tuple[str, str | None]]:
    """Code and cell of the problems with inputs; the sets have no flow of the other tables."""
    return [(row.code, row.cell) for row in found.problems if row.code.startswith("input.")]


def test_the_highest_dataset_stands_for_the_product() -> None:
    """6.5 and not 4.1; compared with the other, it costs 2.4 kg CO2e for each kg."""
    sets = (factors(a_default="4.1", b_default="6.5", other="99"),)
    found = report(DefaultData(sets), product=PRODUCT)
    assert found.accepted
    assert of_inputs(found) == [("input.default", "A2")]
    (used,) = found.defaults
    assert (used.flow, used.kg, used.row) == ("example:b_default", "7800", 2)
    assert (used.compared, used.behind, used.median) == ("datasets", 1, "4.1")
    assert (used.over, used.over_percent) == ("2880", "58.54")


def test_what_enough_suppliers_stated_is_the_comparison() -> None:
    """The median of five: 3, so that 6.5 costs 3.5 more for each kg."""
    data = DefaultData((factors(a_default="6.5"),), told(LEAST_SUPPLIERS))
    (used,) = report(data, product=PRODUCT).defaults
    assert (used.compared, used.behind, used.median) == ("deliveries", 5, "3")
    assert (used.over, used.over_percent) == ("4200", "116.7")


def test_a_few_suppliers_are_not_shown() -> None:
    """Four would disclose a rival's figure; without another dataset there is no comparison."""
    data = DefaultData((factors(a_default="6.5"),), told(LEAST_SUPPLIERS - 1))
    (used,) = report(data, product=PRODUCT).defaults
    assert (used.compared, used.behind, used.median, used.over) == ("nothing", 0, None, None)
    assert used.kg == "7800"


def test_a_flow_may_be_named() -> None:
    """Then it is used, even if no set values it; its cost is unknown."""
    found = report(DefaultData(), flow="example:copper")
    assert found.accepted
    assert found.defaults == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, "input.no_product"), ({"product": "urn:example:zinc"}, "input.no_default")],
)
def test_without_a_default_the_row_is_refused(fields: dict[str, str], code: str) -> None:
    """Neither product nor flow, or a product that no dataset represents."""
    found = report(DefaultData((factors(a_default="6.5"),)), **fields)
    assert of_inputs(found) == [(code, "D2")]
    assert found.defaults == ()
