"""Reading a case folder: values exactly as written, and refusals with file and row."""

from decimal import Decimal
from pathlib import Path

import pytest
from support.case_files import (
    ACTIVITIES,
    COMPOSITIONS,
    FACTORS,
    MIXES,
    SETTINGS,
    SITES,
    factors_of,
    write_case,
)
from support.refusal import refused

from ledger.exchange.case_folder import read_case
from ledger.exchange.case_settings import Recycler
from schemas.errors import CradleError
from schemas.values import Period
from schemas.vocabulary import Stage, Unit


def test_a_folder_is_read_as_written(tmp_path: Path) -> None:
    """Sites, rows, factors and the battery have the values of the files, in their order."""
    case = read_case(write_case(tmp_path / "made-up"))
    assert (case.name, case.slug, case.method) == ("A made-up chain", "made-up", "as published")
    assert list(case.sites) == ["PACK", "REC", "MINE", "HEAT"]
    assert case.sites["REC"].country == "RoW"
    assert (case.sites["HEAT"].unit, case.sites["HEAT"].kg_per_unit) == (Unit.MJ, None)
    assert case.sites["PACK"].kg_per_unit == 1
    first = case.activities[0]
    assert (first.site, first.input, first.amount) == ("PACK", "MINE", Decimal("1.5"))
    assert (first.stage, first.place) == (Stage.RAW_MATERIAL, "activities.csv, row 2")
    assert case.factors["grid"].value == Decimal("0.5")
    assert case.battery is not None
    assert str(case.battery.mass_kg) == "400.50"
    assert case.battery.warranty_km is None
    assert case.battery.warranty_remaining == "0.8"
    assert case.battery.end_of_life == (Recycler("REC"),)
    assert case.battery.period == Period(start="2025-01-01", end="2026-01-01")


def test_what_may_be_left_out(tmp_path: Path) -> None:
    """A case is read without case.toml, compositions and optional columns."""
    factors = "\n".join(line.rsplit(",", 1)[0] for line in FACTORS.splitlines())
    rows = "\n".join(
        line.split(",raw", 1)[0] + ",raw material" for line in ("MINE,direct,co2,1,kg",)
    )
    header = "site_id,kind,input,amount_per_unit_output,unit,stage\n"
    folder = write_case(
        tmp_path / "bare",
        factors_csv=factors,
        activities_csv=header + rows,
        case_toml=None,
        compositions_csv=None,
    )
    case = read_case(folder)
    assert (case.name, case.battery, case.fractions) == ("bare", None, ())
    assert case.factors["lime"].source == "as found in factors.csv"
    assert len(case.activities) == 1


def test_remarks_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    """Columns of remarks have no effect; blank rows are skipped but counted."""
    sites = SITES.replace("unit\n", "unit,mass_kg_per_unit,comment\n").replace(
        "MINE,Mine", "\n,,,,,\nMINE,Mine"
    )
    case = read_case(
        write_case(tmp_path / "case", sites_csv="\ufeff" + sites.replace("\n", "\r\n"))
    )
    assert list(case.sites) == ["PACK", "REC", "MINE", "HEAT"]
    broken = sites.replace("MINE,Mine,FI", "MINE,Mine,XX")
    with refused("case.country", "case/sites.csv, row 6, country"):
        read_case(write_case(tmp_path / "case", sites_csv=broken))


def test_a_factor_may_say_that_it_is_a_mix(tmp_path: Path) -> None:
    """The columns of a mix are read where a row fills them, and absent elsewhere."""
    case = read_case(write_case(tmp_path / "case", factors_csv=MIXES))
    said = {"grid": "DE", "mix": "average", "year": 2024, "boundary": "life_cycle"}
    assert case.factors["grid"].facts == said
    assert case.factors["gas"].facts == {}
    assert read_case(write_case(tmp_path / "silent")).factors["grid"].facts == {}


