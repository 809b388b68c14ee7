"""A ledger that is served over HTTP, and its users at other machines: each has keys, an API key, and the log's keys.

Salts and nonces of both sides come from one counter, so that the same commands in the same order make the
same statements, whether they go to a folder or to a server.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from support.command import Ran, cradle, did
from support.http_api import House, house_of
from support.servers import serving

from api.app import create_app
from ledger.cli.backend.folder import open_ledger
from ledger.cli.keys import identity

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
RULEBOOK = "study-full-substitution-1"
USERS = {
    "cells": "supplier",
    "packs": "manufacturer",
    "recycler": "supplier",
    "auditor": "auditor",
    "operator": "operator",
}


def ran(*arguments: object) -> str:
    """Run a command that must succeed; return its output."""
    return did(*arguments).out


@dataclass
class Place:
    """A ledger as users reach it.

    Attributes:
        folder: of the ledger.
        keys: the folder with everybody's keys.
        address: of its server; None where users talk to the folder.
        logins: the users' API keys.
        log_keys: verifier keys of both logs.
    """

    folder: Path
    keys: Path
    address: str | None = None
    logins: dict[str, str] = field(default_factory=dict)
    log_keys: tuple[str, ...] = ()

    def run(self, who: str, *arguments: object) -> Ran:
        """A command of a user."""
        if self.address is None:
            return cradle(*arguments, "--ledger", self.folder)
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("CRADLE_API_KEY", self.logins[who])
            named = [part for key in self.log_keys for part in ("--log-key", key)]
            return cradle("--server", self.address, *named, *arguments)

    def did(self, who: str, *arguments: object) -> str:
        """Run a user's command that must succeed; return its output."""
        done = self.run(who, *arguments)
        assert done.code == 0, (arguments, done.err, done.out)
        return done.out.strip()

    def signed(self, who: str, *arguments: object) -> str:
        """The id of the statement that a user's command has signed and submitted."""
        return self.did(who, *arguments, "--identity", self.keys / who, "--quiet")


def begin(folder: Path) -> Place:
    """A new ledger without participants, in which the example's factors are admitted, and keys for all users."""
    book, keys = folder / "ledger", folder / "keys"
    begun = json.loads(
        ran(
            *("init", "--ledger", book, "--origin", "ledger.example/test", "--json"),
            *("--operator", "Example Ledger AG", "--country", "DE"),
        )
    )
    ran("factors", "add", EXAMPLES / "factors.json", "--ledger", book)
    ran("factors", "admit", EXAMPLES / "factors.json", "--ledger", book, "--quiet")
    for who in USERS:
        ran("keys", "new", keys / who)
    return Place(book, keys, log_keys=(begun["entries_key"], begun["registry_key"]))


def open_accounts(place: Place) -> None:
    """An organisation with an API key for each user, opened by the operator on the folder."""
    for who, role in USERS.items():
        here = ("--ledger", place.folder, "--json")
        ran("access", "organisation", who, "--title", f"Example {who}", *here)
        made = ran("access", "key", f"{who}.script", "--of", who, "--role", role, *here)
        place.logins[who] = json.loads(made)["secret"]


def bind(folder: Path, organisation: str, participant: str) -> None:
    """Record in the folder the participant of an organisation."""
    from ledger.cli.backend.folder import open_ledger
    from ledger.service.access import accounts

    with open_ledger(folder) as opened:
        accounts.bind(opened.store, organisation, participant)


@contextmanager
def doors_open(place: Place) -> Iterator[tuple[Place, House]]:
    """The same ledger behind a server with a log apart from the output of commands."""
    with open_ledger(place.folder) as ledger:
        house = house_of(ledger)
        context = replace(house.context, fresh=_draw)
        with capture_logs(), serving(create_app(context)) as address:
            yield replace(place, address=address), house


@contextmanager
def counted() -> Iterator[None]:
    """Salts and nonces from a counter that starts again."""
    numbers = count()

    def fresh() -> str:
        return sha256(b"counted %d" % next(numbers)).hexdigest()[:32]

    with pytest.MonkeyPatch.context() as patched:
        for module in _drawing():
            patched.setattr(module, "fresh", fresh)
        yield


def _draw() -> str:
    """A salt or nonce of the server, from the present source of the commands."""
    return identity.fresh()


def _drawing() -> Iterator[object]:
    """The modules that look up the function by its name at each call."""
    from ledger.cli.backend import folder as here
    from ledger.cli.commands import draft_file

    yield from (identity, draft_file, here)


def register_here(place: Place) -> dict[str, str]:
    """Register all users in the folder, with its operator's countersignature."""
    return {
        who: ran(
            *("register", "--identity", place.keys / who, "--ledger", place.folder, "--quiet"),
            *("--name", f"Example {who}", "--country", "FI", "--role", role),
        ).strip()
        for who, role in USERS.items()
        if role != "operator"
    }


def first(statement: str) -> str:
    """The first digits of an id, as a report shows them."""
    return statement[7:19]


def handed_in(place: Place, ids: dict[str, str]) -> dict[str, str]:
    """Submit the statements of supplier and manufacturer up to the calculation, in a folder or on a server.

    Every id is typed by its first digits, as reports show them; the statements have it in full.
    """
    place.did("operator", "factors", "add", RULEBOOK)
    factors = place.did("packs", "factors", "add", EXAMPLES / "factors.json", "--quiet")
    made = {"factors": factors}
    made["entry"] = place.signed("cells", "submit", EXAMPLES / "cell-entry.json")
    sold = ("--entry", first(made["entry"]), "--to", first(ids["packs"]), "--amount", "27000")
    valued = ("--factor-set", factors, "--rulebook", RULEBOOK)
    made["delivery"] = place.signed("cells", "deliver", *sold, "--number", "LS-1", *valued)
    cited = ("--cite", f"cells={first(made['delivery'])}")
    made["pack"] = place.signed("packs", "submit", EXAMPLES / "pack-entry.json", *cited)
    balance = ("balance", EXAMPLES / "site-balance.json", "--cite", f"cells={first(made['entry'])}")
    made["balance"] = place.signed("cells", *balance)
    made["treated"] = place.signed("recycler", "submit", EXAMPLES / "recycling-entry.json")
    until = ("--to", first(ids["packs"]), "--number", "R-1", "--valid-until", "2027-01-01")
    made["treatment"] = place.signed(
        "recycler", "deliver", "--entry", first(made["treated"]), *until
    )
    made["calculation"] = place.signed(
        *("packs", "calculate", "--model", "urn:example:battery:75", "--site", "PACK-1"),
        *("--start", "2025-01-01", "--end", "2026-01-01", "--capacity", "75"),
        *("--warranty-years", "8", "--warranty-km", "160000", "--warranty-remaining", "0.8"),
        *("--vehicle-category", "M1"),
        *("--rulebook", RULEBOOK, "--factor-set", factors),
        *("--end-of-life", first(made["treatment"])),
    )
    return made
