"""A plant that wants a lower figure calls its electricity something else, on an honest ledger.

Ten packs of 2 kWh give 9600 kWh in 8 years, so one kWh takes 1/9600 of the plant's year, in which 40 kWh are drawn. The
mix of Sweden is 0.5 kg CO2e per kWh; wind is 0.01. Each move comes to the honest figure, is refused, or is found with
its effect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from support.ledger_battery import (
    DRAFT,
    ELECTRICITY,
    FACTORS,
    MODEL,
    BatteryChain,
    battery_chain,
    factor,
    freight,
    mix,
)
from support.ledger_world import made, replacing, taken
from support.refusal import refused

from ledger.rulebooks.catalog import load_factor_set, load_rulebook
from schemas.signed.entry import Site
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, ElectricitySupply, Input, Recycled, Waste
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.report import Report
from schemas.vocabulary import Known, ProcessCode, Purpose, Role, Source, Stage, Supply, Unit, Use

pytestmark = (
    pytest.mark.untraced
)  # Each rule has a traced test in tests/ledger/footprint/plausibility.

STUDY, PEF = load_rulebook("study-full-substitution-1"), load_rulebook("pef-2021")
RULED = STUDY.model_copy(update={"version": "other", "electricity": ELECTRICITY})
"""The study's rulebook, which takes credits anywhere, with a rule of electricity."""
OUT = factor("test:out", Unit.KWH, "-0.5").model_copy(update={"direction": "treatment"})
STREAM = factor("test:stream", Unit.MJ, "0.002").model_copy(update={"carrier": "electricity"})
DRYING = factor("test:drying", Unit.KWH, "0.03").model_copy(update={"carrier": "heat"})
COAL, WIND = factor("test:coal", Unit.KWH, "1.1"), factor("test:wind", Unit.KWH, "0.01")
ZONE = mix("test:zone", "0.001", grid="SE1")
KWH = Decimal(9600)


def factor_set(*rows: object, name: str = "test") -> FactorSet:
    """A factor set of rows."""
    ordered = sorted(rows, key=lambda row: (row.flow, row.unit.value, row.direction))
    version = sha256(repr(ordered).encode()).hexdigest()[:8]
    named = {"id": name, "version": version}
    return FACTORS.model_copy(update={**named, "rows": tuple(ordered)})


SETS = (factor_set(*FACTORS.rows, OUT, STREAM, DRYING, COAL, WIND, ZONE),)


def wind(flow: str = "test:wind", amount: str = "40", **members: object) -> ActivityInput:
    """The 40 kWh that the plant's work uses, from wind and from the grid unless `members` change that."""
    row = {
        "type": "activity",
        "flow": flow,
        "amount": amount,
        "unit": Unit.KWH,
        "purpose": Purpose.ENERGY,
        "stage": Stage.MAIN_PRODUCTION,
        "source": Source.DATASET,
        "known": Known.METERED,
    }
    if not members or "supply" in members:
        row["electricity"] = ElectricitySupply(supply=members.pop("supply", Supply.GRID))
    return ActivityInput(**{**row, **members})


class Plant:
    """The plant of the battery chain, which corrects its entry of packs again and again."""

    def __init__(self, chain: BatteryChain) -> None:
        """The chain without changes."""
        self.chain, self.packs = chain, chain.packs

    def declare(
        self,
        *power: Input,
        rulebook: Rulebook = DRAFT,
        sets: tuple[FactorSet, ...] = SETS,
        site: Site | None = None,
        **lists: object,
    ) -> Report:
        """The report on a calculation of packs made with this power."""
        chain, ledger = self.chain, self.chain.world.ledger
        inputs = (taken(chain.shipped, "50"), *power, freight("10"))
        outputs = (made(chain.plant, batteries=10),)
        draft = chain.world.entry(
            chain.plant,
            outputs,
            inventory=Inventory(outputs=outputs, inputs=inputs, **lists),
            process=ProcessCode.PACK,
            model=MODEL,
            supersedes=replacing(self.packs),
            **({} if site is None else {"site": site}),
        )
        self.packs = chain.world.submit(draft, chain.plant.working).id
        kept = tuple(sorted(map(ledger.keep, sets)))
        return chain.judge(rulebook=ledger.keep(rulebook), factor_sets=kept)


