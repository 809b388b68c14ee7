"""Mistakes of a supply chain, each alone in an honest one, found in its bundle with their effects.

The chain goes through the service and is judged from its file. A mine makes 100 kg and ships 60 of
them; a plant turns 50 kg into ten packs of 5 kg; a recycler treats them. Ten packs of 2 kWh give
9600 kWh in 8 years, so one kWh takes 1/9600 of the plant's year and half of that of the mine's.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from support.ledger_battery import DRAFT, MODEL, factor, freight, mix, power
from support.ledger_world import YEAR, World, made, replacing, taken, world

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from ledger.trust.leaves import digest
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import Filling, Warranty
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Certificate, ElectricitySupply, Offset, Recycled
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.report import Finding, Report
from schemas.vocabulary import (
    Category,
    Known,
    ProcessCode,
    Purpose,
    Role,
    Source,
    Stage,
    Supply,
    Unit,
)

STUDY, PEF = load_rulebook("study-full-substitution-1"), load_rulebook("pef-2021")
NO_MISTAKE = {"electricity.as_stated", "stage.filed_differently"}
NO_MISTAKE |= {"transport.distribution", "witness.none_required"}
"""The packs go 200 km by a row without leg, less than PEF's shortest default."""
KWH = Decimal(9600)


FACTORS = FactorSet(
    id="test",
    version="1",
    title="Factors for tests",
    method="EF 3.1 (AR6)",
    licence="open",
    rows=(
        mix("grid:SE.residual", "0.6", mix="residual"),
        factor("test:freight", Unit.TKM, "0.1"),
        factor("test:nickel", Unit.KG, "10"),
        factor("test:nickel-recycled", Unit.KG, "2"),
        mix("test:power", "0.5"),
        factor("test:wind", Unit.KWH, "0.01"),
    ),
)


def wind(kwh: str, *certificates: Certificate, stage: Stage = Stage.RAW_MATERIAL) -> ActivityInput:
    """Electricity under a contract."""
    supply = ElectricitySupply(supply=Supply.CONTRACT, certificates=certificates)
    return power(kwh, stage).model_copy(update={"flow": "test:wind", "electricity": supply})


def holding(nickel: str, form: str) -> Product:
    """A product section of a line with this amount of nickel."""
    elements = (Element(element="Ni", fraction=nickel),)
    return Product(lines=(ProductLine(line="main", form=form, kg_per_unit="1", elements=elements),))


class Story:
    """The chain, with the changes of a mistake to the entries of the mine and of the plant."""

    def __init__(self, begun: World, rulebook: Rulebook) -> None:
        """Register the parties."""
        self.world, self.rulebook = begun, begun.ledger.keep(rulebook)
        self.factors = begun.ledger.keep(FACTORS)
        self.mine = begun.register("mine", Role.SUPPLIER)
        self.plant = begun.register("plant", Role.MANUFACTURER)
        self.recycler = begun.register("recycler", Role.SUPPLIER)
        self.mined: dict[str, object] = {"inputs": [power("100")]}
        self.work = power("40", Stage.MAIN_PRODUCTION)
        self.filling: Filling | None = None
        self.bought: tuple[ActivityInput, ...] = ()
        self.packs: dict[str, object] = {}
        self.correction: dict[str, object] = {}
        self.entries: dict[str, str] = {}

    def tell(self) -> str:
        """The id of the calculation."""
        begun, mine, plant = self.world, self.mine, self.plant
        mined = begun.enter(mine, [made(mine)], **self.mined)
        shipped = begun.deliver(mine, mined, plant, amount="60")
        if self.correction:
            output = [made(mine, **self.correction)]
            parts = {"inputs": [power("100")], "supersedes": replacing(mined)}
            mined = begun.enter(mine, output, **parts)
        inputs = [taken(shipped, "50"), *self.bought, self.work, freight("10")]
        parts = {"inputs": inputs, "process": ProcessCode.PACK, "model": MODEL, **self.packs}
        packs = begun.enter(plant, [made(plant, "50", batteries=10)], **parts)
        self.entries = {"mine": mined, "plant": packs}
        work = {"inputs": [power("20", Stage.END_OF_LIFE)], "process": ProcessCode.SHREDDING}
        treated = begun.enter(self.recycler, [made(self.recycler)], **work)
        treatment = begun.represent(self.recycler, treated, plant)
        draft = build_calculation(begun.ledger, self.assertions(treatment), begun.fresh)
        return begun.submit(draft, plant.working).id

    def assertions(self, treatment: str) -> CalculationRequest:
        """The assertions of the plant on its packs."""
        return CalculationRequest(
            issuer=self.plant.id,
            model=MODEL,
            site="plant-1",
            period=YEAR,
            category=Category.EV,
            vehicle_category="M1",
            capacity_kwh="2",
            warranties=(Warranty(years="8", remaining_energy="0.8"),),
            rulebook=self.rulebook,
            factor_sets=(self.factors,),
            end_of_life=(Treatment(delivery=treatment),),
            filling=self.filling,
        )

    def judge(self, calculation: str) -> Report:
        """The report on the bundle of the calculation."""
        policy = self.world.policy(self.rulebook, self.factors)
        bundle = export_bundle(self.world.ledger, calculation)
        return verify(bundle, policy, digest(b"the policy file"))


