"""The values of rows, and their stages."""

from decimal import Decimal

import pytest
from support.footprints import battery_component, file_of, pact_3
from support.graph import STUDY, Graph, factors, ident
from support.rows import Row, avoided, emitted, imported, inventory, made, taken, used, wasted

from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.valuation.rows import Valuation, value
from ledger.footprint.valuation.stage_assignment import assign_stage
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Group, ProcessCode, Purpose, Sign, Stage

DRAFT = load_rulebook("eu-ev-draft-2024")
SETS = (
    factors({"test:lime": "2", "test:wood/biogenic": "3", "test:zinc": "-5"}),
    factors({"test:slag": "0.5"}, direction="treatment"),
)
CITED = {
    ident("scrap"): {
        CellKey(Stage.RAW_MATERIAL, Group.FOSSIL, Sign.BURDEN): Decimal(7),
        CellKey(Stage.MAIN_PRODUCTION, Group.FOSSIL, Sign.CREDIT): Decimal(-2),
    }
}
OUTPUT = made("plant", "10")


def valued(
    rulebook: Rulebook = STUDY, process: str = "raw_material.refining", **rows: list[Row]
) -> Valuation:
    """The valuation of an entry with these rows."""
    chain = Graph()
    entry = chain.enter("plant", inventory(OUTPUT, **rows), process=ProcessCode(process))
    maker = chain.entries[chain.enter("scrap", None)]
    cited = {name: CitedLine(cells, maker) for name, cells in CITED.items()}
    return value(chain.entries[entry], cited, FactorTable(SETS, rulebook), rulebook)


def parts(valuation: Valuation) -> list[tuple[str, str, str, str, str, str]]:
    """Terms as words and strings."""
    return [
        (t.key.stage.value, t.key.group.value, t.key.sign.value, str(t.value), t.source, t.label)
        for t in valuation.terms
    ]


def test_burdens() -> None:
    """Activities, wastes and emissions all add, each with its factor, source and label."""
    found = valued(
        inputs=[
            used("test:lime", "1.5"),
            used("test:wood", "4", source="declared", stage="distribution"),
            used("test:lime", "1", purpose="direct"),
            taken("scrap", "3"),
        ],
        wastes=[wasted("test:slag", "8")],
        emissions=[emitted("ch4", "2"), emitted("co2", "1", "biogenic")],
    )
    assert parts(found) == [
        ("raw_material", "unspecified", "burden", "3.0", "dataset", "test:lime"),
        ("distribution", "biogenic", "burden", "12", "declared", "test:wood"),
        ("raw_material", "unspecified", "burden", "2", "direct", "test:lime"),
        ("raw_material", "unspecified", "burden", "4.0", "waste", "test:slag"),
        ("raw_material", "fossil", "burden", "59.6", "direct", "ch4"),
        ("raw_material", "biogenic", "burden", "0", "direct", "co2"),
    ]
    assert found.problems == found.remarks == ()


def test_avoided_lines_subtract() -> None:
    """An avoided flow and all cells of an avoided delivery become credits of the stated stage."""
    found = valued(avoided=[avoided("2", flow="test:lime"), avoided("10", delivery="scrap")])
    assert parts(found) == [
        ("end_of_life", "unspecified", "credit", "-4", "avoided", "test:lime"),
        ("end_of_life", "fossil", "credit", "-50", "avoided", ident("scrap")),
    ]


def test_deliveries_bring_their_cells() -> None:
    """The amount used, times the cells of its line, is separate from the entry's own terms."""
    found = valued(inputs=[taken("scrap", "3"), taken("scrap", "1")])
    assert {key.stage.value: int(value) for key, value in found.upstream.items()} == {
        "raw_material": 28,
        "main_production": -8,
    }
    assert found.terms == ()
    assert found.is_complete


@pytest.mark.parametrize(
    "rows",
    [{"inputs": [taken("unknown", "2")]}, {"avoided": [avoided("2", delivery="unknown")]}],
)
def test_a_delivery_without_a_figure_leaves_the_entry_without_one(
    rows: dict[str, list[Row]],
) -> None:
    """Without the figure of the delivery it cites, a row adds nothing; the graph reports the missing one."""
    found = valued(**rows)
    assert not found.is_complete
    assert (found.terms, found.upstream, found.problems) == ((), {}, ())


def test_a_long_avoided_amount_keeps_its_digits() -> None:
    """An amount of 48 digits is credited to the last of them."""
    amount = "1" * 18 + "." + "1" * 30
    (term,) = valued(avoided=[avoided(amount, flow="test:lime")]).terms
    assert term.value == Decimal("-" + "2" * 18 + "." + "2" * 30)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"inputs": [used("test:none", "1")]}, "factor.none"),
        ({"inputs": [used("test:slag", "1")]}, "factor.none"),
        ({"inputs": [used("test:lime", "1", unit="m3")]}, "factor.none"),
        ({"wastes": [wasted("test:lime", "1")]}, "factor.none"),
        ({"avoided": [avoided("1", flow="test:slag")]}, "factor.none"),
    ],
)
def test_a_row_without_a_factor_is_a_problem(rows: dict[str, list[Row]], code: str) -> None:
    """A flow in another direction or unit than its factor is not valued, and the entry is named."""
    found = valued(**rows)
    assert [(p.code, p.subject) for p in found.problems] == [(code, ident("plant"))]
    assert not found.problems[0].detail.endswith(".")


