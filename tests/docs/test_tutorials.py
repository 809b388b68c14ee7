"""The tutorials are transcripts of newcomers, each from an empty folder: their commands print what the pages show.

CRADLE_DRAW=1 pytest tests/docs/test_tutorials.py      # writes the present outputs into the pages
"""

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support import transcripts
from support.command import cradle, did
from support.joining import AMOUNT, fill, invited, ore
from support.ledger_served import EXAMPLES

from tools import tree

FOLDER = tree.TOP / "docs" / "tutorial"
DRAW = os.environ.get("CRADLE_DRAW") == "1"
BICYCLE = ("--product", "Bicycle", "--firm", "Example Bicycles", "--country", "DE", "--kg", "15")
ORE = "urn:example:ore"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The newcomer's empty folder."""
    folder = tmp_path / "newcomer"
    folder.mkdir()
    return folder


def cells(name: str) -> tuple[str, ...]:
    """What a person fills in, beside the commands."""
    if name != "supplier.md":
        return ()
    return tuple(str(value) for rows in ore(ORE).values() for row in rows for value in row.values())


def follow(name: str, home: Path, hands: Mapping[str, Callable[[], str]]) -> None:
    """Run the commands of a tutorial, compare each output with the page, and keep to its minutes."""
    page = FOLDER / name
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = list(transcripts.run(page, home, {**os.environ, "PATH": path}, hands))
    differing = [one for one in ran if not transcripts.agrees(one.step.shown, one.output)]
    if DRAW:
        transcripts.redraw(page, ran, cells(name))
    assert "".join(f"$ {one.step.command}{one.output}" for one in differing) == ""
    characters = sum(transcripts.typed(one.step) for one in ran) + sum(map(len, cells(name)))
    spent = transcripts.minutes(characters, sum(one.seconds for one in ran))
    assert spent <= transcripts.MINUTES


def test_a_manufacturer_gets_from_an_empty_folder_to_a_pdf(home: Path) -> None:
    """Of a bicycle, with its verdict."""
    follow("manufacturer.md", home, {})
    assert (home / "bicycle/result/documents/declaration.pdf").read_bytes().startswith(b"%PDF")


def test_an_auditor_gets_from_one_file_to_a_verdict(tmp_path: Path, home: Path) -> None:
    """A policy drafted from the bundle and confirmed line by line is enough to verify it."""
    made = tmp_path / "bicycle"
    did("new", made, *BICYCLE)
    did("run", made)

    def receive() -> str:
        shutil.copy(made / "result/calculation.bundle", home / "audit.bundle")
        return ""

    def take_keys() -> str:
        published = tomllib.loads((made / "result/policy.toml").read_text())
        draft = tomllib.loads((home / "policy.toml").read_text())
        logs = published["logs"]
        ids = {name: draft[name][0].removeprefix("sha256:")[:12] for name in LINES.values()}
        words = {"ENTRIES": logs["entries"], "REGISTRY": logs["registry"]}
        words |= {variable: ids[name] for variable, name in LINES.items()}
        return "; ".join(f"{name}={word}" for name, word in words.items())

    def choose() -> str:
        given = (home / "audit.bundle", "--policy", home / "policy.toml")
        row = re.search(r"\b[0-9a-f]{12}/inputs/\d+", cradle("verify", *given).out)
        assert row is not None
        return f"ROW={row[0]}"

    hands = {"receive the bundle": receive, "take the keys": take_keys, "choose a row": choose}
    follow("auditor.md", home, hands)
    assert cradle("verify", home / "audit.bundle", "--policy", home / "policy.toml").code == 0


LINES = {"REGISTRAR": "registrars", "RULEBOOK": "rulebooks", "FACTORS": "factor_sets"}


def test_a_supplier_gets_from_a_link_to_a_receipt(tmp_path: Path, home: Path) -> None:
    """And to the delivery that answers the request; the registrar and the sheet are all that is not a command."""
    with invited(tmp_path, *AMOUNT, firm="Example Mining Oy", product=ORE) as asked:

        def countersign() -> str:
            asked.countersign(home / "cradle/registration.json", home / "registration.signed")
            return ""

        def fill_in() -> str:
            fill(home / "sheet.xlsx", ORE)
            return ""

        def read() -> str:
            factors = asked.place.did(
                "packs", "factors", "add", EXAMPLES / "factors.json", "--quiet"
            )
            return f"CUSTOMER={asked.customer}; FACTORS={factors}"

        hands = {
            "get the link": lambda: f"LINK={asked.link}",
            "get the registration countersigned": countersign,
            "fill in the sheet": fill_in,
            "read the printed command": read,
        }
        follow("supplier.md", home, hands)
        assert asked.state() == "answered"


@pytest.mark.parametrize("name", ["supplier.md", "manufacturer.md", "auditor.md"])
def test_a_tutorial_says_how_much_there_is_to_type_and_how_long_it_takes(name: str) -> None:
    """The commands, their characters, the cells, and the minutes; what is pasted for a variable is not counted."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    stated = transcripts.summary(text, cells(name), transcripts.stated_seconds(text))
    assert stated in " ".join(text.split())


def test_an_output_that_differs_is_found() -> None:
    """Digits of ids are masked, figures are not; three points stand for lines."""
    shown = "total 6.70490\n...\nstatement sha256:" + "0" * 64 + "\n"
    printed = "total 6.70490\na\nb\nstatement sha256:" + "f" * 64 + "\n"
    assert transcripts.agrees(shown, printed)
    assert not transcripts.agrees(shown, printed.replace("6.7", "6.8"))
    assert not transcripts.agrees("", printed)