def nothing(_: Story) -> None:
    """No mistake."""


def sold_twice(story: Story) -> None:
    """The mine ships 60 kg and corrects its output to 40."""
    story.correction = {"amount": "40"}


def offsetting(story: Story) -> None:
    """The mine claims 30 kg that it had saved elsewhere."""
    offsets = (Offset(certificate="VCS 1", kg="30"),)
    outputs, inputs = (made(story.mine),), (power("100"),)
    story.mined = {"inventory": Inventory(outputs=outputs, inputs=inputs, offsets=offsets)}


def certified_twice(story: Story) -> None:
    """Mine and plant both claim the certificate GO 7."""
    claimed = Certificate(scheme="GO", first=7, last=7, kwh="100", produced=YEAR)
    story.mined = {"inputs": [wind("100", claimed)]}
    story.work = wind("40", claimed, stage=Stage.MAIN_PRODUCTION)


def contracted(story: Story) -> None:
    """The mine buys wind power under a contract that the rulebook does not accept."""
    story.mined = {"inputs": [wind("100")]}


def dried(story: Story) -> None:
    """The plant uses 50 kg of hydrated salt, but its packs need the nickel of 125 kg."""
    story.mined["product"] = holding("0.2", "hydrate")
    story.packs = {"product": holding("0.5", "as_is")}


def recycled_by_statistics(story: Story) -> None:
    """The plant buys virgin nickel, and 5 kg that it calls recycled because the market's average is."""
    said = Recycled(material="Ni", evidence="market_average", flow="test:nickel")
    nickel = ActivityInput(
        type="activity",
        flow="test:nickel-recycled",
        amount="5",
        unit=Unit.KG,
        known=Known.INVOICED,
        purpose=Purpose.MATERIAL,
        stage=Stage.RAW_MATERIAL,
        source=Source.DATASET,
        recycled=said,
    )
    virgin = {"flow": "test:nickel", "amount": "5", "material": "Ni", "recycled": None}
    story.bought = (nickel, nickel.model_copy(update=virgin))


MISTAKES = {
    # 20 kg at 50 / 40 kg CO2e, of which the plant takes 50 / 40
    "balance.delivered_above_output": (sold_twice, STUDY, "mine", Decimal("31.25"), 1),
    # half of the mine's 30 kg
    "offset.not_counted": (offsetting, STUDY, "mine", Decimal(-15), 0),
    # the plant's 40 kWh by wind in place of the residual mix
    "electricity.certificate_twice": (certified_twice, PEF, "plant", Decimal("-23.6"), 0),
    # a fifth of 5 kg at 2 in place of 10 kg CO2e, and not counted
    "cff.market_average": (recycled_by_statistics, DRAFT, "plant", Decimal(-8), 0),
    # half of the mine's 100 kWh by wind in place of the average mix, and not counted
    "electricity.supply": (contracted, DRAFT, "mine", Decimal("-24.5"), 0),
    # 15 of 25 kg of nickel missing, where 10 kg cost 25 kg CO2e
    "balance.element": (dried, STUDY, "plant", Decimal("-37.5"), 0),
}


