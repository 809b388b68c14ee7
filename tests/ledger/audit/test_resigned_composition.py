"""Table 2 of tampering, conservation: statements that no honest ledger admits, signed by manufacturer and operator.

Each row counts more than was made, treats a kilogram more than once, claims a credit that is not allowed, or lets
signed values of one thing disagree. Effects are on the declared figure, in kg CO2e per kWh.
"""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from support.bundles import Json, payload_of
from support.collusion import Row, act, rows, update
from support.signed_battery import METERED, honest
from support.signed_chain import Alter, SignedChain, output, used

from schemas.views.report import Finding

END, DISTRIBUTION = "end_of_life", "distribution"
TINY = "0." + "0" * 29 + "1"


class Moves:
    """Early actions of the story, and the rows of the composition that count their results."""

    def __init__(self, *steps: Callable[[SignedChain], Json]) -> None:
        """The steps, each of which states something and returns the row that counts it."""
        self.steps, self.listed = steps, list[Json]()

    def plan(self, **others: Json) -> dict[str, Json]:
        """The moments of the story for these steps."""
        early = act(lambda chain: setattr(self, "listed", [step(chain) for step in self.steps]))
        composed = rows(lambda listed: listed.extend(self.listed))
        return {"early": early, "composition": composed, **others}


def recycling(number: int, process: str = "end_of_life.shredding", **lists: Json) -> Json:
    """A further recycler's line of 20,000 kg, counted for the whole mass of the packs."""

    def step(chain: SignedChain) -> Json:
        name, line = f"recycler {number}", f"treated{number}"
        inventory = {"outputs": [output(line, "20000")], **lists}
        chain.entry(name, "recycler", process, inventory)
        chain.deliver(f"treatment {number}", "recycler", "packer", line, entry=chain.ids[name])
        delivery = chain.ids[f"treatment {number}"]
        return {"role": END, "delivery": delivery, "line": line, "amount": "30170", "unit": "kg"}

    return step


def shop(
    amount: str, unit: str = "piece", made: str = "1", role: str = DISTRIBUTION, **lists: Json
) -> Json:
    """A line of the packer with this output, and a row that counts an amount of it."""

    def step(chain: SignedChain) -> Json:
        inventory = {"outputs": [output("service", made, unit)], **lists}
        chain.entry("shop", "packer", "distribution.transport", inventory)
        row = {"role": role, "entry": chain.ids["shop"], "line": "service"}
        return {**row, "amount": amount, "unit": unit}

    return step


def credit(kg: str, stage: str = END) -> Json:
    """Steel that is avoided."""
    return {"flow": "db:steel", "amount": kg, "unit": "kg", "stage": stage, **METERED}


CREDITED = {"avoided": [credit("4000")]}
FREIGHT = {"inputs": [used("db:freight", "1", "tkm", "transport", DISTRIBUTION)]}
POWER = {"inputs": [used("db:grid", "12000", "kWh", "energy", END)]}


def unshipped(inventory: Json) -> Json:
    """The packs without their transport."""
    kept = [row for row in inventory["inputs"] if row.get("flow") != "db:freight"]
    return {**inventory, "inputs": kept}


def pieces(batteries: int) -> Json:
    """A hundred packs that state another number of batteries."""

    def change(inventory: Json) -> Json:
        return {**inventory, "outputs": [{**inventory["outputs"][0], "batteries": batteries}]}

    return change


def lithium(fraction: str) -> Alter:
    """The packs, with so much lithium in each kg."""

    def change(product: Json) -> Json:
        held = {"elements": [{"element": "Li", "fraction": fraction}]}
        return {"lines": [{**line, **held} for line in product["lines"]]}

    return change


