"""`cradle factors show` lists the flows of a factor set that a supplier may write into a spreadsheet."""

import json
from pathlib import Path

from support.command import cradle
from support.ledger_cli import ledger

FILE = Path(__file__).parents[4] / "docs" / "examples" / "factors.json"


def test_the_flows_of_a_file_are_listed_and_found() -> None:
    """For a person a table, for a program every digit."""
    ran = cradle("factors", "show", FILE)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "5 flows")
    assert "example:lorry" in ran.out
    assert json.loads(cradle("factors", "show", FILE, "--find", "COPPER", "--json").out) == [
        {
            "flow": "example:copper",
            "unit": "kg",
            "direction": "product",
            "name": "copper cathode",
            "source": "invented",
            "total": "6.5",
        }
    ]


def test_a_set_is_named_by_its_id_or_by_its_digest_in_a_ledger(tmp_path: Path) -> None:
    """All names show the same flows; another name is refused."""
    book = ledger(tmp_path)
    digest = cradle("factors", "add", FILE, "--ledger", book, "--quiet").out.strip()
    shown = cradle("factors", "show", digest, "--ledger", book, "--json").out
    assert shown == cradle("factors", "show", FILE, "--json").out
    shipped = cradle("factors", "show", "mixes-ember-mee-2026", "--find", "CN", "--json")
    assert {row["unit"] for row in json.loads(shipped.out)} == {"kWh"}
    ran = cradle("factors", "show", "no-such-set")
    assert (ran.code, "factor_set.unknown" in ran.err) == (1, True)


def test_the_sets_of_a_ledger_are_listed_with_their_owner_and_removed(tmp_path: Path) -> None:
    """The list has the label; a set that is removed is in it no more, and cannot be removed twice."""
    book = ("--ledger", ledger(tmp_path))
    digest = cradle("factors", "add", FILE, *book, "--quiet").out.strip()
    listed = cradle("factors", "list", *book).out
    assert f"{digest}  example" in listed
    assert (
        f"(added by the operator, {digest[7:15]})  the rows of the asking participant only"
        in listed
    )
    (row,) = json.loads(cradle("factors", "list", *book, "--json").out)
    assert (row["digest"], row["added_by"], row["admitted"]) == (digest, "operator", False)
    assert cradle("factors", "remove", digest, *book).out.strip() == f"removed {digest}"
    assert json.loads(cradle("factors", "list", *book, "--json").out) == []
    ran = cradle("factors", "remove", digest, *book)
    assert (ran.code, "document.unknown" in ran.err) == (1, True)
