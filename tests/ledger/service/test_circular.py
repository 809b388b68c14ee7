"""Attempts to lower a figure past the circular formula, on an honest ledger: refused, or found with their kg.

Ten packs of 2 kWh give 9600 kWh in 8 years; a recycler's entry is of 100 kg of packs, and all 100 kg are treated.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.ledger_battery import DRAFT, BatteryChain, battery_chain, freight, power
from support.ledger_circular import CIRCULAR_FACTORS, END, avoided, nickel, slag
from support.ledger_world import made, taken
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput, Recycled
from schemas.signed.rulebook import Rulebook
from schemas.views.report import Finding, Report
from schemas.vocabulary import ProcessCode, Role, Stage, Use

pytestmark = pytest.mark.traced

STUDY = load_rulebook("study-full-substitution-1")
KWH = Decimal(9600)


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[BatteryChain]:
    """A chain of this test alone; which database it is in makes no difference here."""
    with battery_chain(tmp_path / "ledger") as begun:
        yield begun


class Attempt:
    """A chain whose plant and recycler state something else, under a rulebook."""

    def __init__(self, chain: BatteryChain, rulebook: Rulebook) -> None:
        """Keeps the method, and withdraws the packs that the chain made."""
        self.chain, ledger = chain, chain.world.ledger
        self.rulebook, self.factors = ledger.keep(rulebook), ledger.keep(CIRCULAR_FACTORS)
        chain.world.withdraw(chain.plant, chain.packs)
        self.treatment = chain.treatment

    def treat(self, **lists: object) -> str:
        """The recycler's entry of 100 kg with these lists."""
        chain = self.chain
        inventory = Inventory(outputs=(made(chain.recycler),), inputs=(power("20", END),), **lists)
        process = {"process": ProcessCode.HYDROMETALLURGICAL_RECYCLING, "inventory": inventory}
        entry = chain.world.enter(chain.recycler, inventory.outputs, **process)
        self.treatment = chain.world.represent(chain.recycler, entry, chain.plant)
        return entry

    def packs(self, *inputs: object) -> str:
        """The plant's entry of ten packs, with these inputs beside ore, work and transport."""
        chain = self.chain
        rows = [taken(chain.shipped, "50"), power("40", Stage.MAIN_PRODUCTION), freight("10")]
        draft = chain.packs_of("40", inputs=[*rows, *inputs])
        return chain.world.submit(draft, chain.plant.working).id

    def judge(self) -> Report:
        """The report on a calculation; refused where a rule is broken."""
        treated = (Treatment(delivery=self.treatment),)
        named = {"rulebook": self.rulebook, "factor_sets": (self.factors,)}
        return self.chain.judge(end_of_life=treated, **named)

    def finding(self, code: str) -> Finding:
        """The auditor's finding of that code in the calculation, which verifies."""
        report = self.judge()
        assert report.exit_code == 0, report.findings
        found = [row for row in report.findings if row.code == code]
        assert len(found) == 1, report.findings
        return found[0]


def close(found: Finding, kg: Decimal) -> bool:
    """True if a finding's effect is so many kg over all packs, to the 4 stated digits."""
    return float(found.effect_kg or 0) == pytest.approx(float(kg / KWH), rel=5e-4)


def test_a_negative_treatment_at_end_of_life(chain: BatteryChain) -> None:
    """40 kg at -2: refused under the formula, which it would go round; a finding of 80 kg in a study."""
    attempt = Attempt(chain, DRAFT)
    attempt.packs()
    entry = attempt.treat(wastes=(slag("40"),))
    with refused("cff.negative_factor", "composition"):
        attempt.judge()
    attempt.rulebook = chain.world.ledger.keep(STUDY)
    found = attempt.finding("factor.negative")
    assert found.subject == entry
    assert close(found, Decimal(-80))


def test_a_credit_as_the_virgin_counterpart_of_recycled_feedstock(chain: BatteryChain) -> None:
    """A recycler's line at less than nothing, delivered to the plant for it to name as Ev: refused."""
    attempt = Attempt(chain, DRAFT)
    world, recycler, plant = chain.world, chain.recycler, chain.plant
    line = [made(recycler, product="urn:test:credit")]
    lines = (avoided("1000", flow="test:dirty", material="Ni"),)
    process = {"process": ProcessCode.DISMANTLING, "avoided": lines}
    credited = world.enter(recycler, line, **process)
    price = world.deliver(
        recycler,
        credited,
        plant,
        use=Use.REPRESENTATIVE,
        amount=None,
        valid_until="2026-01-01",
        product="urn:test:credit",
    )
    said = Recycled(material="Ni", evidence="traced", delivery=price)
    attempt.packs(nickel("1"), nickel("1").model_copy(update={"recycled": said}))
    with refused("cff.substitution_point", "composition"):
        attempt.judge()


def test_a_freely_named_flow(chain: BatteryChain) -> None:
    """10 kg of nickel credited at 500, used by no entry: refused, and a finding of 5000 kg in a study."""
    attempt = Attempt(chain, DRAFT)
    attempt.packs()
    entry = attempt.treat(avoided=(avoided("10", flow="test:dirty", material="Ni"),))
    with refused("cff.free_flow", "composition"):
        attempt.judge()
    attempt.rulebook = chain.world.ledger.keep(STUDY)
    found = attempt.finding("avoided.free_flow")
    assert found.subject == entry
    assert close(found, Decimal(-5000))


def test_a_gram_of_the_flow_is_taken_in_first(chain: BatteryChain) -> None:
    """Then the flow is the chain's own, and what is credited above that gram is found: 0.8 of 4999.5 kg."""
    attempt = Attempt(chain, DRAFT)
    attempt.packs(nickel("0.001"))
    entry = attempt.treat(avoided=(avoided("10", flow="test:dirty", material="Ni"),))
    found = attempt.finding("cff.above_supply")
    assert found.subject == entry
    assert close(found, Decimal("-3999.6"))


def test_goods_of_somebody_who_feeds_no_battery(chain: BatteryChain) -> None:
    """A firm that supplies the recycler alone with a price: refused, and found in a study."""
    attempt = Attempt(chain, DRAFT)
    world = chain.world
    stranger = world.register("stranger", Role.SUPPLIER)
    dirty = world.enter(stranger, [made(stranger)], inputs=[nickel("100")])
    price = world.represent(stranger, dirty, chain.recycler)
    attempt.packs()
    attempt.treat(avoided=(avoided("10", delivery=price, material="Ni"),))
    with refused("cff.substitution_point", "composition"):
        attempt.judge()
    attempt.rulebook = chain.world.ledger.keep(STUDY)
    assert close(attempt.finding("avoided.outside_battery"), Decimal(-5000))


def test_recycled_goods_that_are_not_said_to_be(chain: BatteryChain) -> None:
    """The plant leaves `recycled` out, so that A Erec counts alone: found."""
    attempt = Attempt(chain, DRAFT)
    world = chain.world
    line = [made(chain.recycler, product="urn:test:salt")]
    salt = world.enter(chain.recycler, line, process=ProcessCode.DISMANTLING)
    sent = world.deliver(chain.recycler, salt, chain.plant, product="urn:test:salt")
    row = taken(sent, "10")
    assert isinstance(row, DeliveryInput)
    packs = attempt.packs(row)
    assert attempt.finding("cff.unstated_feedstock").subject == packs
