"""Case folders with several outputs, gases, supplies and other units, worked out by hand."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.case_outputs import ACTIVITIES, FIGURES, OUTPUTS, SITES, write_outputs
from support.graph import ident
from support.graph_case import case_figures, graph_of
from support.refusal import refused

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.case_statements import build_inventory, build_product
from ledger.footprint.analysis.balances import balance_excesses
from ledger.footprint.graph.numbers import format_decimal
from ledger.rules.citation import citation_problems
from ledger.trust.leaves import digest
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import AllocationBasis, Known, OutputRole, Supply, Unit


def planned(folder: Path, **changed: str) -> Plan:
    """The plan of the case with several outputs."""
    return plan(read_case(write_outputs(folder / "case", **changed)))


def inventory_of(it: Plan, site: str) -> Inventory:
    """The inventory of a site, its deliveries named after their output."""
    names = {name: ident(name) for name in it.case.lines}
    return build_inventory(it, site, names, names)


def test_the_figures_worked_by_hand(tmp_path: Path) -> None:
    """Copper and nickel share by revenue, what carries no burdens adds none, and a credit on nickel subtracts."""
    found = case_figures(planned(tmp_path))
    assert {name: format_decimal(found[name]) for name in FIGURES} == FIGURES
    assert sum(abs(found.get(name, Decimal(0))) for name in ("SLAG", "TURN")) == 0


def test_units_change_no_figure(tmp_path: Path) -> None:
    """The same case with everything in kg and kWh has the same figures."""
    sites = SITES.replace("copper,t,1000", "copper,kg,1")
    rows = ACTIVITIES.replace("2,MWh", "2,kWh").replace("1,MWh", "1,kWh").replace("2000,g", "2,g")
    rows = rows.replace("co2,1,t", "co2,1,kg")
    outputs = OUTPUTS.replace("0.25,t", "0.25,kg").replace("2,t,1000", "2,kg,1")
    outputs = outputs.replace("10,kg,-", "10,g,-")
    it = planned(tmp_path, sites_csv=sites, activities_csv=rows, outputs_csv=outputs)
    assert case_figures(it) == case_figures(planned(_folder(tmp_path)))


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    return tmp_path / "other"


def test_outputs_are_lines_of_one_entry(tmp_path: Path) -> None:
    """Each has its role, its amount for the volume of the site, and its value if it shares."""
    found = inventory_of(planned(tmp_path), "REF")
    assert found.allocation is AllocationBasis.REVENUE
    assert [(o.line, o.role, o.amount, o.unit, o.allocation_value) for o in found.outputs] == [
        ("NI", OutputRole.CO_PRODUCT, "25000", Unit.KG, "40000"),
        ("SLAG", OutputRole.BY_PRODUCT, "200000", Unit.KG, None),
        ("TURN", OutputRole.SCRAP, "1000", Unit.KG, None),
        ("main", OutputRole.MAIN, "100000", Unit.KG, "60000"),
    ]
    lines = build_product(planned(_folder(tmp_path)).case, "REF").lines
    masses = [(row.line, row.kg_per_unit) for row in lines]
    assert masses == [("NI", "1"), ("SLAG", "1"), ("TURN", None), ("main", "1")]


def test_gases_are_emissions(tmp_path: Path) -> None:
    """A gas is in kg, with its origin, and no factor of the case values it."""
    found = inventory_of(planned(tmp_path), "REF").emissions
    stated = [(row.gas.value, row.origin.value, row.amount) for row in found]
    assert stated == [("ch4", "fossil", "200"), ("co2", "uptake", "100000")]


def test_rows_keep_supply_and_document(tmp_path: Path) -> None:
    """Rows on one input with different documents stay apart; energy in kWh without a supply is from the grid."""
    it = planned(tmp_path)
    rows = [row for row in inventory_of(it, "REF").inputs if isinstance(row, ActivityInput)]
    stated = [(r.amount, r.known, r.document, r.electricity and r.electricity.supply) for r in rows]
    assert stated == [
        ("200000", Known.INVOICED, "Invoices of 2025", Supply.CONTRACT),
        ("100000", Known.METERED, "Meter E-7", Supply.GRID),
    ]
    mill = inventory_of(it, "MILL")
    copper, *_ = mill.delivery_inputs
    assert (copper.known, copper.document) == (Known.WEIGHED, "Weighbridge 1")
    steam, land = [row for row in mill.inputs if isinstance(row, ActivityInput)]
    assert steam.electricity is not None
    assert (steam.amount, steam.electricity.supply) == ("200000", Supply.DIRECT_LINE)
    assert (land.unit, land.electricity) == (Unit.M2A, None)
    assert (steam.known, land.known) == (None, None), "a row without the word states nothing"


def test_a_row_names_a_file_as_evidence(tmp_path: Path) -> None:
    """The row has the digest of the file's bytes, and the case has the bytes for the site to keep."""
    folder = write_outputs(tmp_path / "case", activities_csv=evidenced("E-7.csv"))
    (folder / "documents").mkdir()
    (folder / "documents" / "E-7.csv").write_bytes(b"a reading")
    it = plan(read_case(folder))
    rows = [row for row in inventory_of(it, "REF").inputs if row.evidence]
    assert [(row.document, row.evidence) for row in rows] == [
        ("Meter E-7", (digest(b"a reading"),))
    ]
    assert it.case.documents == {"E-7.csv": b"a reading"}


