"""A case as statements of the ledger, worked out by hand on a made-up folder."""

import json
from pathlib import Path

import pytest
from support.case_files import (
    ACTIVITIES,
    FACTORS,
    FIGURES,
    GOODS,
    MIXES,
    SETTINGS,
    SITES,
    factors_of,
    write_case,
)
from support.graph import ident
from support.graph_case import case_figures
from support.refusal import refused

from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.case_ready import require_enterable
from ledger.exchange.case_statements import (
    build_inventory,
    build_product,
    model_of,
    product_id,
)
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import OutputRole, ProcessCode, Purpose, Source, Stage


def planned(folder: Path, **changed: str | None) -> Plan:
    """The plan of the made-up case."""
    return plan(read_case(write_case(folder / "made", **changed)))


def inventory_of(it: Plan, site: str) -> Inventory:
    """The inventory of a site, its deliveries named after their supplier."""
    names = {name: ident(name) for name in it.case.sites}
    return build_inventory(it, site, names, names)


def figures(it: Plan) -> dict[str, str]:
    """The net figure of each site."""
    return {name: format_decimal(value) for name, value in case_figures(it).items()}


def test_the_figures_worked_by_hand(tmp_path: Path) -> None:
    """Boiler 0.1; mine 2 x 0.1 + 0.125; pack 0.65 + 1.5 + 1 + 0.2 + 1.5 + 0.2; recycler 0.5 - 2 - 0.08125."""
    assert figures(planned(tmp_path)) == FIGURES


def test_purposes_and_sources(tmp_path: Path) -> None:
    """Energy, transport and direct keep their name, `declared` is a source, the rest is material."""
    it = planned(tmp_path)
    rows = [*inventory_of(it, "PACK").inputs, *inventory_of(it, "MINE").inputs]
    found = [
        (row.flow.rsplit(":", 1)[1], row.purpose, row.source, row.electricity is not None)
        for row in rows
        if isinstance(row, ActivityInput)
    ]
    assert found == [
        ("lime", Purpose.MATERIAL, Source.DATASET, False),
        ("cells", Purpose.MATERIAL, Source.DECLARED, False),
        ("lorry", Purpose.TRANSPORT, Source.DATASET, False),
        ("grid", Purpose.ENERGY, Source.DATASET, True),
        ("co2", Purpose.DIRECT, Source.DATASET, False),
    ]


def test_a_stated_purpose_goes_before_the_kind(tmp_path: Path) -> None:
    """One input for two purposes is two rows, and kWh that are not energy state no supply."""
    rows = ACTIVITIES.replace(",note", ",purpose").replace("first row", "processing")
    rows = rows.replace("second row", "").replace('"again, in another row"', "packaging")
    rows = rows.replace("3,kWh,main production,", "3,kWh,main production,processing")
    found = inventory_of(planned(tmp_path, activities_csv=rows), "PACK")
    stated = [
        (row.flow.rsplit(":", 1)[1], row.amount, row.purpose.value, row.electricity)
        for row in found.inputs
        if isinstance(row, ActivityInput) and row.flow.endswith(("lime", "grid"))
    ]
    assert stated == [
        ("lime", "100125", "processing", None),
        ("lime", "200250", "material", None),
        ("grid", "1201500", "processing", None),
    ]
    taken = [(row.amount, row.purpose.value) for row in found.delivery_inputs]
    assert taken == [("600750", "material"), ("200250", "packaging")]


def test_totals_are_amount_times_output(tmp_path: Path) -> None:
    """The pack plant makes 400,500 kg and states the inputs for it, each once."""
    found = inventory_of(planned(tmp_path), "PACK")
    (output,) = found.outputs
    assert (output.amount, output.batteries, output.role) == ("400500", 1000, OutputRole.MAIN)
    amounts = {row.amount for row in found.inputs}
    assert amounts == {"801000", "300375", "40050", "1201500"}
    (ore,) = found.delivery_inputs
    assert (ore.delivery, ore.amount, ore.purpose) == (ident("MINE"), "801000", Purpose.MATERIAL)


