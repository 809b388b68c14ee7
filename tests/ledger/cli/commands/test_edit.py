"""Entries begun from others: written back to be changed, corrected by what differs, repeated a year later."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import cradle
from support.ledger_cli import EXAMPLES, CellMaker

NAME = "NMC811 cell"


class Maker(CellMaker):
    """A maker of cells with the example's entry."""

    def __init__(self, folder: Path) -> None:
        """Submit it."""
        super().__init__(folder)
        self.entry = self.signed("submit", EXAMPLES / "cell-entry.json")

    def fields(self, statement: str) -> dict[str, Any]:
        """The header and the sections of an entry, without its own digests."""
        shown = json.loads(cradle("log", "show", statement, "--ledger", self.book).out)
        sections = {name: part["value"] for name, part in shown["sections"].items()}
        header = {key: row for key, row in shown["payload"].items() if key != "sections"}
        return header | sections

    def written(self, name: str, *options: object) -> Path:
        """A file that `cradle edit` wrote."""
        path = self.folder / name
        ran = self.run("edit", self.entry[7:19], "--out", path, "--force", *options)
        assert ran.code == 0, ran.err
        assert f"entry {self.entry}; change it" in ran.out.replace("\n", " ")
        return path


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    """A ledger of its own."""
    return Maker(tmp_path)


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_an_entry_is_written_back_submitted_and_replaces_itself(maker: Maker, ending: str) -> None:
    """As a draft and as a template; all of it is there, with the reason that was given."""
    path = maker.written(f"again.{ending}", "--reason", "new_data")
    again = maker.fields(maker.signed("submit", path))
    assert again.pop("supersedes") == {"id": maker.entry, "reason": "new_data"}
    before = maker.fields(maker.entry)
    before["product"]["lines"][0]["name"] = NAME
    again["product"]["lines"][0]["name"] = NAME
    assert again == before


def test_the_next_year_is_an_entry_of_its_own(maker: Maker) -> None:
    """The same days a year later, replacing none; of several entries of a product the newest is taken."""
    path = maker.written("next.json", "--next-year")
    fields = json.loads(path.read_text())
    assert "supersedes" not in fields
    assert fields["period"] == {"start": "2026-01-01", "end": "2027-01-01"}
    second = maker.signed("submit", path)
    third = maker.fields(maker.signed("submit", "--like", NAME))
    assert third["period"] == {"start": "2027-01-01", "end": "2028-01-01"}
    assert third["inventory"] == maker.fields(second)["inventory"]


def test_a_correction_states_what_differs(maker: Maker) -> None:
    """The rest is taken over and named before signing."""
    change = maker.folder / "change.json"
    change.write_text('{"basis": "model_declared"}')
    ran = maker.run("submit", change, "--supersedes", NAME, "--yes")
    assert ran.code == 0, ran.err
    shown = " ".join(ran.err.split())
    assert f"as in {maker.entry}" in shown
    assert "taken over inventory, period, process, product, site" in shown
    after = maker.fields(ran.out.split()[1])
    assert after["basis"] == "model_declared"
    assert after["supersedes"] == {"id": maker.entry, "reason": "correction"}
    assert after["inventory"] == maker.fields(maker.entry)["inventory"]


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ((), "option.missing at draft"),
        (("--reason", "correction"), "option.supersedes at --supersedes"),
        (("--like", NAME, "--supersedes", NAME), "option.draft at --supersedes"),
        (("--like", NAME, "--reason", "correction"), "option.draft at --reason"),
        (("sheet.csv", "--like", NAME), "option.draft at --like"),
        (("--like", "no such goods"), "name.unknown at --like"),
        (("own.json", "--supersedes", NAME), "option.draft at --supersedes"),
    ],
)
def test_options_that_have_no_meaning_together(
    maker: Maker, options: tuple[str, ...], refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is refused at its place."""
    monkeypatch.chdir(maker.folder)
    own = {"supersedes": {"id": maker.entry, "reason": "correction"}}
    Path("own.json").write_text(json.dumps(own))
    ran = maker.run("submit", *options)
    assert ran.err.startswith(f"refused: {refused}: "), ran.err


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (("--out", "a.toml"), "option.word at --out"),
        (("--out", "a.json", "--language", "de"), "option.draft at --language"),
        (("--out", "a.json", "--next-year", "--reason", "correction"), "option.draft at --reason"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused(
    maker: Maker, options: tuple[str, ...], refused: str
) -> None:
    """Before the entry is read."""
    ran = maker.run("edit", maker.entry, *options)
    assert ran.err.startswith(f"refused: {refused}: "), ran.err
