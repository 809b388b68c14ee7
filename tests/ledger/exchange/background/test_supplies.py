"""Values of unlinked inputs from other factor sets."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from support.background import taken, words
from support.refusal import refused

from ledger.exchange.background.model import Link, Product, ProductInput
from ledger.exchange.background.supplies import Supplies, factor_name
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Group


def row(flow: str, name: str, unit: str = "kg", **members: object) -> dict[str, Any]:
    """A row of a factor set with 2 kg CO2e of fossil origin per unit."""
    values = [{"group": "fossil", "value": "2"}]
    given = {"flow": f"own:{flow}", "name": name, "unit": unit, "values": values}
    return {"direction": "product", "source": "own", **given, **members}


def supplies(*rows: dict[str, Any]) -> Supplies:
    """A factor set of these rows."""
    content = {"id": "own", "version": "1", "title": "Own", "method": "EF 3.1", "licence": "open"}
    listed = sorted(rows, key=lambda r: (r["flow"], r["unit"], r["direction"]))
    return Supplies([FactorSet.model_validate({**content, "rows": listed}, strict=False)])


def kg(found: Supplies, wanted: ProductInput) -> Mapping[Group, Decimal] | None:
    """The kg CO2e of an input, by group."""
    supplied = found.value(wanted)
    return None if supplied is None else supplied.values


def test_by_name_place_and_unit() -> None:
    """The name of the process, of the product, or both; letters of any case."""
    steel = Product("market for steel", "steel, low-alloyed", "GLO", "kilogram")
    for name in ("Market for steel", "steel, low-alloyed", factor_name(steel)):
        found = kg(
            supplies(row("a", name, geography="GLO")), ProductInput(Link((), steel), Decimal(3))
        )
        assert found == {Group.FOSSIL: Decimal(6)}


def test_a_factor_without_geography_supplies_all() -> None:
    """One with the geography is preferred."""
    assert kg(supplies(row("a", "steel")), taken("steel", "1")) == {Group.FOSSIL: Decimal(2)}
    both = supplies(row("a", "steel"), row("b", "steel", geography="GLO"))
    assert kg(both, taken("steel", "1")) == {Group.FOSSIL: Decimal(2)}


def test_the_fullest_name_counts() -> None:
    """Product and process together go before either alone, which other processes may have too."""
    sheet = Product("rolling", "steel sheet", "GLO", "kilogram")
    value = {"group": "fossil", "value": "5"}
    both = row("a", factor_name(sheet)) | {"values": [value]}
    found = supplies(both, row("b", "steel sheet"), row("c", "rolling"))
    assert kg(found, ProductInput(Link((), sheet), Decimal(1))) == {Group.FOSSIL: Decimal(5)}


@pytest.mark.parametrize(
    "other",
    [
        row("a", "steel", geography="DE"),
        row("a", "steels"),
        row("a", "steel", unit="MJ"),
        row("a", "steel", direction="treatment"),
    ],
)
def test_what_does_not_fit(other: dict[str, Any]) -> None:
    """Another place, name, unit or direction supplies nothing."""
    assert kg(supplies(other), taken("steel", "1")) is None


def test_a_unit_that_is_converted_or_unknown() -> None:
    """A tonne takes a thousand times the factor per kg; an unknown unit takes nothing."""
    found = kg(supplies(row("a", "steel")), taken("steel", "1", "t"))
    assert found == {Group.FOSSIL: Decimal(2000)}
    assert kg(supplies(row("a", "steel")), taken("steel", "1", "vehicle-kilometer")) is None


def test_a_waste_is_supplied_by_a_treatment() -> None:
    """An amount below zero, or a link to a treatment; its burden is positive."""
    treatment = supplies(row("a", "slag", direction="treatment"))
    assert kg(treatment, taken("slag", "-0.5")) == {Group.FOSSIL: Decimal(1)}
    wanted = ProductInput(Link((), words("slag"), "treatment"), Decimal("0.5"))
    assert kg(treatment, wanted) == {Group.FOSSIL: Decimal(1)}


def test_a_credit_is_supplied_by_its_product() -> None:
    """An amount below zero that the format calls a credit; its value is below zero too."""
    credit = ProductInput(Link((), words("steel")), Decimal("-0.5"), is_credit=True)
    assert kg(supplies(row("a", "steel")), credit) == {Group.FOSSIL: Decimal(-1)}
    treatment = supplies(row("a", "steel", direction="treatment"))
    assert kg(treatment, credit) is None


def test_two_that_fit_are_refused() -> None:
    """Neither is better."""
    with refused("background.ambiguous_supply"):
        kg(supplies(row("a", "steel"), row("b", "steel")), taken("steel", "1"))


def test_an_incomplete_factor_says_so() -> None:
    """What it supplies lacks what it lacks."""
    for marks, is_incomplete in (({}, False), ({"incomplete": True}, True)):
        found = supplies(row("a", "steel", **marks)).value(taken("steel", "1"))
        assert found is not None
        assert found.is_incomplete is is_incomplete