def test_a_factor_may_say_where_it_was_emitted(tmp_path: Path) -> None:
    """A country becomes the geography of the factor; an empty cell says nothing, and another word is refused."""
    placed = FACTORS.replace("unit,source", "unit,source,geography")
    placed = placed.replace("lime,lime,2,kg CO2e/kg,made up", "lime,lime,2,kg CO2e/kg,made up,ID")
    factors = read_case(write_case(tmp_path / "case", factors_csv=placed)).factors
    said = {name: row.facts for name, row in factors.items() if row.facts}
    assert said == {"lime": {"geography": "ID"}}
    with refused("case.country", "wrong/factors.csv, row 2, geography"):
        read_case(write_case(tmp_path / "wrong", factors_csv=placed.replace(",ID", ",Java")))


def test_settings_may_say_more(tmp_path: Path) -> None:
    """A distance, a period, a method and a mass per unit are read if they are stated."""
    settings = SETTINGS + 'warranty_km = "160000"\nperiod = [2024-07-01, "2025-07-01"]\n'
    settings += '[characterization]\nmethod = "EF 3.1"\n'
    sites = SITES.replace("unit\n", "unit,mass_kg_per_unit\n").replace("MJ\n", "MJ,0.02\n")
    case = read_case(write_case(tmp_path / "case", case_toml=settings, sites_csv=sites))
    assert case.battery is not None
    assert case.battery.warranty_km == 160000
    assert case.battery.period == Period(start="2024-07-01", end="2025-07-01")
    assert case.method == "EF 3.1"
    assert case.sites["HEAT"].kg_per_unit == Decimal("0.02")


def test_what_a_case_does_not_say_is_absent(tmp_path: Path) -> None:
    """A folder written before warranties stated their share is read as before."""
    silent = SETTINGS.replace("warranty_remaining = 0.8\n", "")
    case = read_case(write_case(tmp_path / "case", case_toml=silent))
    assert case.battery is not None
    assert case.battery.warranty_remaining is None


def test_several_sites_may_treat_the_battery(tmp_path: Path) -> None:
    """A list names them; all but one state the kg of one battery that they treat."""
    shared = SETTINGS.replace('"REC"', '["REC=100.25", "MINE"]')
    case = read_case(write_case(tmp_path / "case", case_toml=shared))
    assert case.battery is not None
    assert case.battery.end_of_life == (Recycler("REC", Decimal("100.25")), Recycler("MINE"))


MINE = "MINE,direct,co2,0.125,kg,raw material,"
ROW = "activities.csv, row 12"
NOTED = "activities.csv, row 3"
LAST = "activities.csv, row 17"
BATTERY = "case.toml, battery."


def sites(old: str, new: str) -> dict[str, str]:
    """sites.csv with one change."""
    assert SITES.count(old) == 1
    return {"sites_csv": SITES.replace(old, new)}


def mine(old: str, new: str) -> dict[str, str]:
    """activities.csv with one change in the mine's direct emission."""
    assert MINE.count(old) == 1
    return {"activities_csv": ACTIVITIES.replace(MINE, MINE.replace(old, new))}


def more(row: str) -> dict[str, str]:
    """activities.csv with one row more."""
    return {"activities_csv": f"{ACTIVITIES}{row}\n"}


def factors(old: str, new: str) -> dict[str, str]:
    """factors.csv with one change."""
    assert FACTORS.count(old) == 1
    return {"factors_csv": FACTORS.replace(old, new)}


def settings(old: str, new: str) -> dict[str, str]:
    """case.toml with one change."""
    assert SETTINGS.count(old) == 1
    return {"case_toml": SETTINGS.replace(old, new)}