def test_a_gas_that_the_rulebook_does_not_know_is_a_problem() -> None:
    """A rulebook without a factor for a gas leaves its emission without a value."""
    method = STUDY.characterization.model_copy(update={"rows": ()})
    found = valued(
        STUDY.model_copy(update={"characterization": method}), emissions=[emitted("co2", "1")]
    )
    assert [p.code for p in found.problems] == ["gas.not_characterized"]
    assert found.terms == ()


def test_a_gas_of_a_refused_origin_is_a_problem() -> None:
    """The uptake of changed land is not valued, and the entry is named."""
    found = valued(emissions=[emitted("co2", "1", "land_use_uptake"), emitted("co2", "1")])
    assert [(p.code, p.subject) for p in found.problems] == [("gas.origin_refused", ident("plant"))]
    assert len(found.terms) == 1


def test_all_problems_are_reported() -> None:
    """One row that cannot be valued does not hide another."""
    rows = [used("test:none", "1"), used("test:lime", "1"), used("test:other", "1")]
    found = valued(inputs=rows)
    assert len(found.problems) == 2
    assert len(found.terms) == 1


def test_the_draft_rule_takes_no_avoided_lines() -> None:
    """A rulebook that credits by its own formula refuses avoided lines, once for the entry."""
    rows = [avoided("1", flow="test:lime"), avoided("1", delivery="scrap")]
    found = valued(DRAFT, avoided=rows)
    assert [p.code for p in found.problems] == ["avoided.refused"]
    assert found.terms == ()
    assert valued(DRAFT).problems == ()


@pytest.mark.parametrize(
    ("process", "purpose", "filed"),
    [
        ("main_production.cell", "material", "raw_material"),
        ("main_production.cell", "packaging", "raw_material"),
        ("main_production.cell", "transport", "raw_material"),
        ("main_production.cell", "energy", "main_production"),
        ("main_production.cell", "direct", "main_production"),
        ("raw_material.refining", "material", "raw_material"),
        ("distribution.transport", "transport", "distribution"),
        ("end_of_life.shredding", "material", "end_of_life"),
    ],
)
def test_filing_by_rule(process: str, purpose: str, filed: str) -> None:
    """Bought goods and their carriage are raw material; the plant's own rows are production."""
    chain = Graph()
    chain.enter("plant", inventory(OUTPUT), process=ProcessCode(process))
    entry = chain.entries[ident("plant")].entry
    stated = Stage.DISTRIBUTION
    assert assign_stage(entry, stated, Purpose(purpose), DRAFT) is Stage(filed)
    assert assign_stage(entry, stated, Purpose(purpose), STUDY) is stated


def test_a_difference_in_filing_is_reported_and_not_settled() -> None:
    """The rule assigns the row to a stage, and a remark records the stage that the row states."""
    rows = [used("test:lime", "1", stage="main_production"), used("test:lime", "1")]
    found = valued(DRAFT, "main_production.cell", inputs=rows, emissions=[emitted("co2", "1")])
    stages = [term.key.stage for term in found.terms]
    assert stages == [Stage.RAW_MATERIAL, Stage.RAW_MATERIAL, Stage.MAIN_PRODUCTION]
    assert [r.code for r in found.remarks] == ["stage.filed_differently"] * 2
    assert "test:lime states main_production" in found.remarks[0].detail
    assert "co2 states raw_material" in found.remarks[1].detail
    assert found.problems == ()


def test_an_imported_figure() -> None:
    """An import adds the values of its file, under its own source and the file's digest."""
    row = imported(file_of(pact_3()), amount="6")
    assert parts(valued(inputs=[row])) == [
        ("raw_material", "fossil", "burden", "3.0", "external", str(row["file"]))
    ]


def test_stages_of_a_file_stand_where_rows_are_filed_as_stated() -> None:
    """A rulebook that assigns stages by rule assigns an import whole, and reports that the file has stages."""
    row = imported(file_of(battery_component(4, 2, 0, 0)), amount="10", stage="main_production")
    stated = valued(process="main_production.pack", inputs=[row])
    assert {t.key.stage.value: int(t.value) for t in stated.terms} == {
        "raw_material": 40,
        "main_production": 20,
    }
    assert stated.remarks == ()
    filed = valued(DRAFT, "main_production.pack", inputs=[row])
    assert {t.key.stage for t in filed.terms} == {Stage.RAW_MATERIAL}
    assert [r.code for r in filed.remarks] == ["stage.filed_differently"] * 2
    assert "states main_production, the" in filed.remarks[1].detail
    single = imported(file_of(battery_component(4, 0, 0, 0)))
    assert valued(DRAFT, "main_production.pack", inputs=[single]).remarks == ()


def test_an_imported_figure_beyond_all_bounds_is_a_problem() -> None:
    """A unit of 1e31 kg CO2e is refused where it arises."""
    file = file_of(pact_3(declaredUnitAmount="0." + "0" * 29 + "1", fossilGhgEmissions="20"))
    found = valued(inputs=[imported(file)])
    assert [p.code for p in found.problems] == ["figure.overflow"]