def test_energy_from_a_site_is_energy(tmp_path: Path) -> None:
    """Steam from another site has purpose energy; ore from the same kind of row does not."""
    (steam,) = inventory_of(planned(tmp_path), "MINE").delivery_inputs
    assert (steam.delivery, steam.unit, steam.purpose) == (ident("HEAT"), "MJ", Purpose.ENERGY)


def test_a_negative_row_is_waste_sent_to_treatment(tmp_path: Path) -> None:
    """Amount and factor both change their sign, so the treatment is a burden."""
    it = planned(tmp_path)
    (slag,) = inventory_of(it, "PACK").wastes
    assert (slag.amount, slag.flow) == ("1602000", "case:made:slag")
    factors = {(row.flow, row.direction): row.values[0].value for row in build_factor_set(it).rows}
    assert factors["case:made:slag", "treatment"] == "0.05"
    assert ("case:made:slag", "product") not in factors
    assert factors["case:made:spare", "product"] == "7"
    assert len(factors) == 9


def test_a_factor_bought_and_treated_has_both_directions(tmp_path: Path) -> None:
    """The same factor may value a product and, negated, a treatment, on one site even."""
    rows = ACTIVITIES + "PACK,reagent,slag,4,kg,raw material,\nPACK,x,lime,-1,kg,raw material,\n"
    it = planned(tmp_path, activities_csv=rows)
    both = {(r.flow, r.direction) for r in build_factor_set(it).rows}
    for name in ("slag", "lime"):
        assert {(f"case:made:{name}", way) for way in ("product", "treatment")} <= both
    assert figures(it)["PACK"] == "2.85"


def test_a_mix_is_said_of_what_is_supplied(tmp_path: Path) -> None:
    """The factor set has the mix of the case; the row of the same flow as a treated waste states none."""
    rows = ACTIVITIES + "PACK,waste,grid,-1,kWh,main production,\n"
    it = planned(tmp_path, factors_csv=MIXES, activities_csv=rows)
    product, treatment = (row for row in build_factor_set(it).rows if row.flow.endswith(":grid"))
    assert (product.grid, product.mix, product.year) == ("DE", "average", 2024)
    assert (treatment.direction, treatment.grid) == ("treatment", None)


def test_credits_are_avoided_lines(tmp_path: Path) -> None:
    """A credit on a factor names its flow, one on a site its representative delivery."""
    found = inventory_of(planned(tmp_path), "REC").avoided
    assert [(row.flow, row.delivery, row.amount) for row in found] == [
        ("case:made:copper", None, "50000"),
        (None, ident("MINE"), "25000"),
    ]
    assert {row.stage for row in found} == {Stage.END_OF_LIFE}


def test_products_state_mass_and_elements(tmp_path: Path) -> None:
    """A hydrate is recognised by its formula, words are not a formula, and zero values are left out."""
    case = planned(tmp_path).case
    (ore,) = build_product(case, "MINE").lines
    assert (ore.form, ore.formula, ore.kg_per_unit) == ("hydrate", "NiSO4.6H2O", "1")
    assert [(row.element, row.fraction) for row in ore.elements] == [("Ni", "0.223304")]
    assert ore.name == case.sites["MINE"].output
    (pack,) = build_product(case, "PACK").lines
    assert (pack.form, pack.formula) == ("as_is", None)
    (steam,) = build_product(case, "HEAT").lines
    assert (steam.kg_per_unit, steam.elements) == (None, ())


def test_names_of_the_case(tmp_path: Path) -> None:
    """Products, processes and the factor set are named after the folder."""
    it = planned(tmp_path)
    assert product_id(it.case, "MINE") == "urn:cradle:case:made:MINE"
    assert it.case.sites["MINE"].process_code is ProcessCode.RAW_UNSPECIFIED
    found = build_factor_set(it)
    assert (found.id, found.title) == ("case-made", "Factors of the case A made-up chain")
    assert found.method == "as published"
    assert json.loads(json.dumps(found.to_json()))["licence"] == "open"


