"""Words of allocation that no rule can refuse are in the register, with the effect that brings the figure back.

A mine states them, two steps upstream: of the sulfate that a refinery delivers, and of the battery made from it.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from support import signed_battery, signed_delivery
from support.bundles import Json
from support.signed_chain import Alter, SignedChain, output
from support.verdicts import NO_FILE, judge, words_of

from schemas.views.report import Report


def co_product(
    basis: str, values: tuple[str, str], unit: str = "kg", amount: str = "20000"
) -> Alter:
    """The ore and a co-product share by a basis, at their values."""

    def change(inventory: Json) -> Json:
        ore = {**inventory["outputs"][0], "allocation_value": values[0]}
        side = output("side", amount, unit, "co_product", allocation_value=values[1])
        return {**inventory, "allocation": basis, "outputs": [ore, side]}

    return change


def burden_free(inventory: Json) -> Json:
    """The ore is a by-product of a token."""
    ore = {**inventory["outputs"][0], "role": "by_product"}
    return {**inventory, "outputs": [ore, output("token", "1")]}


def stating(ore: Json, side: Json) -> Alter:
    """The product section states members of the ore and of the co-product."""
    return lambda product: {
        "lines": [
            {**line, **more} for line, more in zip(product["lines"], (ore, side), strict=True)
        ]
    }


def heat_of(ore: str) -> str:
    """The MJ of some kg of ore at 0.6 kWh per kg."""
    return str(int(ore) * 216 // 100)


Make = Callable[[str], tuple[Alter, Alter | None]]
"""The inventory and the product section of the mine, by the kg of its ore."""

MOVES: dict[str, Make] = {
    "a mass per piece that is false by a thousand": lambda ore: (
        co_product("mass", (ore, "20000000"), "piece", "1000"),
        stating({}, {"kg_per_unit": "20000"}),
    ),
    "a heating value of what no one burns": lambda ore: (
        co_product("energy", (heat_of(ore), "2836800")),
        stating({"kwh_per_unit": "0.6"}, {"kwh_per_unit": "39.4"}),
    ),
    "invented prices": lambda _: (co_product("revenue", ("1", "1000000")), None),
    "waste as a co-product": lambda ore: (
        co_product("mass", (ore, "9000000"), amount="9000000"),
        None,
    ),
    "a token of the same goods at a high price": lambda _: (
        co_product("revenue", ("1", "1000"), amount="1"),
        None,
    ),
    "ore as a by-product of no value": lambda _: (burden_free, None),
}


def of_delivery(plan: dict[str, Alter]) -> tuple[SignedChain, Report]:
    """The chain of the delivered sulfate, and the report on its bundle."""
    chain = signed_delivery.build(plan)
    return chain, judge(signed_delivery.whole(chain), chain.ledger.policy())


def of_battery(plan: dict[str, Alter]) -> tuple[SignedChain, Report]:
    """The chain of the battery, and the report on its bundle."""
    chain = signed_battery.build(plan)
    return chain, judge(chain.ledger.files(), chain.ledger.policy())


SUBJECTS = {
    "a delivery": (of_delivery, "mine", "90000"),
    "a calculation": (of_battery, "mine 2", "100000"),
}


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", MOVES)
def test_a_move_upstream_is_a_choice_that_brings_the_figure_back(name: str, subject: str) -> None:
    """The bundle verifies below the honest figure; the choice's effect is the difference, to 4 digits.

    The battery's recycler is credited at the price of the ore, which falls too: there the effect is more.
    """
    judged, mine, ore = SUBJECTS[subject]
    inventory, product = MOVES[name](ore)
    plan = {mine: inventory} | ({} if product is None else {f"{mine} product": product})
    (_, true), (chain, report) = judged({}), judged(plan)
    assert (report.verdict, report.exit_code) == ("verified", 0)
    stated, honest = Decimal(report.declared_total or 0), Decimal(true.declared_total or 0)
    assert stated < honest
    found = {(row.code, row.subject): row for row in report.choices or ()}
    code = "burden_free" if inventory is burden_free else "co_product"
    choice = found[f"allocation.{code}", chain.ids[mine]]
    assert choice.effect is not None
    assert choice.state == "unevidenced"
    above = (stated + Decimal(choice.effect)) / honest - 1
    assert above > Decimal("-0.001")
    assert above < Decimal("0.001") or subject == "a calculation"
    assert report.conservative is not None
    assert Decimal(report.conservative.total) >= honest


def test_the_report_on_a_delivery_lists_its_choices_per_unit() -> None:
    """The text has the effect and the conservative figure per kg, and nothing of a battery."""
    inventory, _ = MOVES["invented prices"]("90000")
    _, report = of_delivery({"mine": inventory})
    text = words_of(report)
    assert report.conservative is not None
    assert f"conservative {report.conservative.total} kg CO2e per kg, " in text
    choice = next(row for row in report.choices or () if row.code == "allocation.co_product")
    assert f"+{choice.effect} kg CO2e per kg (" in text
    assert "kWh of total energy" not in text
    assert not [row for row in report.choices or () if row.code.startswith("unit.")]
    assert not report.sensitivity


def test_an_attestation_of_the_delivery_settles_the_entry_behind_it() -> None:
    """The auditor read the refinery's documents: its choice keeps its value, that of the mine does not."""
    shared = co_product("revenue", ("1", "3"))

    def attested(chain: SignedChain) -> SignedChain:
        named = {"choice": "allocation.co_product", "statement": chain.ids["refinery"]}
        look = {"depth": "documents", "evidence": [NO_FILE]}
        settled = [{**named, **look, "coordinate": line} for line in ("slag", "sulfate")]
        signed_delivery.attest(chain, settled=settled)
        return chain

    def sulfate(inventory: Json) -> Json:
        made = shared(inventory)
        return {**made, "outputs": sorted(made["outputs"], key=lambda row: row["line"])}

    plan = {"mine": shared, "refinery": sulfate, "after": attested}
    chain, report = of_delivery(plan)
    assert report.verdict == "verified", report.findings
    states = {row.subject: row.state for row in report.choices or () if "co_product" in row.code}
    assert states == {chain.ids["refinery"]: "settled", chain.ids["mine"]: "unevidenced"}


def test_a_customers_bundle_of_a_delivery_has_no_register() -> None:
    """The recipe is withheld, so nothing behind the figure is known."""
    chain = signed_delivery.honest()
    report = judge(signed_delivery.redacted(chain), chain.ledger.policy())
    assert (report.choices, report.conservative, report.sensitivity) == (None, None, None)
