"""Credits in rows that may have none: product, distribution, collection, and outside the circular formula."""

from decimal import Decimal

import pytest
from support.graph import ident
from support.graph_battery import Declared, declared, end, own, work
from support.rows import avoided, inventory, made, taken, used, wasted

from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import FactorSet

CIRCULAR = load_rulebook("eu-ev-draft-2024")
PACKS = ident("plant")


def odd_factors(direction: str) -> FactorSet:
    """Flows whose factors are below zero, or nothing."""
    values = {
        "test:credit": ("unspecified", "-1"),
        "test:free": ("unspecified", "0"),
        "test:hay": ("uptake", "-1"),
        "test:negative": ("unspecified", "-1"),
    }
    rows = [
        {
            "flow": flow,
            "unit": "kg",
            "direction": direction,
            "name": flow,
            "values": [{"group": group, "value": value}],
            "source": "made up",
        }
        for flow, (group, value) in values.items()
    ]
    document = {"id": f"odd-{direction}", "version": "1", "title": "Odd", "method": "EF 3.1 (AR6)"}
    return FactorSet.model_validate({**document, "licence": "open", "rows": rows}, strict=False)


@pytest.mark.parametrize(
    ("lists", "off"),
    [
        ({"avoided": [avoided("1", flow="test:lime")]}, "-2"),
        ({"avoided": [avoided("1", flow="test:credit")]}, "1"),
        ({"avoided": [avoided("1", flow="test:free")]}, None),
        ({"wastes": [wasted("test:negative", "3")]}, "-3"),
        ({"inputs": [work("1"), used("test:hay", "4")]}, "-2"),
        ({"inputs": [work("2"), used("test:hay", "4")]}, None),
    ],
    ids=["credit", "of a credit", "of nothing", "treatment", "uptake", "uptake within a burden"],
)
def test_what_collects_has_no_credit(lists: dict[str, object], off: str | None) -> None:
    """No avoided line and no factor below zero; uptake by biomass counts where the sum is a burden. Per 100 kg."""
    it = declared()
    it.chain.factor_sets += (odd_factors("product"), odd_factors("treatment"))
    end(it, "collector", "100", "end_of_life.collection", **{"inputs": [work("50")], **lists})
    told = (
        [] if off is None else [("composition.collection_credit", ident("collector"), Decimal(off))]
    )
    assert it.faults() == told


@pytest.mark.parametrize(("role", "allowed"), [("distribution", False), ("end_of_life", True)])
def test_only_end_of_life_may_be_below_zero(role: str, allowed: bool) -> None:  # noqa: FBT001
    """A row of distribution with a negative sum is refused; a recycler's is permitted."""
    it = declared()
    own(it, "shop", "50", role, "50", inputs=[work("5")], avoided=[avoided("10", flow="test:lime")])
    it.rows[1]["amount"] = "150" if allowed else "200"
    told = [] if allowed else [("composition.net_negative", ident("shop"), Decimal(-10))]
    assert it.faults() == told


def test_a_product_may_not_be_below_zero() -> None:
    """A product whose own avoided lines outweigh its inputs is refused."""
    it = declared()
    record = it.chain.entries[ident("plant")]
    battery = inventory(
        made("plant", "200", batteries=4),
        inputs=[taken("ore", "300")],
        avoided=[avoided("400", flow="test:lime")],
    )
    it.chain.entries[ident("plant")] = record._replace(inventory=battery)
    assert it.faults() == [("composition.net_negative", PACKS, Decimal(-200))]


def circular(*rows: object, **lists: object) -> Declared:
    """The product treated by one recycler under the circular formula."""
    it = declared()
    it.chain.factor_sets += (odd_factors("product"), odd_factors("treatment"))
    it.rows.pop()
    end(it, "refiner", "200", "end_of_life.shredding", *rows, **lists)
    return it


def test_the_formula_credits_by_its_own_terms() -> None:
    """Substitution may outweigh all else: that is the formula."""
    it = circular(work("1"), avoided=[avoided("50", flow="test:lime", material="Ni")])
    assert it.faults(CIRCULAR) == []


@pytest.mark.parametrize(
    ("purpose", "off"), [("transport", "-30"), ("disposal", "-30"), ("material", "-20.8")]
)
def test_a_burden_below_zero_is_outside_the_formula(purpose: str, off: str) -> None:
    """Transport, disposal and the recycling process are burdens: 15 kg of them below zero take 0.15 off each kg."""
    it = circular(
        work("1"),
        wastes=[wasted("test:negative", "15", purpose=purpose, stage="end_of_life")],
        avoided=[avoided("50", flow="test:lime", material="Ni")],
    )
    told = [("composition.outside_formula", ident("refiner"), Decimal(off))]
    assert it.faults(CIRCULAR) == told
    assert it.faults() == []


def test_without_anything_recovered_a_credit_is_outside_the_formula_too() -> None:
    """A recycler that recovers nothing may not be below zero by a factor."""
    it = circular(work("1"), wastes=[wasted("test:negative", "15", stage="end_of_life")])
    assert it.faults(CIRCULAR) == [("composition.outside_formula", ident("refiner"), Decimal(-26))]
