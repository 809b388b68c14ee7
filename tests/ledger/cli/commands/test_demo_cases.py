"""Case folders from end to end: cradle to gate, cut loops, several outputs, and what is refused before a start."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.case_baars import BATTERY, CUT, PER_KG, link_baars
from support.case_files import ACTIVITIES, MIXES, SETTINGS, SITES, write_case
from support.case_outputs import FIGURES, write_outputs
from support.command import cradle, did
from support.second_opinion import ALONE, judge_alone

from ledger.exchange.case_smallest import SMALLEST
from ledger.exchange.examples import example_folder

GATE = SETTINGS.replace('end_of_life_site = "REC"\n', "").replace('vehicle_category = "M1"\n', "")
GATE = GATE.replace("warranty_years = 8\nwarranty_remaining = 0.8\n", "")


def demo(where: Path, folder: Path, *options: str) -> tuple[dict[str, Any], str]:
    """The result of a demo of a case folder, and its printed text."""
    ran = did("demo", "--case", folder, "--dir", where / "out", "--out", where / "o", *options)
    return json.loads((where / "o").read_text()), ran.out


def test_a_large_published_pack_to_its_gate(tmp_path: Path) -> None:
    """56 sites become signed entries; ledger and both verifiers come to the published figure, and the cut is shown."""
    folder = link_baars(tmp_path / "baars_id4")
    result, text = demo(tmp_path, folder)
    told, bundle, policy = result["declaration"], result["bundle"], result["policy"]
    assert result["entries"] == result["sites"] == 56
    assert float(result["intensities"]["S37"]) == pytest.approx(PER_KG, rel=1e-13)
    assert float(told["per_kg"]) == pytest.approx(PER_KG, rel=1e-13)
    assert float(told["total"]) == pytest.approx(70.2335, abs=5e-5)
    assert told["total_energy_kwh"] == "87.9219"
    assert told["terms"] == {}
    assert told["stages"]["end_of_life"] == "0"
    assert result["verified"] is result["tampered_refused"] is True
    first = json.loads(cradle("verify", bundle, "--policy", policy, "--json").out)
    assert (first["verdict"], first["recomputed_total"]) == ("verified", told["total"])
    read = ALONE.parse_policy(Path(policy).read_bytes())
    second = judge_alone(Path(bundle).read_bytes(), read)
    assert (second.exit_code, str(second.total)) == (0, told["total"]), second.code
    per_kg = Decimal(second.total) * Decimal("87.9219") / Decimal("493.17")
    assert float(per_kg) == pytest.approx(PER_KG, rel=1e-13)
    (cut,) = result["cuts"]
    assert (cut["code"], cut["from"], cut["to"]) == ("case.cut_size", "S25", "S22")
    assert float(cut["missing_kg"]) == pytest.approx(5.93489753382212, rel=1e-9)
    shown = " ".join(text.split())
    assert "S25 S22 S37 5.93490 18.4561 32.2 %" in shown
    assert "per kg of product: 12.5212 kg CO2e" in shown


def test_an_unnamed_loop_is_cut_at_its_smallest_effect_and_signed(tmp_path: Path) -> None:
    """The entry signs the cut; the conservative figure counts it whole, 493.17 kg of pack at 5.93 over 87.9 kWh."""
    folder = link_baars(tmp_path / "baars_id4", BATTERY)
    result, _ = demo(tmp_path, folder)
    (cut,) = result["cuts"]
    assert (cut["from"], cut["to"], cut["reason"]) == ("S25", "S22", SMALLEST)
    bundle, policy = result["bundle"], result["policy"]
    report = json.loads(cradle("verify", bundle, "--policy", policy, "--json").out)
    (choice,) = [row for row in report["choices"] if row["code"] == "loop.cut"]
    assert "of urn:cradle:case:baars_id4:S25 were cut out of a loop" in choice["detail"]
    missing = Decimal(cut["missing_kg"]) * Decimal("493.17") / Decimal("87.9219")
    assert float(choice["effect"]) == pytest.approx(float(missing), rel=1e-3)
    solved = Decimal(report["recomputed_total"]) + missing
    assert Decimal(report["conservative"]["total"]) > solved


def test_a_named_cut_with_a_larger_effect_is_refused(tmp_path: Path) -> None:
    """The recovery of the solvent uses the coating line, which would leave more out; no file is written."""
    wrong = CUT.replace("S25", "S22", 1).replace('to = "S22"', 'to = "S06"')
    folder = link_baars(tmp_path / "baars_id4", BATTERY + wrong)
    ran = cradle("demo", "--case", folder, "--dir", tmp_path / "out")
    assert ran.code == 1
    assert ran.err.startswith("refused: case.cut at baars_id4/case.toml, cut[0]")
    assert not (tmp_path / "out").exists()


def test_a_case_without_a_battery_shows_its_cut(tmp_path: Path) -> None:
    """The sizes are those in the sites whose goods no other uses: the pack, and the recovery that the cut left idle."""
    folder = link_baars(tmp_path / "baars_id4", CUT)
    result, _ = demo(tmp_path, folder)
    assert [row["output"] for row in result["cuts"]] == ["S25", "S37"]


def test_no_end_of_life_is_made_up(tmp_path: Path) -> None:
    """A battery without a recycler has a figure to the gate: the pack's 5.05 kg x 400.5 kg over 75 kWh."""
    folder = write_case(tmp_path / "gate", case_toml=GATE)
    result, text = demo(tmp_path, folder)
    told = result["declaration"]
    assert (told["per_kg"], told["terms"]) == ("5.05", {})
    assert Decimal(told["total"]) == Decimal("5.05") * Decimal("400.5") / 75
    assert "kg CO2e per kWh of usable capacity" in text


