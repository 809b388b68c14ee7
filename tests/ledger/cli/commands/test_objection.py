"""`cradle object`, `cradle answer` and `cradle objections`, on the folder and over a server."""

import json
from pathlib import Path

import pytest
from support.command import cradle
from support.ledger_served import EXAMPLES, Place, begin, doors_open, open_accounts

from ledger.service.access.accounts import bind

WORDS = ("--ground", "amount", "--because", "More was used", "--answer-by", "2026-06-30")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A ledger and the users' keys, none registered."""
    return begin(tmp_path)


def registered(place: Place, who: str, role: str) -> str:
    """The participant id of a user, registered in the folder."""
    name = ("--name", f"Example {who}", "--country", "FI", "--role", role)
    return place.signed(who, "register", *name)


def entered(place: Place) -> str:
    """The id of the recycler's entry; the maker of packs is registered too."""
    registered(place, "packs", "manufacturer")
    registered(place, "recycler", "supplier")
    return place.signed("recycler", "submit", EXAMPLES / "recycling-entry.json")


def rows(place: Place, who: str, *arguments: object) -> list[dict[str, object]]:
    """The objections that a user is shown."""
    found: list[dict[str, object]] = json.loads(place.did(who, "objections", *arguments, "--json"))[
        "items"
    ]
    return found


def test_on_the_folder(place: Place) -> None:
    """A firm contests a row, the issuer answers once, and the list has both."""
    entry = entered(place)
    assert place.did("packs", "objections") == "There is no objection."
    digest = "sha256:" + "ab" * 32
    more = ("--row", "inputs/0", "--claimed-kg", "12.5", "--evidence", digest)
    first = place.signed("packs", "object", entry, *WORDS, *more)
    (row,) = rows(place, "recycler", entry)
    assert (row["id"], row["state"], row["row"]) == (first, "open", "inputs/0")
    assert (row["claimed_kg"], row["evidence"]) == ("12.5", [digest])
    told = place.did("recycler", "objections")
    assert "2026-06-30" in told
    assert "Example packs" in " ".join(told.split())
    said = ("answer", first, "--outcome", "rejects", "--because", "It was metered")
    given = place.signed("recycler", *said)
    (row,) = rows(place, "packs")
    assert (row["state"], row["answer"], row["answer_reason"]) == (
        "rejected",
        given,
        "It was metered",
    )
    assert "rejected by" in " ".join(place.did("packs", "objections").split())
    again = place.run("recycler", *said, "--identity", place.keys / "recycler", "--quiet")
    assert (again.code, again.err.split(" ")[1]) == (1, "answer.duplicate")


def test_an_objection_is_withdrawn_like_an_entry(place: Place) -> None:
    """`cradle withdraw` takes it back, and shows it first."""
    entry = entered(place)
    first = place.signed("packs", "object", entry, *WORDS)
    place.signed("packs", "withdraw", first, "--reason", "entered_in_error")
    assert [row["state"] for row in rows(place, "packs")] == ["withdrawn"]


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--ground", "dislike", "option.word"),
        ("--row", "inputs", "objection.place"),
        ("--claimed-kg", "12,5", "quantity.grammar"),
        ("--answer-by", "soon", "date"),
        ("--evidence", "photo.jpg", "digest.grammar"),
    ],
)
def test_what_cannot_be_is_refused(place: Place, option: str, value: str, code: str) -> None:
    """Each wrong value is refused before anything is signed."""
    entry = entered(place)
    given = [entry, *WORDS]
    given = [part for at, part in enumerate(given) if option not in {part, given[at - 1]}]
    done = cradle(
        "object",
        *given,
        *(option, value),
        *("--identity", place.keys / "packs", "--ledger", place.folder, "--quiet"),
    )
    assert done.code == 1
    assert done.err.startswith(f"refused: {code}")


def test_over_a_server(place: Place) -> None:
    """The same over a server, where a login is shown the objections to its own statements."""
    packs, recycler = (
        registered(place, "packs", "manufacturer"),
        registered(place, "recycler", "supplier"),
    )
    open_accounts(place)
    with doors_open(place) as (there, house):
        for who, participant in (("packs", packs), ("recycler", recycler)):
            bind(house.context.ledger.store, who, participant)
        entry = there.signed("recycler", "submit", EXAMPLES / "recycling-entry.json")
        first = there.signed("packs", "object", entry, *WORDS)
        assert [row["id"] for row in rows(there, "recycler")] == [first]
        assert rows(there, "packs") == []
        said = ("answer", first, "--outcome", "accepts", "--because", "Right")
        there.signed("recycler", *said)
        assert [row["state"] for row in rows(there, "recycler", entry)] == ["accepted"]
