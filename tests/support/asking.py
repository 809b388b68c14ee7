"""Firms that ask each other for data: a maker, its supplier of cells, of salts to that, and a mine below.

Each has an account at the server; words and numbers of each tier are unique, so that a test can search for them
in the responses to others. A firm without an account is invited by a link.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.http_api import House, house_of, on_the_wire
from support.ledger_battery import power
from support.ledger_world import Party, World, made, world

from ledger.state.drafting import Draft, sign_draft
from schemas.vocabulary import Role

CHAIN = ("maker", "cells", "salts", "mine")
DUE = "2025-12-31"
DAY = 86400
FIRM = "Example <Mining> Oy"


@dataclass
class Firms:
    """The firms, and the server that they use."""

    world: World
    house: House
    parties: dict[str, Party] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, **rest: Any) -> Any:  # noqa: ANN401
        """The server's response to a firm."""
        return self.house.client.request(method, path, headers=self.house.as_(who), **rest)

    def told(self, who: str, method: str, path: str, **rest: Any) -> dict[str, Any]:  # noqa: ANN401
        """The server's response to a firm, which must be a success."""
        answer = self.call(who, method, path, **rest)
        assert answer.is_success, (who, path, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def body(self, who: str, to: str, **parts: object) -> dict[str, object]:
        """The body of a request: the addressee's product in the year; `parts` replace members."""
        asked = {
            "reference": f"{who} to {to}",
            "participant": self.parties[to].id if to in self.parties else None,
            "firm": None if to in self.parties else to,
            "product": f"urn:test:{to.replace(' ', '-')}",
            "period": {"start": "2025-01-01", "end": "2026-01-01"},
            "due": DUE,
        }
        return {name: value for name, value in {**asked, **parts}.items() if value is not None}

    def ask(self, who: str, to: str, **parts: object) -> dict[str, Any]:
        """A request that begins a chain."""
        return self.told(who, "POST", "/v1/requests", json=self.body(who, to, **parts))

    def pass_on(
        self, above: Mapping[str, Any], who: str, to: str, **parts: object
    ) -> dict[str, Any]:
        """A request below another."""
        path = f"/v1/requests/{above['id']}/pass-on"
        return self.told(who, "POST", path, json=self.body(who, to, **parts))

    def read(self, who: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """A request as a firm sees it."""
        return self.told(who, "GET", f"/v1/requests/{request['id']}")

    def listed(self, who: str, query: str = "") -> list[str]:
        """The ids of the requests in a firm's list."""
        return [row["id"] for row in self.told(who, "GET", f"/v1/requests{query}")["items"]]

    def refused(self, who: str, path: str, body: object) -> tuple[int, str]:
        """Status and code of a refusal."""
        answer = self.call(who, "POST", path, json=body)
        return answer.status_code, answer.json()["code"]

    def hand_in(self, who: str, plural: str, draft: Draft) -> str:
        """Sign and submit a statement over HTTP; return its id."""
        body = on_the_wire(sign_draft(draft, [self.parties[who].working]))
        return str(self.told(who, "POST", f"/v1/{plural}", json=body)["id"])

    def make(self, who: str, **parts: object) -> str:
        """An entry of a firm."""
        party = self.parties[who]
        draft = self.world.entry(party, [made(party)], inputs=[power("10")], **parts)
        return self.hand_in(who, "entries", draft)

    def deliver(self, who: str, to: str, entry: str | None = None, **parts: object) -> str:
        """A delivery out of an entry, or of a new one."""
        line, party = entry or self.make(who), self.parties[who]
        draft = self.world.delivery(party, line, self.parties[to], **parts)
        return self.hand_in(who, "deliveries", draft)

    def withdraw(self, who: str, statement: str) -> None:
        """Take a statement back."""
        self.hand_in(who, "withdrawals", self.world.withdrawal(self.parties[who], statement))


@contextmanager
def firms(folder: Path, database: str | None = None) -> Iterator[Firms]:
    """A ledger with the firms of the chain, a stranger, an operator, and nothing asked yet."""
    with world(folder, database) as begun:
        house = house_of(begun.ledger)
        it = Firms(begun, house)
        house.open_account("operator", Role.OPERATOR)
        for name in (*CHAIN, "stranger"):
            role = Role.MANUFACTURER if name == "maker" else Role.SUPPLIER
            party = begun.register(name, role)
            it.parties[name] = party
            house.open_account(name, role, participant=party.id)
        yield it


@pytest.fixture
def asking(tmp_path: Path, database: str | None) -> Iterator[Firms]:
    """Firms on a ledger of this test alone."""
    with firms(tmp_path / "ledger", database) as begun:
        yield begun


def chain_of(asking: Firms) -> list[dict[str, Any]]:
    """The maker's request to cells, passed on to salts, passed on to the mine."""
    first = asking.ask("maker", "cells")
    second = asking.pass_on(first, "cells", "salts", due="2025-11-30", amount="7351", unit="kg")
    third = asking.pass_on(second, "salts", "mine", due="2025-10-31")
    return [first, second, third]


def counts(shown: Mapping[str, Any]) -> tuple[int, int, int, int, str | None]:
    """The counts of all requests below one: open, answered, declined, overdue, and their share."""
    told = shown["below"]["total"]
    names = ("open", "answered", "declined", "overdue")
    return (*(told[name] for name in names), told.get("overdue_share"))


def invited(asking: Firms, who: str = "maker", **parts: object) -> tuple[str, str]:
    """The id of a request to a firm without an account, and the path of the link."""
    request = asking.ask(who, FIRM, product="urn:test:ore", **parts)
    return str(request["id"]), link_to(asking, request["id"], who)


def link_to(asking: Firms, request: str, who: str = "maker") -> str:
    """The path of a new link."""
    told = asking.told(who, "POST", f"/v1/requests/{request}/invitation", json={"days": 3})
    assert told["expires"] == asking.house.clock.time + 3 * 86400
    return urlsplit(told["link"]).path


def sent(asking: Firms, path: str, form: dict[str, str]) -> Any:  # noqa: ANN401
    """The answer to a form, with nothing but what a browser sends."""
    return asking.house.client.post(path, data=form)