def evidenced(name: str) -> str:
    """activities.csv with a file as the evidence of the electricity meter."""
    rows = ACTIVITIES.replace("known,document\n", "known,document,evidence\n")
    return rows.replace("Meter E-7", f"Meter E-7,{name}")


@pytest.mark.parametrize("name", ["none.csv", "../sites.csv", ".", "sub/E-7.csv"])
def test_evidence_is_a_file_of_the_folder(tmp_path: Path, name: str) -> None:
    """A file that is missing or elsewhere is refused, and no path is followed."""
    folder = write_outputs(tmp_path / "case", activities_csv=evidenced(name))
    (folder / "documents" / "sub").mkdir(parents=True)
    (folder / "documents" / "sub" / "E-7.csv").write_bytes(b"a reading")
    with refused("case.evidence", "case/activities.csv, row 3, evidence"):
        read_case(folder)


def test_a_further_output_may_decide_the_volume(tmp_path: Path) -> None:
    """The refinery makes as much as the use of its nickel needs, and nothing is used beyond what is made."""
    it = planned(tmp_path, activities_csv=ACTIVITIES.replace("NI,100,g", "NI,0.7,kg"))
    assert it.outputs == {"MILL": Decimal(100_000), "REF": Decimal(1_000_000)}
    chain = graph_of(it)
    resolution, records = chain.resolve(*it.order), chain.records()
    assert list(citation_problems(resolution, records)) == []
    assert list(balance_excesses(resolution, records)) == []