@contextmanager
def plant(folder: Path) -> Iterator[Plant]:
    """The plant, in a ledger of its own."""
    with battery_chain(folder / "ledger") as chain:
        yield Plant(chain)


def power_findings(report: Report) -> list[tuple[str, float]]:
    """The findings on electricity, with their effects in kg over the plant's year."""
    assert report.exit_code == 0
    return [
        (row.code, float(Decimal(row.effect_kg or "NaN") * KWH))
        for row in report.findings
        if row.code.startswith("electricity.")
    ]


@pytest.mark.parametrize(
    "rulebook",
    [DRAFT, PEF.model_copy(update={"version": "other", "required_stages": ()})],
    ids=lambda row: row.id,
)
def test_a_row_in_kwh_comes_to_the_honest_figure_whatever_it_is_called(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    """Another flow, any purpose, no stated supply, waste: the same total; recycled feedstock is refused.

    A purpose files the row under another stage, so a total may differ in its 34th digit, where a cell was rounded.
    """
    purposes = [row for row in Purpose if row is not Purpose.ENERGY]
    coal = Recycled(material="C", evidence="traced", flow="test:coal")
    stated = {"unit": Unit.KWH, "stage": Stage.MAIN_PRODUCTION, "known": Known.METERED}
    waste = Waste(flow="test:out", amount="40", purpose=Purpose.MATERIAL, **stated)
    with plant(tmp_path) as it:
        honest = it.declare(wind("test:power"), rulebook=rulebook)
        moves = {
            "renamed": it.declare(wind(), rulebook=rulebook),
            "a zone's mix": it.declare(
                wind("test:zone"),
                rulebook=rulebook,
                site=Site(code="plant-1", country="SE", zone="SE1"),
            ),
            "waste": it.declare(rulebook=rulebook, wastes=(waste,)),
        }
        with refused("cff.free_flow", "composition"):
            it.declare(wind(purpose=Purpose.MATERIAL, recycled=coal), rulebook=rulebook)
        for purpose in purposes:
            moves[purpose] = it.declare(wind(purpose=purpose), rulebook=rulebook)
    totals = {name: float(row.recomputed_total or "0") for name, row in moves.items()}
    assert totals == dict.fromkeys(moves, float(honest.recomputed_total or "0"))
    assert {report.exit_code for report in moves.values()} == {honest.exit_code} == {0}


def test_a_credit_in_kwh_is_worth_the_mix_whatever_it_names(tmp_path: Path) -> None:
    """Coal, and the goods of a plant that burns it, are credited as the mix of Sweden is."""
    stated = {"amount": "10", "unit": Unit.KWH, "stage": Stage.END_OF_LIFE, "known": Known.METERED}
    with plant(tmp_path) as it:
        begun = it.chain.world
        burner = begun.register("burner", Role.SUPPLIER)
        burnt = begun.enter(
            burner, [made(burner, unit=Unit.KWH)], inputs=[wind("test:coal", "900")]
        )
        dirty = begun.deliver(
            burner,
            burnt,
            it.chain.plant,
            use=Use.REPRESENTATIVE,
            amount=None,
            valid_until="2027-01-01",
            unit=Unit.KWH,
        )
        totals = {
            name: it.declare(
                wind("test:power"), rulebook=RULED, avoided=(Avoided(**named, **stated),)
            ).recomputed_total
            for name, named in {
                "honest": {"flow": "test:power"},
                "coal": {"flow": "test:coal"},
                "delivery": {"delivery": dirty},
            }.items()
        }
    assert len(set(totals.values())) == 1, totals


def test_electricity_in_megajoules_is_refused(tmp_path: Path) -> None:
    """The accepted factor says what it is, or the row does by its supply; the plant states kWh."""
    members = {"unit": Unit.MJ, "amount": "144"}
    with plant(tmp_path) as it:
        for row in (
            wind("test:stream", purpose=Purpose.MATERIAL, **members),
            wind("no:such", supply=Supply.ON_SITE, **members),
        ):
            with refused("electricity.unit"):
                it.declare(row)


def test_heat_in_kwh_keeps_the_factor_that_was_accepted(tmp_path: Path) -> None:
    """A factor labelled as heat does not make a kWh clean: the auditor decides on accepting it."""
    with plant(tmp_path) as it:
        heated = it.declare(wind("test:power"), wind("test:drying"))
        honest = it.declare(wind("test:power"))
    more = Decimal(heated.recomputed_total or "0") - Decimal(honest.recomputed_total or "0")
    assert float(more * KWH) == pytest.approx(40 * 0.03)


@pytest.mark.parametrize("supply", [Supply.ON_SITE, Supply.DIRECT_LINE])
def test_a_supply_of_the_plants_own_choice_is_found_with_its_effect(
    tmp_path: Path, supply: Supply
) -> None:
    """Panels on the roof that cannot be checked: 40 kWh at 0.01 and not at 0.5."""
    with plant(tmp_path) as it:
        report = it.declare(wind(supply=supply))
    assert power_findings(report) == [("electricity.as_stated", pytest.approx(-19.6, rel=1e-3))]


def test_a_power_plant_of_straw_is_found_with_its_effect(tmp_path: Path) -> None:
    """A partner delivers 40 kWh made without any input: a direct line, at 0 and not at 0.5."""
    with plant(tmp_path) as it:
        begun, buyer = it.chain.world, it.chain.plant
        friend = begun.register("friend", Role.SUPPLIER)
        conjured = begun.enter(friend, [made(friend, unit=Unit.KWH)])
        power = begun.deliver(friend, conjured, buyer, amount="40", unit=Unit.KWH)
        for rulebook, code in ((DRAFT, "as_stated"), (STUDY, "other_factor")):
            report = it.declare(taken(power, "40", Unit.KWH), rulebook=rulebook)
            assert power_findings(report) == [(f"electricity.{code}", pytest.approx(-20, rel=1e-3))]


def test_without_a_rule_every_factor_that_is_no_mix_is_found_with_its_effect(
    tmp_path: Path,
) -> None:
    """In a study the figure follows the stated supply, and the reader sees the effect."""
    with plant(tmp_path) as it:
        for row in (wind(), wind(purpose=Purpose.DIRECT), wind(supply=Supply.CONTRACT)):
            report = it.declare(row, rulebook=STUDY)
            found = power_findings(report)
            assert found == [("electricity.other_factor", pytest.approx(-19.6, rel=1e-3))]
        assert power_findings(it.declare(wind("test:power"), rulebook=STUDY)) == []


OLD = mix("test:old", "0.3", year=2019)
HYDRO = mix("test:hydro", "0.02", mix="production")


def test_a_factor_set_of_ones_own_choice_is_refused_or_found(tmp_path: Path) -> None:
    """The grids: none with a mix, two with one, only an old one, only a generation mix."""
    bare = (factor("test:freight", Unit.TKM, "0.1"), WIND)
    with plant(tmp_path) as it:
        with refused("electricity.no_mix"):
            it.declare(wind(), sets=(factor_set(*bare),))
        with refused("electricity.no_mix"):
            direct = mix("test:stack", "0.001", boundary="direct")
            it.declare(wind(), sets=(factor_set(*bare, direct),))
        with refused("factor.ambiguous"):
            it.declare(wind(), sets=(*SETS, factor_set(mix("test:mine", "0.02"), name="mine")))
        for row, code in ((OLD, "old_mix"), (HYDRO, "second_choice")):
            report = it.declare(wind(), sets=(factor_set(*bare, row),))
            assert {found for found, _ in power_findings(report)} == {f"electricity.{code}"}


def test_the_mixes_that_value_a_figure_are_listed_as_asserted(tmp_path: Path) -> None:
    """By country, kind and year, with value and source; of those that come with Cradle, and in a study too."""
    open_mixes = load_factor_set("mixes-electricity-maps-2026")
    bare = factor_set(factor("test:freight", Unit.TKM, "0.1"))
    with plant(tmp_path) as it:
        report = it.declare(wind(), sets=(bare, open_mixes))
        study = it.declare(wind("test:power"), rulebook=STUDY)
    assert power_findings(report) == []
    (listed,) = [row.value for row in report.asserted if row.name == "electricity mix"]
    assert listed.startswith("SE average 2025, life_cycle: 0.021 kg CO2e per kWh, Electricity Maps")
    (listed,) = [row.value for row in study.asserted if row.name == "electricity mix"]
    assert listed == "SE average 2025, life_cycle: 0.5 kg CO2e per kWh, made up for tests"
