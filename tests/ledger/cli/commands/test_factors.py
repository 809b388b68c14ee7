"""`cradle factors show` lists the flows of a factor set that a supplier may write into a spreadsheet."""

import json
from pathlib import Path

from support.command import cradle

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
    ledger = tmp_path / "ledger"
    origin = ("--origin", "ledger.example/test", "--operator", "Example Ledger AG")
    assert cradle("init", "--ledger", ledger, *origin, "--country", "DE").code == 0
    digest = cradle("factors", "add", FILE, "--ledger", ledger, "--quiet").out.strip()
    shown = cradle("factors", "show", digest, "--ledger", ledger, "--json").out
    assert shown == cradle("factors", "show", FILE, "--json").out
    shipped = cradle("factors", "show", "mixes-ember-mee-2026", "--find", "CN", "--json")
    assert {row["unit"] for row in json.loads(shipped.out)} == {"kWh"}
    ran = cradle("factors", "show", "no-such-set")
    assert (ran.code, "factor_set.unknown" in ran.err) == (1, True)