def test_a_long_folder_name_still_names_a_set(tmp_path: Path) -> None:
    """An id of at most 64 characters is cut from a folder name that is longer."""
    folder = write_case(tmp_path / ("x" * 90))
    assert build_factor_set(plan(read_case(folder))).id == "case-" + "x" * 59


LONG = "0." + "0" * 29 + "1"


def test_a_factor_states_the_elements_of_its_goods(tmp_path: Path) -> None:
    """Written in any order, sorted in the set, and said of goods alone, not of their treatment."""
    it = planned(tmp_path, factors_csv=factors_of("Ni 0.6,Co 0.25"))
    rows = {(row.flow.rpartition(":")[2], row.direction): row for row in build_factor_set(it).rows}
    lime = rows["lime", "product"].elements
    assert lime is not None
    assert [(row.element, row.fraction) for row in lime] == [("Co", "0.25"), ("Ni", "0.6")]
    assert [row.elements for key, row in rows.items() if key != ("lime", "product")] == [None] * (
        len(rows) - 1
    )


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        (
            {
                "case_toml": SETTINGS.replace("400.50", f'"{LONG}"'),
                "activities_csv": ACTIVITIES.replace("lorry,2,", "lorry,0.0001,"),
            },
            "quantity.positive",
            "made/activities.csv, row 8, amount",
        ),
        (
            {
                "sites_csv": SITES.replace("unit\n", "unit,mass_kg_per_unit\n").replace(
                    "MJ\n", "MJ,-1\n"
                )
            },
            "quantity.positive",
            "made/sites.csv, row 5, kg_per_unit",
        ),
        (
            {"compositions_csv": "site_id,element,mass_fraction\nMINE,nickel,0.5\n"},
            "product.element",
            "made/compositions.csv, row 2, element",
        ),
        (
            {"compositions_csv": "site_id,element,mass_fraction\nMINE,Ni,0.5\nMINE,Ni,0.4\n"},
            "product.order",
            "made/sites.csv, row 4",
        ),
        (
            {"factors_csv": FACTORS.replace("lime,2", f"lime,{LONG}1")},
            "quantity.grammar",
            "made/factors.csv, row 2, value",
        ),
        (
            {"factors_csv": MIXES.replace("average", "cheap")},
            "schema.literal_error",
            "made/factors.csv, row 5, mix",
        ),
        (
            {"factors_csv": MIXES.replace("average", "")},
            "factor.grid",
            "made/factors.csv, row 5",
        ),
        (
            {"factors_csv": factors_of("Ni 0.6, Co 0.5")},
            "factor.elements",
            "made/factors.csv, row 2",
        ),
        (
            {"factors_csv": factors_of("Ni 0.6, Ni 0.1")},
            "factor.order",
            "made/factors.csv, row 2",
        ),
        (
            {
                "activities_csv": ACTIVITIES.splitlines()[0],
                "factors_csv": FACTORS.splitlines()[0],
                "case_toml": None,
            },
            "schema.too_short",
            "made/factors.csv, rows",
        ),
    ],
)
def test_values_that_no_statement_can_hold_are_refused(
    tmp_path: Path, changed: dict[str, str | None], code: str, place: str
) -> None:
    """A refusal of a model keeps its code and names the row, before anything is written."""
    it = planned(tmp_path, **changed)
    with refused(code, place):
        require_enterable(it)


def test_the_entry_of_the_subject_names_its_model(tmp_path: Path) -> None:
    """A battery's is its own, a product's the id of its line; no other entry names one."""
    battery = read_case(write_case(tmp_path / "battery"))
    goods = read_case(write_case(tmp_path / "goods", case_toml=GOODS))
    assert (model_of(battery, "PACK"), model_of(battery, "MINE")) == ("urn:test:model", None)
    assert (model_of(goods, "MINE"), model_of(goods, "PACK")) == (product_id(goods, "MINE"), None)
