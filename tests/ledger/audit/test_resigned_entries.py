"""Entries that no ledger admits, signed again by a colluding manufacturer and operator, break the rules of an entry."""

import pytest
from support.bundles import Json
from support.collusion import Row, act, rows, update
from support.signed_chain import Alter, SignedChain, output, used

TRACED = {"material": "Co", "evidence": "traced"}


def as_by_product(inventory: Json) -> Json:
    """The batteries are a by-product of a dummy, which carries the burden."""
    battery = {**inventory["outputs"][0], "role": "by_product"}
    dummy = output("dummy", "1", "piece", product="urn:example:dummy")
    return {**inventory, "outputs": [dummy, battery]}


def carry(chain: SignedChain) -> None:
    """The transport of the batteries, without a share for by-products."""
    inventory = {
        "outputs": [output("carriage", "30170", "kg")],
        "inputs": [used("db:freight", "9001", "tkm", "transport", "distribution")],
    }
    site = {"code": "packer-8", "country": "DE"}
    chain.entry("carriage", "packer", "distribution.transport", inventory, site=site)
    CARRIED.append({"role": "distribution", "entry": chain.ids["carriage"], "line": "carriage"})


def delivered(listed: list[Json]) -> None:
    """The calculation counts the transport."""
    listed.append({**CARRIED[-1], "amount": "30170", "unit": "kg"})


def on_two_lines(inventory: Json) -> Json:
    """One battery in a hundred bears the burden of one, and the line of the others is left out."""
    battery = inventory["outputs"][0]
    light = {**battery, "amount": "99", "batteries": 99, "role": "co_product"}
    heavy = output("other", "1", "piece", product="urn:example:other", batteries=1)
    values = {"light": "1", "heavy": "99"}
    lines = sorted(
        [
            {**light, "allocation_value": values["light"]},
            {**heavy, "allocation_value": values["heavy"]},
        ],
        key=lambda row: row["line"],
    )
    return {**inventory, "allocation": "revenue", "outputs": lines}


def by_price(inventory: Json) -> Json:
    """A kilogram of gold shares by mass with the ore, at its price."""
    mined = {**inventory["outputs"][0], "allocation_value": inventory["outputs"][0]["amount"]}
    side = output("side", "1", "kg", role="co_product", product="urn:example:side")
    outputs = sorted([mined, {**side, "allocation_value": "900"}], key=lambda row: row["line"])
    return {**inventory, "allocation": "mass", "outputs": outputs}


def beside(unit: str, amount: str, value: str, basis: str = "mass", ore: str = "90000") -> Alter:
    """The ore shares with trimmings in a unit, each at its value."""

    def change(inventory: Json) -> Json:
        mined = {**inventory["outputs"][0], "allocation_value": ore}
        side = output("side", amount, unit, "co_product", allocation_value=value)
        return {**inventory, "allocation": basis, "outputs": [mined, side]}

    return change


def stating(ore: Json, side: Json) -> Alter:
    """The product section states members of the ore and of the trimmings."""
    return lambda product: {
        "lines": [
            {**line, **more} for line, more in zip(product["lines"], (ore, side), strict=True)
        ]
    }


def unweighed(product: Json) -> Json:
    """The product section has no mass of the trimmings, whatever another change has stated."""
    *others, side = product["lines"]
    return {"lines": [*others, {key: side[key] for key in side if key != "kg_per_unit"}]}


def ninety_nine(listed: list[Json]) -> None:
    """The calculation counts the light line alone."""
    for row in listed:
        row["amount"] = "99" if row["role"] == "product" else "29868.3"


def one_line_more(product: Json) -> Json:
    """The product section describes a line that the entry does not have."""
    return {"lines": [*product["lines"], {"line": "zzz", "form": "as_is", "elements": []}]}


def credit_elsewhere(chain: SignedChain) -> None:
    """A recycler's credit, delivered to the mine in pieces until 2011, is the virgin side of the packer's feedstock."""
    steel = {"flow": "db:steel", "amount": "1000", "unit": "kg", "known": "metered"}
    inventory = {
        "outputs": [output("credit", "1", "piece")],
        "avoided": [{**steel, "stage": "end_of_life"}],
    }
    chain.entry("credit", "recycler", "end_of_life.shredding", inventory)
    sold = {"entry": chain.ids["credit"], "unit": "piece", "valid_until": "2011-06-01"}
    chain.deliver("credit price", "recycler", "mine", "credit", **sold)
    said = {**TRACED, "delivery": chain.ids["credit price"]}
    row = {**used("db:steel", "10", "kg", "material", "raw_material"), "recycled": said}
    site = {"code": "packer-9", "country": "DE"}
    feed = {"outputs": [output("feed", "1", "kg")], "inputs": [row]}
    chain.entry("feed", "packer", "distribution.transport", feed, site=site)
    listed = {"role": "distribution", "entry": chain.ids["feed"], "line": "feed"}
    COUNTED.append({**listed, "amount": "1", "unit": "kg"})


def keep(chain: SignedChain) -> None:
    """Keep the chain, whose ids later changes cite."""
    KEPT.append(chain)


def second_by_the_same_note(header: Json) -> Json:
    """The corrected delivery becomes a second one, of 500 kg, under the number of the first."""
    plain = {key: value for key, value in header.items() if key != "supersedes"}
    return {**plain, "number": "sulfate", "amount": "500"}


def cite_both(inventory: Json) -> Json:
    """The packs use goods under both deliveries."""
    first, *others = inventory["inputs"]
    again = {**first, "delivery": KEPT[-1].ids["sulfate 2"], "amount": "500"}
    return {**inventory, "inputs": [first, again, *others]}


KEPT: list[SignedChain] = []
CARRIED: list[Json] = []
COUNTED: list[Json] = []
"""The rows that count the transport and the feedstock, once their entries have ids."""

ROWS = {
    "batteries as a by-product of a dummy": Row(
        "entry.model",
        "pack",
        {"pack": as_by_product, "early": act(carry), "composition": rows(delivered)},
    ),
    "a second line of batteries left out": Row(
        "entry.model",
        "pack",
        {
            "pack": on_two_lines,
            "composition": rows(ninety_nine),
            "asserted": update(batteries=99),
        },
    ),
    "a product section of other lines": Row("entry.lines", "pack", {"pack product": one_line_more}),
    "a delivery stated twice": Row(
        "delivery.repeated",
        "",
        {"before": act(keep), "sulfate 2": second_by_the_same_note, "pack": cite_both},
    ),
    "a price among masses": Row("entry.allocation_value", "mine", {"mine": by_price}),
    "a co-product in pieces that states no mass": Row(
        "entry.allocation_unstated",
        "mine",
        {"mine": beside("piece", "1", "20000000"), "mine product": unweighed},
    ),
    "hours among masses": Row(
        "entry.allocation_basis",
        "mine",
        {
            "mine": beside("h", "1", "20000000"),
            "mine product": stating({}, {"kg_per_unit": "20000000"}),
        },
    ),
    "ore that shares by its heat": Row(
        "entry.allocation_heat",
        "mine",
        {
            "mine": beside("kg", "20000", "72000", "energy", "324"),
            "mine product": stating({"kwh_per_unit": "0.001"}, {"kwh_per_unit": "1"}),
        },
    ),
    "the virgin side of feedstock is another's credit": Row(
        "delivery.recipient",
        "credit price",
        {"early": act(credit_elsewhere), "composition": rows(lambda it: it.append(COUNTED[-1]))},
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_an_entry_that_no_ledger_admits_is_one_finding(name: str) -> None:
    """The verifier finds the same broken rule that the ledger refuses."""
    ROWS[name].check()
