"""`cradle run`: a case folder to its result, again at each save, and nothing of a person's is replaced."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.case_files import ACTIVITIES, GOODS, SETTINGS, SITES, write_case
from support.command import cradle, did
from support.serve_process import COMMAND, TOP

from ledger.exchange.examples import example_folder

WAITING = 90
"""Seconds that a run may take on a busy machine."""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A copy of a case that comes with Cradle."""
    return Path(shutil.copytree(example_folder("steel_mill"), tmp_path / "mill"))


def test_a_case_runs_and_the_next_run_replaces_its_result(case: Path) -> None:
    """The result in the folder is what a program reads; a second run writes the same files anew."""
    first = json.loads(did("run", case, "--json").out)
    assert json.loads((case / "result" / "result.json").read_text()) == first
    listed = json.loads((case / "result" / "written.json").read_text())
    again = json.loads(did("run", case, "--json").out)
    assert again["sites"] == first["sites"]
    assert json.loads((case / "result" / "written.json").read_text()).keys() == listed.keys()


def test_a_battery_is_documented_and_verified(tmp_path: Path) -> None:
    """Bundle, policy and documents lie in the result, and the bundle verifies from there."""
    folder = write_case(tmp_path / "chain")
    did("run", folder, "--out", tmp_path / "out")
    assert (tmp_path / "out" / "documents" / "study.pdf").is_file()
    bundle, policy = tmp_path / "out" / "declaration.bundle", tmp_path / "out" / "policy.toml"
    assert cradle("verify", bundle, "--policy", policy).code == 0


def without(table: str, *sites: str) -> str:
    """A table without the rows of some sites."""
    rows = table.splitlines(keepends=True)
    return "".join(row for row in rows if not row.startswith(tuple(f"{it}," for it in sites)))


def write_goods(folder: Path) -> Path:
    """The chain of the ore alone, as the product of its mine."""
    tables = {
        "sites_csv": without(SITES, "PACK", "REC"),
        "activities_csv": without(ACTIVITIES, "PACK", "REC"),
    }
    return write_case(folder, case_toml=GOODS, compositions_csv=None, **tables)


def test_a_product_is_documented_and_verified_per_unit_of_its_line(tmp_path: Path) -> None:
    """0.125 kg of carbon dioxide and 2 MJ of steam at 0.1 per kg of ore; no word of a battery is printed."""
    folder = write_goods(tmp_path / "ore")
    printed = did("run", folder).out
    assert "product urn:cradle:case:ore:MINE" in printed
    assert "verified: 0.325 kg CO2e per kg" in printed
    assert "Article 7" not in printed
    assert "kg CO2e per kWh" not in printed
    result = folder / "result"
    told = json.loads((result / "result.json").read_text())
    assert told["declaration"]["unit"] == "kg"
    assert (told["declaration"]["total"], told["verified"]) == ("0.325", True)
    written = {path.name for path in (result / "documents").iterdir()}
    forms = {"json", "html", "pdf"}
    assert written == {
        "study.md",
        *(f"{it}.{form}" for it in ("declaration", "study") for form in forms),
    }
    policy = ("--policy", result / "policy.toml")
    assert cradle("verify", result / "calculation.bundle", *policy).code == 0
    assert cradle("verify", result / "tampered.bundle", *policy).code == 1


def test_a_product_needs_a_rulebook_that_computes_products(tmp_path: Path) -> None:
    """It is refused before anything is signed; the other rulebook of products computes it."""
    folder = write_goods(tmp_path / "ore")
    ran = cradle("run", folder, "--rulebook", "study-full-substitution-1")
    assert ran.code == 1
    assert "functional_unit.declared_unit at ore/case.toml, product" in ran.err
    assert not (folder / "result").exists()
    did("run", folder, "--rulebook", "iso-14067-partial-2018")


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_what_a_person_did_in_the_result_is_kept(case: Path, change: str) -> None:
    """A note beside it, an edited file, a file that was moved away: the run is refused and touches nothing."""
    did("run", case)
    result = case / "result"
    touched = result / ("note.txt" if change == "added" else "result.json")
    if change == "removed":
        touched.unlink()
    else:
        touched.write_text("mine")
    before = {path: path.read_bytes() for path in result.rglob("*") if path.is_file()}
    ran = cradle("run", case)
    assert (ran.code, "run.folder" in ran.err, str(touched) in ran.err) == (1, True, True)
    assert {path: path.read_bytes() for path in result.rglob("*") if path.is_file()} == before


def test_a_mistake_in_a_table_leaves_the_last_result(tmp_path: Path) -> None:
    """It names file and row, and the way out."""
    folder = write_case(tmp_path / "chain")
    did("run", folder)
    kept = (folder / "result" / "result.json").read_bytes()
    row = "PACK,energy,grid,3,kWh,main production,\n"
    (folder / "activities.csv").write_text(ACTIVITIES + row)
    ran = cradle("run", folder)
    assert ran.code == 1
    assert "case.repeated at chain/activities.csv, rows 9, 17" in ran.err
    assert (folder / "result" / "result.json").read_bytes() == kept


def test_a_refusal_half_way_leaves_the_last_result(tmp_path: Path) -> None:
    """The rulebook counts end of life, and the case has lost its site of it: found after the tables are read."""
    folder = write_case(tmp_path / "chain")
    named = ("--rulebook", "study-full-substitution-1")
    did("run", folder, *named)
    kept = (folder / "result" / "result.json").read_bytes()
    gate = SETTINGS.replace('end_of_life_site = "REC"\n', "")
    tables = {"activities_csv": without(ACTIVITIES, "REC"), "sites_csv": without(SITES, "REC")}
    write_case(folder, case_toml=gate, **tables)
    ran = cradle("run", folder, *named)
    assert (ran.code, "case.end_of_life" in ran.err) == (1, True)
    assert (folder / "result" / "result.json").read_bytes() == kept
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_watching_runs_again_at_each_save(case: Path, tmp_path: Path) -> None:
    """A wrong save is said and waits for the next one."""
    out, err, sites = tmp_path / "out", tmp_path / "err", case / "sites.csv"

    def ran(count: int) -> bool:
        return out.read_text().count("; Ctrl-C ends it") == count

    with out.open("w") as stdout, err.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", COMMAND, "run", str(case), "--watch"],
            env=os.environ | {"PYTHONPATH": str(TOP)},
            stdout=stdout,
            stderr=stderr,
        )
        try:
            wait_for(lambda: ran(1))
            good = sites.read_text()
            sites.write_text(good.replace("country", "contry"))
            wait_for(lambda: ran(2))
            assert "case.column" in err.read_text()
            sites.write_text(good + "\n")
            wait_for(lambda: ran(3))
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(WAITING) == 130


def wait_for(reached: object) -> None:
    """Wait until something holds."""
    assert callable(reached)
    deadline = time.monotonic() + WAITING
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_program_does_not_watch(case: Path) -> None:
    """It reads the file."""
    ran = cradle("run", case, "--watch", "--json")
    assert (ran.code, "option.watch" in ran.out) == (1, True)