def test_a_recycler_is_left_out_to_the_gate(tmp_path: Path) -> None:
    """Under the rulebook to the gate a case with a recycler has the figure of one without."""
    folder = write_case(tmp_path / "grave")
    named = ("--rulebook", "study-cradle-to-gate-1")
    result, _ = demo(tmp_path, folder, *named)
    assert result["declaration"]["per_kg"] == "5.05"


FULL = ("--rulebook", "study-full-substitution-1")
LIFE = GATE + 'end_of_life_site = "REC"\n'


@pytest.mark.parametrize(
    ("settings", "options", "refusal"),
    [
        (GATE, FULL, "case.end_of_life at case/case.toml, battery.end_of_life_site"),
        (LIFE, (), "functional_unit.vehicle_category at case/case.toml, battery.vehicle_category"),
    ],
)
def test_what_a_rulebook_needs_is_asked_before_a_start(
    tmp_path: Path, settings: str, options: tuple[str, ...], refusal: str
) -> None:
    """A setting that is missing is refused, and no ledger is made."""
    folder = write_case(tmp_path / "case", case_toml=settings)
    ran = cradle("demo", "--case", folder, "--dir", tmp_path / "out", *options)
    assert ran.code == 1
    assert ran.err.startswith(f"refused: {refusal}")
    assert not (tmp_path / "out").exists()


def test_a_value_that_no_entry_holds_is_refused_before_a_start(tmp_path: Path) -> None:
    """The refusal names the row, and no ledger is made."""
    rows = ACTIVITIES.replace("lorry,2,", f"lorry,0.{'0' * 40}1,")
    folder = write_case(tmp_path / "case", activities_csv=rows)
    ran = cradle("demo", "--case", folder, "--dir", tmp_path / "out")
    assert ran.err.startswith("refused: quantity.positive at case/activities.csv, row 8, amount")
    assert not (tmp_path / "out").exists()


def test_several_outputs_gases_and_units(tmp_path: Path) -> None:
    """Co-products, gases, supplies and rows in t and MWh enter the ledger with the figures worked by hand."""
    folder = write_outputs(tmp_path / "case")
    result, text = demo(tmp_path, folder)
    found = result["intensities"]
    assert {name: found[name] for name in FIGURES} == FIGURES
    assert "nickel" in text


def test_a_battery_of_a_case_with_several_outputs_is_verified_twice(tmp_path: Path) -> None:
    """With the mill as the battery both verifiers come to its figure, through shared burdens and burden-free lines."""
    folder = write_outputs(tmp_path / "case")
    settings = GATE.replace('"PACK"', '"MILL"').replace("400.50", "10").replace('"75"', '"2"')
    (folder / "case.toml").write_text(settings)
    result, _ = demo(tmp_path, folder)
    assert result["declaration"]["per_kg"] == FIGURES["MILL"]
    read = ALONE.parse_policy(Path(result["policy"]).read_bytes())
    second = judge_alone(Path(result["bundle"]).read_bytes(), read)
    assert (second.exit_code, str(second.total)) == (0, result["declaration"]["total"]), second.code


def test_two_sites_share_the_treatment(tmp_path: Path) -> None:
    """If half of each battery goes to a twin of the recycler, the figure is the same."""
    shipped = SITES.replace("DE,main production", "DE,distribution")
    sites = shipped + "REC2,Other recycler,RoW,end of life,battery treated,kg\n"
    twin = [row.replace("REC,", "REC2,", 1) for row in ACTIVITIES.splitlines() if row[:4] == "REC,"]
    rows = ACTIVITIES + "\n".join(twin) + "\n"
    settings = SETTINGS.replace('"REC"', '["REC", "REC2=200.25"]')
    totals = []
    for name, files in (
        ("one", {"sites_csv": shipped}),
        ("two", {"case_toml": settings, "sites_csv": sites, "activities_csv": rows}),
    ):
        (where := tmp_path / name).mkdir()
        result, _ = demo(where, write_case(where / "case", **files))
        totals.append(result["declaration"]["total"])
    assert float(totals[1]) == pytest.approx(float(totals[0]), rel=1e-12)


