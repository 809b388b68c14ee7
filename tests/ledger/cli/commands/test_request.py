"""`cradle request`: in the folder as the owner of keys or as the operator, and over a server."""

import json
from pathlib import Path

import pytest
from support.command import cradle
from support.ledger_served import Place, begin, doors_open, open_accounts

from ledger.service.access.accounts import bind

DAYS = ("--start", "2025-01-01", "--end", "2026-01-01", "--due", "2099-12-31")


def registered(place: Place, who: str, role: str) -> str:
    """The participant id of a user, registered in the folder."""
    name = ("--name", f"Example {who}", "--country", "FI", "--role", role)
    return place.signed(who, "register", *name)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A ledger and the users' keys, none registered."""
    return begin(tmp_path)


def told(place: Place, who: str, *arguments: object) -> dict[str, object]:
    """The JSON output of a command."""
    found: dict[str, object] = json.loads(place.did(who, "request", *arguments, "--json"))
    return found


def test_on_the_folder(place: Place) -> None:
    """With keys the caller is that participant; without, the operator, who sees all, declines and withdraws."""
    packs, cells = (
        registered(place, "packs", "manufacturer"),
        registered(place, "cells", "supplier"),
    )
    as_packs, as_cells = (("--identity", place.keys / who) for who in ("packs", "cells"))
    new = ("--product", "urn:test:cells", *DAYS, "--reference", "R-1")
    first = told(place, "packs", "ask", "--to", cells, *new, *as_packs)
    assert (first["asker"], first["participant"], first["state"]) == (packs, cells, "open")
    assert told(place, "packs", "ask", "--to", cells, *new, *as_packs)["id"] == first["id"]
    ore = (
        "--product",
        "urn:test:ore",
        *DAYS,
        "--reference",
        "C-1",
        "--amount",
        "5",
        "--unit",
        "kg",
    )
    second = told(place, "cells", "pass-on", first["id"], "--firm", "A mine", *ore, *as_cells)
    assert second["parent"] == first["id"]
    listed = place.did("cells", "request", "list", "--below", first["id"], *as_cells).splitlines()
    assert listed[-1].split()[:4] == [second["id"], "open", "2099-12-31", "urn:test:ore"]
    assert listed[-1].endswith("A mine")
    shown = place.did("packs", "request", "show", first["id"], *as_packs)
    assert "state        passed_on" in shown
    assert "tier 1       1 open, 0 answered, 0 declined, 0 overdue (share 0)" in shown
    assert "A mine" not in shown
    both = told(place, "operator", "list")["items"]
    assert [row["id"] for row in both] == [second["id"], first["id"]]
    none = told(place, "packs", "list", "--role", "received", *as_packs)
    assert none == {"items": []}
    reason = ("--reason", "wrong_addressee")
    assert told(place, "operator", "decline", second["id"], *reason)["state"] == "declined"
    assert told(place, "packs", "withdraw", first["id"], *as_packs)["state"] == "withdrawn"


def test_papers_are_asked_for(place: Place) -> None:
    """The request says so, to a program and to a person."""
    registered(place, "packs", "manufacturer")
    cells = registered(place, "cells", "supplier")
    new = ("--to", cells, "--product", "urn:test:cells", *DAYS, "--reference", "R-9", "--papers")
    asked = told(place, "packs", "ask", *new, "--identity", place.keys / "packs")
    assert (asked["wants"], asked["state"]) == ("papers", "open")
    shown = place.did("cells", "request", "show", asked["id"], "--identity", place.keys / "cells")
    assert "papers" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask", *DAYS, "--product", "urn:a:b", "--reference", "1"), "request.addressee"),
        (
            ("ask", "--firm", "A", *DAYS, "--product", "urn:a:b", "--reference", "1", "--papers"),
            "request.addressee",
        ),
        (
            ("ask", "--firm", "A", *DAYS, "--product", "nothing", "--reference", "1"),
            "product.grammar at product",
        ),
        (
            ("ask", "--firm", "A", *DAYS, "--product", "urn:a:b", "--reference", "1"),
            "access.unregistered",
        ),
        (("show", "0" * 32), "request.unknown"),
        (("decline", "0" * 32, "--reason", "lazy"), "option.word at --reason"),
        (("list", "--state", "lost"), "option.word at --state"),
        (("invite", "0" * 32), "option.server"),
    ],
)
def test_what_cannot_be_is_refused(place: Place, arguments: tuple[str, ...], code: str) -> None:
    """Each refusal has its code and place."""
    ledger = () if arguments[0] == "invite" else ("--ledger", place.folder)
    done = cradle("request", *arguments, *ledger)
    assert done.code == 1
    assert done.err.startswith(f"refused: {code}")


def test_over_a_server(place: Place) -> None:
    """A login does the same over a server, and makes a link for a firm without an account."""
    packs = registered(place, "packs", "manufacturer")
    open_accounts(place)
    new = ("--product", "urn:test:ore", *DAYS, "--reference", "R-1", "--firm", "A mine")
    with doors_open(place) as (there, house):
        bind(house.context.ledger.store, "packs", packs)
        first = told(there, "packs", "ask", *new)
        link = there.did("packs", "request", "invite", first["id"], "--days", "7")
        assert link.startswith(f"{there.address}/invitation/")
        assert "shown this once" in link
        again = told(there, "packs", "invite", first["id"])
        assert str(again["link"]).startswith(f"{there.address}/invitation/")
        assert "invited      expires" in there.did("packs", "request", "show", first["id"])
        listed = told(there, "packs", "list", "--role", "asked", "--state", "open")["items"]
        assert [row["id"] for row in listed] == [first["id"]]
        assert told(there, "packs", "withdraw", first["id"])["state"] == "withdrawn"
