"""`cradle cbam`: goods at the carbon border on a screen and as JSON, and the certificates of an import."""

import csv
import json
from pathlib import Path

import pytest
from support.command import Ran, cradle

IMPORT = ("--tonnes", "1000", "--price", "75.28", "--price-day", "2026-07-06")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """The ledger of the screws, the entry of the screw works, and the factor set."""
    folder = tmp_path_factory.mktemp("screws") / "demo"
    assert cradle("demo", "--case", "steel_screws", "--dir", folder, "--json").code == 0
    ledger = str(folder / "ledger")
    bundle = json.loads((cradle("log", "list", "--ledger", ledger, "--json")).out)
    entries = [row["id"] for row in bundle if row["kind"] == "entry"]
    policy = (folder / "policy.toml").read_text(encoding="utf-8")
    factors = policy.split("factor_sets")[1].split('"')[1]
    return ledger, entries[-1], factors


def run(demo: tuple[str, str, str], *more: object) -> Ran:
    """The command on the screws."""
    ledger, entry, factors = demo
    asked = ("--factor-set", factors, "--year", "2026", "--ledger", ledger)
    return cradle("cbam", entry, *asked, *more)


def test_the_goods_and_what_they_are_made_of(demo: tuple[str, str, str]) -> None:
    """Direct, indirect, share by default, free allocation, what is left; and the standing of the steel."""
    out = run(demo).out
    for word in ("73181542", "2.00694", "0.406600", "0.0 %", "1.60164", "0.405300", "verified"):
        assert word in out
    assert "by default" in out
    assert "Column A of the good alone leaves 1.96989" in " ".join(out.split())


def test_an_import_beside_its_default(demo: tuple[str, str, str], tmp_path: Path) -> None:
    """405.3 certificates, 30,510.984 EUR, 427,823.768 by default; every assumption is a line."""
    out = run(demo, *IMPORT, "--out", tmp_path / "import.json").out
    for word in ("405.300", "30510.984", "427823.77", "first publication", "is 1, by the rulebook"):
        assert word in out
    written = json.loads((tmp_path / "import.json").read_text(encoding="utf-8"))
    assert written["import"]["goods"][0]["certificates"].startswith("405.29999999")
    assert json.loads(run(demo, *IMPORT, "--json").out) == written


def test_the_items_of_the_template(demo: tuple[str, str, str], tmp_path: Path) -> None:
    """The sheet and item of each value: amounts in tonnes, the bought steel, what is communicated."""
    assert run(demo, "--out", tmp_path / "items.csv").code == 0
    with (tmp_path / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {
            (row["sheet"], row["item"], row["label"]): row["value"] for row in csv.DictReader(file)
        }
    assert rows["A_InstData", "1 Start", "first day of the period"] == "2026-01-01"
    assert rows["A_InstData", "1 End", "last day of the period"] == "2026-12-31"
    assert rows["A_InstData", "5 PP1", "purchased precursor, by its CN code"] == "72071111"
    assert rows["D_Processes", "P1 (a)", "production level"] == "1000"
    assert rows["D_Processes", "P1 direct", "directly attributable emissions"] == "196.35"
    assert rows["D_Processes", "P1 indirect", "electricity consumed"] == "200"
    assert rows["E_PurchPrec", "1 (e) i.", "direct emissions"] == "1.539"
    assert rows["E_PurchPrec", "1 (e) ii.", "electricity"] == "0.3455925"
    assert ("E_PurchPrec", "1 (e) v.", "reason for a default") not in rows
    assert rows["", "", "embedded free allocation (SEFA)"].startswith("1.6016382352941")


def test_another_ending(demo: tuple[str, str, str], tmp_path: Path) -> None:
    """Nothing is written under an ending that says nothing."""
    ran = run(demo, "--out", tmp_path / "items.xml")
    assert (ran.code, "option.word" in ran.err) == (1, True)


def test_a_price_paid_is_told_to_be_a_draft(demo: tuple[str, str, str]) -> None:
    """The deduction is by a draft that is not law, and takes off what it covers."""
    out = run(demo, *IMPORT, "--paid", "7.528").out
    assert "a draft that is not law" in out
    assert "305.300" in out


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--tonnes", "1000"), "cbam.terms"),
        (("--price", "75.28"), "cbam.terms"),
        ((*IMPORT[:4], "--price-day", "6 July"), "date.grammar"),
        ((*IMPORT, "--paid", "-1"), "quantity.positive"),
        (("--year", "2025"), "cbam.year"),
        (("--year", "2030"), "cbam.year"),
        (("--cscf", "3"), "cbam.correction"),
        (("--cscf", "0.9"), "cbam.correction"),
    ],
)
def test_what_is_missing_is_asked_for(
    demo: tuple[str, str, str], more: tuple[str, ...], code: str
) -> None:
    """A price or a day that nobody stated is never assumed."""
    ran = run(demo, *more)
    assert ran.code == 1
    assert code in ran.err


def test_a_correction_factor_is_a_number(demo: tuple[str, str, str]) -> None:
    """Its option is the place of the refusal."""
    ran = run(demo, "--cscf", "one")
    assert (ran.code, "--cscf" in ran.err) == (1, True)
    assert run(demo, "--cscf", "1").out == run(demo).out
