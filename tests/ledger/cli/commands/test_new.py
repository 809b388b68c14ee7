"""`cradle new`: from an empty folder to a verified figure with its documents, in two commands."""

import json
from pathlib import Path

from support.command import cradle, did

from ledger.exchange.case_new import PLANT

SAID = ("--product", "Bicycle frame", "--firm", "Example Frames", "--country", "DE")


def test_two_commands_lead_to_a_study_and_a_verdict(tmp_path: Path) -> None:
    """The bundle verifies from the result, and each document says that the amounts are examples."""
    folder = tmp_path / "frame"
    written = json.loads(did("new", folder, *SAID, "--kg", "1.9", "--json").out)
    assert written["files"] == ["activities.csv", "case.toml", "factors.csv", "sites.csv"]
    result = json.loads(did("run", folder, "--json").out)
    place = folder / "result"
    assert json.loads((place / "result.json").read_text()) == result
    assert (place / "documents" / "study.pdf").read_bytes().startswith(b"%PDF")
    for name in ("study.html", "study.json", "declaration.html", "declaration.json"):
        assert PLANT in (place / "documents" / name).read_text()
    assert (
        cradle("verify", place / "calculation.bundle", "--policy", place / "policy.toml").code == 0
    )


def test_a_unit_of_mass_needs_no_mass(tmp_path: Path) -> None:
    """A tonne is 1,000 kg; a piece has to say."""
    did("new", tmp_path / "steel", *SAID, "--unit", "t")
    plant = (tmp_path / "steel" / "sites.csv").read_text().splitlines()[-1]
    assert plant.endswith(",kg,1")
    ran = cradle("new", tmp_path / "piece", *SAID)
    assert (ran.code, "option.unasked at --kg" in ran.err) == (1, True)
    assert not (tmp_path / "piece").exists()
