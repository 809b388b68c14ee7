"""A study states the signed figure and what is behind it, as far as its reader may see."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.ledger_battery import FACTORS, MODEL, BatteryChain, power
from support.ledger_tiers import Tiers
from support.ledger_world import made, replacing

from ledger.documents.page import Paragraph
from ledger.documents.study.building import state_study
from ledger.documents.study.contributions import is_apart
from ledger.documents.study.layout import layout_study
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.study import build_study, gather_study
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES
from schemas.exchanged.calculation_request import Treatment
from schemas.gases import Gas, GasOrigin
from schemas.signed.calculation import Calculation
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Emission, Offset
from schemas.views.study import Study
from schemas.vocabulary import (
    AllocationBasis,
    Group,
    Known,
    OutputRole,
    ProcessCode,
    Stage,
    Supply,
    Unit,
)


def _signed(three: Tiers) -> Calculation:
    with three.world.ledger.view() as view:
        found = view.statement(three.ids["calculation"], Calculation)
    assert found is not None
    return found


@pytest.mark.parametrize("reader", ["everything", "issuer", "public"])
def test_total_and_stages_are_the_signed_ones(
    reader: str, three: Tiers, studies: dict[str, Study]
) -> None:
    """No scope rounds a declared digit."""
    signed, study = _signed(three), studies[reader]
    assert (study.total, study.stages) == (signed.total, signed.stages)


@pytest.mark.parametrize("name", ["groups", "processes", "countries", "sites"])
def test_each_list_of_contributions_adds_up_to_the_total(
    name: str, studies: dict[str, Study], pef: dict[str, Study]
) -> None:
    """Stage, sub-category, process, country and site are views of one figure."""
    for study in (studies["everything"], pef["everything"]):
        rows = getattr(study.contributions, name)
        total = sum(Decimal(row.kg) for row in rows)
        assert total == pytest.approx(Decimal(study.total), rel=Decimal("1e-3"))


def test_the_reference_flow_is_the_mass_over_the_energy(studies: dict[str, Study]) -> None:
    """Ten packs of 10 kg each: 10 kg over 2 kWh x 60 cycles x 8 years."""
    assert Decimal(studies["public"].system.reference_flow or "0") == pytest.approx(
        Decimal(10) / 960, rel=Decimal("1e-3")
    )


def test_sub_categories_above_five_per_cent_are_marked(studies: dict[str, Study]) -> None:
    """All of this figure is fossil, so one group is there and is reported apart."""
    (group,) = studies["public"].contributions.groups
    assert (group.group.value, group.percent, group.apart) == ("fossil", "100", True)


@pytest.mark.parametrize(("kg", "apart"), [("0.1", {"fossil"}), ("0.12", {"fossil", "biogenic"})])
def test_the_limit_of_a_sub_category_is_five_per_cent(
    chain: BatteryChain, kg: str, apart: set[str]
) -> None:
    """Beside 56 kg of others, 2.7 kg of biogenic methane are 4.6 % and 3.24 kg are 5.5 %."""
    gas = Emission(
        gas=Gas.CH4,
        origin=GasOrigin.BIOGENIC,
        amount=kg,
        unit=Unit.KG,
        known=Known.METERED,
        stage=Stage.MAIN_PRODUCTION,
    )
    calculation = _corrected(chain, emissions=(gas,))
    groups = build_study(chain.world.ledger, calculation, "public").contributions.groups
    assert [row.group.value for row in groups] == ["fossil", "biogenic"]
    assert {row.group.value for row in groups if row.apart} == apart


@pytest.mark.parametrize(
    ("size", "unsplit", "apart"),
    [("6", "0", True), ("6", "90", True), ("5", "0", False), ("2", "3", False), ("2", "4", None)],
)
def test_what_is_not_split_may_decide_if_a_group_is_apart(
    size: str, unsplit: str, *, apart: bool | None
) -> None:
    """Of a total of 100 the limit is 5; where the rest that no factor splits reaches it, nobody knows."""
    sums = {Group.BIOGENIC: Decimal(size), Group.UNSPECIFIED: Decimal(unsplit)}
    assert is_apart(Group.BIOGENIC, sums, Decimal(5)) is apart
    assert is_apart(Group.UNSPECIFIED, sums, Decimal(5)) is None


def test_a_split_that_no_factor_makes_is_not_stated(three: Tiers) -> None:
    """The item is listed with what would state it, and the pages say it in each language."""
    with three.world.ledger.view() as view:
        context = gather_study(view, three.ids["calculation"], "public")
    signed = context.calculation
    merged = [row.model_copy(update={"group": Group.UNSPECIFIED}) for row in signed.cells]
    unsplit = replace(context, calculation=signed.model_copy(update={"cells": tuple(merged)}))
    study = state_study(unsplit)
    assert study.contributions.groups == ()
    (listed,) = [row for row in study.not_stated if row.item == "contributions.groups"]
    assert listed.reason == "no_statement"
    for language in LANGUAGES:
        page = layout_study(study, language)
        sentence = text("study.groups.not_stated", language)
        assert any(block == Paragraph(sentence) for block in page.blocks)


def _corrected(chain: BatteryChain, **parts: object) -> str:
    """A calculation after the packs were corrected to have these parts too."""
    with chain.world.ledger.view() as view:
        record = view.entry(chain.packs)
    assert record is not None
    assert record.inventory is not None
    stated = record.inventory.model_copy(update=parts)
    fields = {"inventory": stated, "process": ProcessCode.PACK, "model": MODEL}
    draft = chain.world.entry(
        chain.plant, stated.outputs, **fields, supersedes=replacing(chain.packs)
    )
    chain.world.submit(draft, chain.plant.working)
    return chain.world.submit(chain.calculation(), chain.plant.working).id


def test_electricity_is_by_supply(studies: dict[str, Study]) -> None:
    """All electricity of the chain is from the grid of Sweden, and the freight is none."""
    (row,) = studies["everything"].electricity.supplies
    freight = Decimal(1) / 9600
    assert row.supply is Supply.GRID
    assert Decimal(row.kg) == pytest.approx(
        Decimal(studies["everything"].total) - freight, rel=Decimal("1e-3")
    )
    (mix,) = studies["public"].electricity.mixes
    assert (mix.grid, mix.year, mix.kg) == ("SE", 2025, "0.5")


def test_offsets_are_beside_the_figure(chain: BatteryChain) -> None:
    """An offset changes no digit; the public study has its size and not its name."""
    before = chain.calculation().statement
    calculation = _corrected(chain, offsets=(Offset(certificate="forest 7", kg="20"),))
    study = build_study(chain.world.ledger, calculation, "public")
    assert (study.carbon.offsets.rows, study.carbon.offsets.kg) == (1, "20")
    assert study.total == getattr(before, "total", None)
    assert "forest" not in str(study.to_json())
    assert study.corrections.replaced == 1


def test_a_process_of_several_products_shows_its_allocation(chain: BatteryChain) -> None:
    """The public study counts it by basis; the full one has the share of each line."""
    outputs = (
        made(chain.recycler, "100", allocation_value="30"),
        made(
            chain.recycler,
            "5",
            line="other",
            product="urn:test:other",
            role=OutputRole.CO_PRODUCT,
            allocation_value="10",
        ),
    )
    stated = Inventory(
        outputs=outputs,
        allocation=AllocationBasis.REVENUE,
        inputs=(power("20", Stage.END_OF_LIFE),),
    )
    entry = chain.world.enter(
        chain.recycler, outputs, inventory=stated, process=ProcessCode.DISMANTLING
    )
    price = chain.world.represent(chain.recycler, entry, chain.plant)
    draft = chain.calculation(end_of_life=(Treatment(delivery=price),))
    calculation = chain.world.submit(draft, chain.plant.working).id
    full, public = (
        build_study(chain.world.ledger, calculation, reader) for reader in ("everything", "public")
    )
    (row,) = full.allocation
    assert (row.basis, row.processes) == (AllocationBasis.REVENUE, 1)
    assert [(line.line, line.share) for line in row.lines] == [("main", "0.75"), ("other", "0.25")]
    (row,) = public.allocation
    assert (row.processes, row.lines) == (1, ())
    assert "allocation" in (public.withheld or ())


def test_a_dataset_that_may_not_be_passed_on_has_no_value(chain: BatteryChain) -> None:
    """A study is no way around the licence of a factor set, for any reader."""
    closed = chain.world.ledger.keep(
        FACTORS.model_copy(update={"version": "other", "licence": "digest_only"})
    )
    draft = chain.calculation(factor_sets=(closed,))
    calculation = chain.world.submit(draft, chain.plant.working).id
    for reader in ("everything", "issuer", "public"):
        study = build_study(chain.world.ledger, calculation, reader)
        assert all(row.value is None for row in study.data.datasets)
        assert all(row.kg is None for row in study.electricity.mixes)
        assert study.data.factor_sets[0].licence == "digest_only"


def test_the_circular_formula_is_stated_by_term(pef: dict[str, Study]) -> None:
    """Defaults of the formula, and the cut-off figure with A = 1."""
    for study in pef.values():
        scenario = study.treatment.scenario
        assert scenario is not None
        assert scenario.formula is not None
        assert scenario.formula.default_a == "0.5"
        assert study.cut_off_total is not None


def test_the_rating_is_whole_and_its_processes_follow_the_reader(pef: dict[str, Study]) -> None:
    """The public sees the rating and none of the processes that make it."""
    ratings = {reader: study.quality for reader, study in pef.items()}
    assert {None if it is None else it.dqr for it in ratings.values()} == {"3.125"}
    assert ratings["public"] is not None
    assert ratings["public"].most_relevant == ()


@pytest.mark.parametrize("name", ["study-full-substitution-1", "eu-ev-draft-2024"])
def test_every_constant_of_the_method_has_its_confidence(chain: BatteryChain, name: str) -> None:
    """The constants of the rulebook are all there, by path, and a default of the draft is marked as recalled."""
    loaded = load_rulebook(name).model_copy(
        update={"version": "other", "required_stages": (), "company_specific": ()}
    )
    draft = chain.calculation(rulebook=chain.world.ledger.keep(loaded))
    calculation = chain.world.submit(draft, chain.plant.working).id
    study = build_study(chain.world.ledger, calculation, "public")
    constants = {row.path: row for row in study.method.constants}
    years = constants["warranty.default_years"]
    assert (years.value, years.confidence) == ("5", "recalled")
    assert "functional_units[EV].cycles_per_year[M1].cycles" in constants
    assert not any(path.startswith(("characterization", "conservative")) for path in constants)
    assert "unread_constants" in study.limits
