"""A case folder with names in three languages is the case with ids, and says what it read."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.case_files import ACTIVITIES, FACTORS, SITES, write_case
from support.refusal import refused

from ledger.exchange.case import Case
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_remarks import readings
from ledger.exchange.case_words import Reading
from schemas.errors import CradleError

WORDS = {
    "PACK,reagent,lime,0.25,kg": "PACK,试剂,Kalk,0.25,公斤",
    "REC,credit,copper,-0.5,kg": "REC,Gutschrift,铜,-0.5,kg",
    "PACK,energy,grid,3,kWh,main production": "PACK,Energie,Strom,0.0003,万千瓦时,Hauptproduktion",
}


def in_words(text: str) -> str:
    """Rows of activities with names in place of ids."""
    for old, new in WORDS.items():
        assert old in text
        text = text.replace(old, new)
    return text


def plain(case: Case) -> Case:
    """The case without its readings and its spellings of units."""

    def bare(rows: object) -> object:
        return [
            row.model_dump(exclude={"readings", "word", "stated"})
            for row in rows  # type: ignore[attr-defined] # rows of one table
        ]

    return replace(
        case,
        sites=bare(case.sites.values()),  # type: ignore[arg-type] # compared only
        activities=bare(case.activities),  # type: ignore[arg-type]
        factors=bare(case.factors.values()),  # type: ignore[arg-type]
    )


def test_names_are_read_as_the_ids(tmp_path: Path) -> None:
    """Kinds, inputs, units, stages and countries in German and Chinese; each reading is reported with its place."""
    named = FACTORS.replace("grid,grid,0.5", "grid,electricity of the grid,0.5")
    factors = named.replace("unit,source", "unit,source,carrier").replace(
        "kWh,made up", "kWh,made up,electricity"
    )
    ids = write_case(tmp_path / "case", factors_csv=factors)
    plainly = read_case(ids)
    words = write_case(
        tmp_path / "case",
        factors_csv=factors,
        activities_csv=in_words(ACTIVITIES),
        sites_csv=SITES.replace(",DE,", ",Deutschland,").replace(",FI,", ",芬兰,"),
    )
    case = read_case(words)
    assert [row.amount for row in case.activities] == [row.amount for row in plainly.activities]
    assert plain(case) == plain(plainly)
    assert not readings(plainly)
    assert readings(case) == {
        Reading("country", "Deutschland", "DE"): "sites.csv, row 2",
        Reading("country", "芬兰", "FI"): "sites.csv, row 4",
        Reading("kind", "试剂", "reagent"): "activities.csv, row 3",
        Reading("input", "Kalk", "lime"): "activities.csv, row 3",
        Reading("kind", "Energie", "energy"): "activities.csv, row 9",
        Reading("stage", "Hauptproduktion", "main_production"): "activities.csv, row 9",
        Reading("input", "Strom", "grid"): "activities.csv, row 9",
        Reading("kind", "Gutschrift", "credit"): "activities.csv, row 15",
        Reading("input", "铜", "copper"): "activities.csv, row 15",
    }


def test_a_gas_is_read_by_its_name(tmp_path: Path) -> None:
    """Of a row of emissions only; its id is not a name."""
    header = ACTIVITIES.replace("stage,note", "stage,note,origin", 1)
    rows = "MINE,Emission,Lachgas,0.1,t,raw material,,fossil\nMINE,emission,ch4,1,kg,raw material,,fossil\n"
    case = read_case(write_case(tmp_path / "case", activities_csv=header + rows))
    assert [row.input for row in case.activities if row.kind == "emission"] == ["n2o", "ch4"]
    assert Reading("input", "Lachgas", "n2o") in readings(case)


@pytest.mark.parametrize(
    ("rows", "code", "detail"),
    [
        ("PACK,reagent,Stahl,1,kg,raw material,", "case.input", "may be steel_new / steel_old"),
        ("PACK,reagent,Nickel,1,kg,raw material,", "case.input", "neither a site"),
        ("PACK,emission,HFE-7100,1,kg,raw material,", "case.gas", "may be hfe_7100_i / hfe_7100_n"),
        ("PACK,emission,Luft,1,kg,raw material,", "case.gas", "not a known gas"),
    ],
)
def test_a_name_of_several_meanings_or_none_is_refused(
    tmp_path: Path, rows: str, code: str, detail: str
) -> None:
    """The refusal names what may be meant."""
    factors = FACTORS + "steel_new,new,1,kg CO2e/kg,-\nsteel_old,old,1,kg CO2e/kg,-\n"
    folder = write_case(
        tmp_path / "case", activities_csv=f"{ACTIVITIES}{rows}\n", factors_csv=factors
    )
    with pytest.raises(CradleError, match=detail) as caught:
        read_case(folder)
    assert (caught.value.code, caught.value.place) == (code, "case/activities.csv, row 17, input")


def test_a_country_of_two_meanings_is_refused(tmp_path: Path) -> None:
    """With both."""
    folder = write_case(tmp_path / "case", sites_csv=SITES.replace(",DE,", ",Kongo,"))
    with refused("case.country", "case/sites.csv, row 2, country"):
        read_case(folder)