ROWS = {
    "more energy than its lithium stores": Row(
        "physics.impossible_capacity", "pack", {"pack product": lithium("0.01")}
    ),
    "end of life treated four times": Row(
        "composition.end_of_life_amount",
        END,
        Moves(*(recycling(number, **CREDITED) for number in (2, 3, 4))).plan(),
    ),
    "end of life in pieces": Row(
        "composition.end_of_life_amount",
        "shop",
        Moves(shop("1", role=END, **POWER)).plan(),
    ),
    "more collected than there is": Row(
        "composition.end_of_life_amount",
        END,
        Moves(*(recycling(number, "end_of_life.collection", **POWER) for number in (2, 3))).plan(),
    ),
    "a credit for collecting": Row(
        "composition.collection_credit",
        "recycler 2",
        Moves(recycling(2, "end_of_life.collection", **POWER, avoided=[credit("1")])).plan(),
    ),
    "a line counted beyond its output": Row(
        "composition.above_output", "shop", Moves(shop("30000", **FREIGHT)).plan()
    ),
    "distribution below zero": Row(
        "composition.net_negative",
        "shop",
        Moves(shop("1", **FREIGHT, avoided=[credit("1", DISTRIBUTION)])).plan(),
    ),
    "a stage met by a token": Row(
        "composition.stage_missing",
        DISTRIBUTION,
        Moves(shop(TINY, "kg", "30170", **FREIGHT)).plan(pack=unshipped),
    ),
    "a stage met by hours": Row(
        "composition.stage_missing",
        DISTRIBUTION,
        Moves(shop("1000", "h", "1000", **FREIGHT)).plan(pack=unshipped),
    ),
    "a stage met by a line without burdens": Row(
        "composition.stage_missing",
        DISTRIBUTION,
        Moves(shop("30170", "kg", "30170")).plan(pack=unshipped),
    ),
    "a hundred pieces that are a million batteries": Row(
        "entry.batteries",
        "pack",
        {"pack": pieces(1_000_000), "asserted": update(batteries=1_000_000)},
    ),
    "ten times the capacity of the product section": Row(
        "calculation.capacity", "pack", {"asserted": update(capacity_kwh="750")}
    ),
    "a warranty of nine hundred": Row(
        "statement.invalid",
        "",
        {
            "calculation": update(
                warranties=[{"years": "8", "km": "130000", "remaining_energy": "900"}]
            )
        },
    ),
    "a warranty without its share, counted": Row(
        "calculation.total_energy",
        "calculation",
        {
            "asserted": update(
                warranties=[{"years": "8", "km": "130000"}],
                total_energy={"numerator": "585000000", "denominator": "20000"},
            )
        },
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_collusion_is_one_finding_of_its_own(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()


def effect_of(name: str) -> tuple[Decimal, Decimal]:
    """The declared total of a row, and the effect of its finding."""
    row = ROWS[name]
    chain = row.chain()
    (found,) = _found(row, chain)
    return Decimal(chain.total), Decimal(found.effect_kg or "NaN")


def _found(row: Row, chain: SignedChain) -> list[Finding]:
    return [found for found in row.report(chain).findings if found.code == row.code]


def test_a_mass_treated_four_times_is_reported_with_what_it_took_off() -> None:
    """Of four rows over the same mass three quarters are too much: the honest one, and 7,720 kg of 20,000 thrice."""
    _, effect = effect_of("end of life treated four times")
    chain = honest()
    stated = json.loads(payload_of(chain.ledger.envelopes[chain.ids["calculation"]]))
    exact = json.loads(chain.ledger.sections[stated["sections"]["exact"]])["value"]["cells"]
    ends = sum(float(row["value"]) for row in exact if row["stage"] == "end_of_life")
    other = -7720 / 20000 * 30170 / (100 * 75 * 60 * 6.5)
    assert float(effect) == pytest.approx((ends + 3 * other) * 3 / 4, rel=1e-12)
    assert effect < 0


def test_what_is_counted_beyond_the_output_is_reported_whole() -> None:
    """Of 30,000 services one was made: without the rest the total is that with one."""
    total, effect = effect_of("a line counted beyond its output")
    one = Row("", "", Moves(shop("1", **FREIGHT)).plan()).chain()
    assert float(total - effect) == pytest.approx(float(one.total), rel=1e-12)


def test_what_takes_off_in_distribution_is_reported() -> None:
    """Without the row the total is the honest one."""
    total, effect = effect_of("distribution below zero")
    assert effect < 0
    assert float(total - effect) == pytest.approx(float(honest().total), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("a hundred pieces that are a million batteries", 10_000),
        ("ten times the capacity of the product section", 10),
    ],
)
def test_what_a_false_divisor_hides_is_reported(name: str, times: int) -> None:
    """A figure with a divisor that is too large is too low by the same ratio."""
    total, effect = effect_of(name)
    assert float(total - effect) == pytest.approx(float(total) * times, rel=1e-12)


def test_a_capacity_that_the_stated_lithium_cannot_store_is_told() -> None:
    """301.7 kg of 1 % lithium store 55.34 kWh at 4.75 V, and 75 are claimed; 1.4 % would do."""
    row = Row("physics.impossible_capacity", "pack", {"pack product": lithium("0.01")})
    row.check()
    chain = row.chain()
    (found,) = _found(row, chain)
    kwh = 3.017 / 6.94 * 26.80148 * 4.75
    assert float(chain.total) - float(found.effect_kg or "nan") == pytest.approx(
        float(chain.total) * 75 / kwh, rel=1e-12
    )
    honest_row = Row("", "", {"pack product": lithium("0.014")})
    assert not _found(row, honest_row.chain())