REFUSED = [
    ({"sites_csv": None}, "case.file", "sites.csv"),
    ({"activities_csv": None}, "case.file", "activities.csv"),
    ({"factors_csv": None}, "case.file", "factors.csv"),
    ({"sites_csv": SITES.splitlines()[0]}, "case.missing", "sites.csv"),
    ({"sites_csv": b"\xff\xfe"}, "case.encoding", "sites.csv"),
    ({"case_toml": b"\xff"}, "case.encoding", "case.toml"),
    ({"sites_csv": "site_id\n" + "x" * 200_000}, "case.csv", "sites.csv"),
    ({"case_toml": "name = "}, "case.toml", "case.toml"),
    ({"case_toml": "battery = 3"}, "case.toml", "case.toml, battery"),
    (sites("PACK,", ","), "case.missing", "sites.csv, row 2, site_id"),
    (sites("PACK,", "a b,"), "case.id", "sites.csv, row 2, site_id"),
    (sites("PACK,", "-P,"), "case.id", "sites.csv, row 2, site_id"),
    (sites("REC,", "PACK,"), "case.id", "sites.csv, row 3, site_id"),
    (sites("REC,", "lime,"), "case.id", "factors.csv, row 2, factor_id"),
    (sites("Pack plant", '"two\nlines"'), "case.text", "sites.csv, row 2, site"),
    (sites(",DE,", ",Congo,"), "case.country", "sites.csv, row 2, country"),
    (sites(",DE,", ",XX,"), "case.country", "sites.csv, row 2, country"),
    (sites("main production", "production"), "case.stage", "sites.csv, row 2, stage"),
    (sites("steam,MJ", "steam,BTU"), "case.unit", "sites.csv, row 5, unit"),
    (mine("MINE", "MINT"), "case.site", f"{ROW}, site_id"),
    ({"factors_csv": MIXES.replace("2024", "24")}, "case.number", "factors.csv, row 5, year"),
    ({"factors_csv": MIXES.replace("2024", "last")}, "case.number", "factors.csv, row 5, year"),
    *(
        ({"factors_csv": factors_of(text)}, "case.elements", "factors.csv, row 2, elements")
        for text in ("Ni 0.6, Co", "Ni0.6", "Ni 0.6 0.7", "Ni 0.6,")
    ),
    (mine("co2", "co3"), "case.input", f"{ROW}, input"),
    (mine("0.125", ""), "case.missing", f"{ROW}, amount_per_unit_output"),
    (mine("0.125", '"0,125"'), "case.number", f"{ROW}, amount_per_unit_output"),
    (mine("0.125", "1_000"), "case.number", f"{ROW}, amount_per_unit_output"),
    (mine("0.125", "NaN"), "case.number", f"{ROW}, amount_per_unit_output"),
    (mine("0.125", "1e99999"), "case.number", f"{ROW}, amount_per_unit_output"),
    (mine("0.125", "\u0661"), "case.number", f"{ROW}, amount_per_unit_output"),
    (mine(",kg,", ",MJ,"), "case.unit", f"{ROW}, unit"),
    (mine("raw material", "raw"), "case.stage", f"{ROW}, stage"),
    (
        {"activities_csv": ACTIVITIES.replace(",note", ",purpose")},
        "case.purpose",
        f"{NOTED}, purpose",
    ),
    (more("REC,energy,HEAT,1,kWh,end of life,"), "case.unit", f"{LAST}, unit"),
    (
        more("REC,credit,copper,0.5,kg,end of life,"),
        "case.credit",
        f"{LAST}, amount_per_unit_output",
    ),
    (more("REC,site,MINE,-1,kg,end of life,"), "case.negative", f"{LAST}, amount_per_unit_output"),
    (factors("lime,lime,2", "lime,lime,two"), "case.number", "factors.csv, row 2, value"),
    (factors("cells,cells", "lime,cells"), "case.id", "factors.csv, row 3, factor_id"),
    (factors("kg CO2e/kWh", "kWh"), "case.unit", "factors.csv, row 5, unit"),
    (factors("kg CO2e/kWh", "g CO2e/kWh"), "case.unit", "factors.csv, row 5, unit"),
    (
        {"compositions_csv": COMPOSITIONS.replace("PACK", "P")},
        "case.site",
        "compositions.csv, row 4, site_id",
    ),
    (settings('"PACK"', '"NONE"'), "case.site", f"{BATTERY}site"),
    (settings('"REC"', '"NONE"'), "case.site", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '["REC", "NONE=1"]'), "case.site", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '["REC", "HEAT"]'), "case.unit", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '"REC=much"'), "case.number", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '"REC=0"'), "case.number", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '"REC="'), "case.number", f"{BATTERY}end_of_life_site"),
    (settings('"REC"', '[""]'), "case.site", f"{BATTERY}end_of_life_site"),
    (settings("= 0.8", "= 900"), "case.text", f"{BATTERY}warranty_remaining"),
    (settings("= 0.8", '= "80 %"'), "case.text", f"{BATTERY}warranty_remaining"),
    (settings('"PACK"', '"HEAT"'), "case.unit", f"{BATTERY}site"),
    (settings('model = "urn:test:model"\n', ""), "case.missing", f"{BATTERY}model"),
    (settings("urn:test:model", "my model"), "case.text", f"{BATTERY}model"),
    (settings('"Pack maker"', "true"), "case.text", f"{BATTERY}manufacturer"),
    (settings('"M1"', '"M 1"'), "case.id", f"{BATTERY}vehicle_category"),
    (settings('"EV"', '"car"'), "case.category", f"{BATTERY}category"),
    (settings("400.50", '"heavy"'), "case.number", f"{BATTERY}mass_kg"),
    (settings("400.50", "0"), "case.number", f"{BATTERY}mass_kg"),
    (settings("400.50", "-1"), "case.number", f"{BATTERY}mass_kg"),
    ({"case_toml": SETTINGS + "period = 2025"}, "case.period", f"{BATTERY}period"),
    ({"case_toml": SETTINGS + 'address = "Street 1"'}, "case.details", BATTERY.rstrip(" ,.")),
    ({"case_toml": SETTINGS + 'trade_name = "Packs"'}, "case.details", BATTERY.rstrip(" ,.")),
    ({"case_toml": SETTINGS + 'contact = "a phone"'}, "case.text", f"{BATTERY}contact"),
    ({"case_toml": SETTINGS + 'period = ["2025-01-01"]'}, "case.period", f"{BATTERY}period"),
    (
        {"case_toml": SETTINGS + 'period = ["2025-01-01", "2025-01-01"]'},
        "case.period",
        f"{BATTERY}period",
    ),
    (
        {"case_toml": SETTINGS + 'period = ["2025-02-30", "2025-03-01"]'},
        "case.period",
        f"{BATTERY}period",
    ),
]


@pytest.mark.parametrize(("changed", "code", "place"), REFUSED)
def test_what_is_not_understood_is_refused(
    tmp_path: Path, changed: dict[str, str | bytes | None], code: str, place: str
) -> None:
    """Each fault has its code, and the refusal names file, row and column."""
    with refused(code, f"case/{place}"):
        read_case(write_case(tmp_path / "case", **changed))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            mine("0.125", '"0,125"'),
            "'0,125' is not a number; write digits and a decimal point, such as 75.5.",
        ),
        (
            sites(",DE,", ",XX,"),
            "'XX' is not an ISO 3166 code or a region word; write one such as DE or GLO.",
        ),
        (mine("0.125", ""), "amount_per_unit_output is missing or empty; fill it in."),
        ({"case_toml": "battery = 3"}, "battery is a table; write [battery] and its keys below."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(
    tmp_path: Path, changed: dict[str, str | bytes | None], sentence: str
) -> None:
    """It is one sentence about one cell or key."""
    with pytest.raises(CradleError) as caught:
        read_case(write_case(tmp_path / "case", **changed))
    assert caught.value.detail == sentence


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A path that is not a folder is refused by name."""
    with refused("case.folder", str(tmp_path / "none")):
        read_case(tmp_path / "none")