INDUSTRIAL = SETTINGS.replace('"EV"', '"industrial"').replace('vehicle_category = "M1"\n', "")
INDUSTRIAL = INDUSTRIAL.replace("warranty_years = 8\nwarranty_remaining = 0.8\n", "")
REPEATED = ("--rulebook", "jrc-cfb-ind-2025")


def industrial(folder: Path, settings: str) -> Path:
    """A case folder with an industrial battery, of which every country has a mix and copper is a material."""
    mix = "grid_fi,grid,0.1,kg CO2e/kWh,made up,,FI,average,2024,life_cycle\n"
    factors = (MIXES + mix).replace("copper,copper", "cu,copper")
    bought = ACTIVITIES + "PACK,component,cu,1,kg,raw material,\n"
    rows = bought.replace("credit,copper", "credit,cu").replace(
        "REC,credit,MINE,-0.25,kg,end of life,\n", ""
    )
    sites = SITES.replace("RoW", "DE").replace("DE,main production", "DE,distribution", 1)
    return write_case(
        folder, case_toml=settings, factors_csv=factors, activities_csv=rows, sites_csv=sites
    )


def test_an_industrial_battery_counts_by_its_cycle_life(tmp_path: Path) -> None:
    """75 kWh through 6,000 cycles are 450,000 kWh; what other rulebooks cannot compute is a line of the output."""
    folder = industrial(tmp_path / "case", INDUSTRIAL + "cycle_life = 6000\n")
    result, text = demo(tmp_path, folder, *REPEATED)
    assert result["declaration"]["total_energy_kwh"] == "450000"
    assert result["verified"] is result["tampered_refused"] is True
    assert "not under eu-ev-draft-2024: Rulebook eu-ev-draft-2024" in text


def test_a_cycle_life_that_is_missing_is_named(tmp_path: Path) -> None:
    """The refusal names the key of case.toml, and no ledger is made."""
    folder = industrial(tmp_path / "case", INDUSTRIAL)
    ran = cradle("demo", "--case", folder, "--dir", tmp_path / "out", *REPEATED)
    place = "case/case.toml, battery.cycle_life"
    assert ran.err.startswith(f"refused: functional_unit.cycle_life at {place}")


def test_another_rulebook_that_cannot_compute_is_a_line(tmp_path: Path) -> None:
    """A credit on a factor that is no material bars the draft's formula, and not the study's figure."""
    folder = industrial(tmp_path / "case", SETTINGS)
    factors, rows = folder / "factors.csv", folder / "activities.csv"
    factors.write_text(factors.read_text().replace("cu,copper", "steel,steel"))
    rows.write_text(rows.read_text().replace(",cu,", ",steel,"))
    _, text = demo(tmp_path, folder)
    assert "not under eu-ev-draft-2024: " in text


def test_rows_added_and_sites_unused_are_shown(tmp_path: Path) -> None:
    """A row pasted twice counts twice and is named; a site that no row names is not counted and is named."""
    pasted = ACTIVITIES + "PACK,energy,grid,3,kWh,main production,\n"
    sites = SITES + "IDLE,Forgotten plant,DE,raw material,foil,kg\n"
    folder = write_case(tmp_path / "case", activities_csv=pasted, sites_csv=sites)
    result, text = demo(tmp_path, folder)
    assert result["unused_sites"] == ["IDLE"]
    repeated = [row["place"] for row in result["added_rows"] if row["repeated"]]
    assert repeated == ["activities.csv, rows 9, 17"]
    assert "added          activities.csv, rows 9, 17: PACK uses grid, 3 + 3 kWh; the same" in text
    assert "not counted    sites that the chain does not use: IDLE" in text


def test_consumption_mixes_come_before_production_mixes(tmp_path: Path) -> None:
    """The draft prefers them: with the sets that come with Cradle the pack's figure is 1.5 % higher."""
    draft = ("--rulebook", "eu-ev-draft-2024")
    named = ("--factor-set", "mixes-electricity-maps-2026", "--factor-set", "mixes-ember-mee-2026")
    result, text = demo(tmp_path, example_folder("nmc811_pack"), *draft, *named)
    assert result["verified"] is True
    assert float(result["declaration"]["total"]) == pytest.approx(0.1346552926149519, rel=1e-12)
    assert "prefers consumption mixes" not in text


def test_words_read_as_others_are_shown(tmp_path: Path) -> None:
    """With the first place, in the text and in the JSON."""
    sites = SITES.replace(",DE,", ",Deutschland,")
    result, text = demo(tmp_path, write_case(tmp_path / "case", sites_csv=sites))
    read = {"place": "sites.csv, row 2", "column": "country", "found": "Deutschland", "read": "DE"}
    assert result["read_as"] == [read]
    assert "read           Deutschland as DE (sites.csv, row 2, country" in text