def judged(
    folder: Path, rulebook: Rulebook, mistake: Callable[[Story], None]
) -> tuple[Story, Report]:
    """A chain with a mistake, and the report on its bundle."""
    with world(folder) as begun:
        story = Story(begun, rulebook)
        mistake(story)
        return story, story.judge(story.tell())


def mistakes(report: Report) -> list[Finding]:
    """The findings, without those that an honest chain has."""
    return [row for row in report.findings if row.code not in NO_MISTAKE]


@pytest.mark.parametrize("rulebook", [STUDY, PEF, DRAFT], ids=lambda rulebook: rulebook.id)
def test_an_honest_chain_has_no_finding(tmp_path: Path, rulebook: Rulebook) -> None:
    """Under each rulebook used below the chain without a mistake verifies without a remark."""
    _, report = judged(tmp_path / "ledger", rulebook, nothing)
    assert (report.exit_code, mistakes(report)) == (0, [])


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_one_finding_with_its_size(tmp_path: Path, code: str) -> None:
    """The only finding has the code, the issuer of the entry, and the effect in kg CO2e per kWh of the mistake."""
    mistake, rulebook, name, kg, exit_code = MISTAKES[code]
    story, report = judged(tmp_path / "ledger", rulebook, mistake)
    (found,) = mistakes(report)
    assert (found.code, found.effect_kg is None) == (code, False)
    assert float(found.effect_kg or 0) == pytest.approx(float(kg / KWH), rel=5e-4)
    assert report.exit_code == exit_code
    assert found.subject == story.entries[name]


def light(story: Story, filling: Filling | None = None) -> None:
    """The plant's 50 kg of packs are made of 50 kg of ore, each kg of which weighs 0.8."""
    line = ProductLine(line="main", form="as_is", kg_per_unit="0.8")
    story.mined["product"] = Product(lines=(line,))
    story.filling = filling


def test_a_filled_gap_verifies_and_is_listed(tmp_path: Path) -> None:
    """The filled gaps of a calculation are recomputed to the last digit, and are remarks."""
    story, report = judged(tmp_path / "ledger", STUDY, partial(light, filling=Filling(mass=True)))
    assert report.exit_code == 0
    assert [row.code for row in mistakes(report)] == ["balance.mass"]
    assert ("gaps filled", "mass") in {(row.name, row.value) for row in report.asserted}
    _, plain = judged(tmp_path / "plain", STUDY, nothing)
    more = Decimal(report.declared_total or "0") - Decimal(plain.declared_total or "0")
    # 10 kg are missing: 12.5 units of ore at half a kg CO2e
    assert float(more) == pytest.approx(float(Decimal("6.25") / KWH), rel=1e-9)
    assert story.entries


def test_what_is_left_out_of_a_product_is_judged_as_a_whole(tmp_path: Path) -> None:
    """Under PEF a fifth of the packs' mass is above 3 %: the remark has the effect of filling it."""
    _, report = judged(tmp_path / "ledger", PEF, light)
    found = {row.code: row for row in mistakes(report)}
    assert (report.exit_code, found.keys()) == (0, {"balance.mass", "cut_off.exceeded"})
    effect = float(found["cut_off.exceeded"].effect_kg or 0)
    # 10 kg are missing: 12.5 units of ore at 0.6 kg CO2e, by the residual mix
    assert effect == pytest.approx(float(Decimal("-7.5") / KWH), rel=5e-4)
    assert found["cut_off.exceeded"].subject == report.calculation
    assert "20 % of its mass" in found["cut_off.exceeded"].detail