def test_the_declared_site_makes_what_it_makes(tmp_path: Path) -> None:
    """A use of its further outputs above that is refused."""
    folder = write_outputs(
        tmp_path / "case", activities_csv=ACTIVITIES.replace("NI,100,g", "NI,1,kg")
    )
    (folder / "case.toml").write_text(
        '[battery]\nsite = "REF"\nmodel = "urn:x:1"\nmanufacturer = "M"\ncategory = "EV"\n'
        'mass_kg = "1"\nusable_energy_kwh = "1"\n'
    )
    with refused("case.demand", "case/outputs.csv, row 2, amount_per_unit_output"):
        plan(read_case(folder))


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """One file with one change."""
    text = {"sites_csv": SITES, "outputs_csv": OUTPUTS, "activities_csv": ACTIVITIES}[file]
    assert text.count(old) == 1
    return {file: text.replace(old, new)}


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (
            changed("sites_csv", "revenue,600", ",600"),
            "case.allocation",
            "sites.csv, row 2, allocation",
        ),
        (
            changed("sites_csv", "sheet,kg,,,", "sheet,kg,,mass,"),
            "case.allocation",
            "sites.csv, row 3, allocation",
        ),
        (
            changed("sites_csv", "revenue", "volume"),
            "case.allocation",
            "sites.csv, row 2, allocation",
        ),
        (
            changed("sites_csv", "revenue,600", "revenue,"),
            "case.allocation",
            "sites.csv, row 2, allocation_value",
        ),
        (
            changed("outputs_csv", ",,400", ",,"),
            "case.allocation",
            "outputs.csv, row 2, allocation_value",
        ),
        (
            changed("outputs_csv", "2,t,1000,", "2,t,1000,5"),
            "case.allocation",
            "outputs.csv, row 3, allocation_value",
        ),
        (changed("outputs_csv", "scrap", "main"), "case.role", "outputs.csv, row 4, role"),
        (
            changed("outputs_csv", "TURN,REF", "TURN,RAF"),
            "case.site",
            "outputs.csv, row 4, site_id",
        ),
        (
            changed("outputs_csv", "TURN,REF", "MILL,REF"),
            "case.id",
            "outputs.csv, row 4, output_id",
        ),
        (
            changed("outputs_csv", "TURN,REF", "main,REF"),
            "case.id",
            "outputs.csv, row 4, output_id",
        ),
        (changed("outputs_csv", "TURN,REF", "NI,REF"), "case.id", "outputs.csv, row 4, output_id"),
        (
            changed("outputs_csv", "TURN,REF", "land,REF"),
            "case.id",
            "factors.csv, row 4, factor_id",
        ),
        (
            changed("outputs_csv", "scrap,10,", "scrap,0,"),
            "case.number",
            "outputs.csv, row 4, amount_per_unit_output",
        ),
        (changed("outputs_csv", "10,kg,-", "10,BTU,-"), "case.unit", "outputs.csv, row 4, unit"),
        (changed("activities_csv", "ch4", "ch5"), "case.gas", "activities.csv, row 4, input"),
        (changed("activities_csv", "2000,g", "2000,m"), "case.unit", "activities.csv, row 4, unit"),
        (
            changed("activities_csv", "material,fossil", "material,"),
            "case.origin",
            "activities.csv, row 4, origin",
        ),
        (
            changed("activities_csv", "material,fossil", "material,rock"),
            "case.origin",
            "activities.csv, row 4, origin",
        ),
        (
            changed("activities_csv", "2000,g", "-2000,g"),
            "case.negative",
            "activities.csv, row 4, amount_per_unit_output",
        ),
        (
            changed("activities_csv", "material,fossil,", "material,fossil,grid"),
            "case.supply",
            "activities.csv, row 4, supply",
        ),
        (
            changed("activities_csv", "NI,100,g,raw material,", "NI,100,g,raw material,fossil"),
            "case.origin",
            "activities.csv, row 7, origin",
        ),
        (
            changed("activities_csv", "NI,100,g,raw material,,", "NI,100,g,raw material,,grid"),
            "case.supply",
            "activities.csv, row 7, supply",
        ),
        (
            changed("activities_csv", "contract", "cable"),
            "case.supply",
            "activities.csv, row 2, supply",
        ),
        (
            changed("activities_csv", "weighed", "guessed"),
            "case.known",
            "activities.csv, row 6, known",
        ),
        (
            changed("activities_csv", "0.002,GJ", "0.002,MWh"),
            "case.unit",
            "activities.csv, row 9, unit",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, change: dict[str, str], code: str, place: str
) -> None:
    """Each fault has its code, and the refusal names folder, file, row and column."""
    with refused(code, f"case/{place}"):
        read_case(write_outputs(tmp_path / "case", **change))


@pytest.mark.parametrize("column", ["per", "place"])
def test_a_column_of_our_own_name_is_refused(tmp_path: Path, column: str) -> None:
    """What the reader sets itself is not a column of a table."""
    rows = "".join(
        f"{line},{column if number == 0 else 5}\n"
        for number, line in enumerate(ACTIVITIES.splitlines())
    )
    with refused("case.column", f"case/activities.csv, row 1, {column}"):
        planned(_folder(tmp_path), activities_csv=rows)
