"""Requests over HTTP: visibility in a chain of them, and how one is answered, declined and ended."""

from collections.abc import Iterator

import pytest
from support.asking import CHAIN, DUE, Firms, chain_of, counts, firms
from support.postgres import fresh_database

from ledger.service.requests import shown_requests

UNKNOWN = "0" * 32
NOBODY = "sha256:" + "0" * 64


@pytest.fixture(scope="module")
def untouched(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firms]:
    """Firms without stored requests, for refusals only."""
    folder = tmp_path_factory.mktemp("firms") / "ledger"
    with firms(folder, None if kind == "sqlite" else fresh_database()) as begun:
        yield begun


def test_each_hop_sees_counts_and_nothing_else(asking: Firms) -> None:
    """The maker's view names no firm, product, day, amount or request of the tiers below."""
    first, second, third = chain_of(asking)
    for path in (f"/v1/requests/{first['id']}", "/v1/requests", "/v1/journal"):
        seen = asking.call("maker", "GET", path)
        assert seen.is_success
        hidden = [second["id"], third["id"], "salts", "mine", "2025-11-30", "2025-10-31", "7351"]
        hidden += [asking.parties[name].id for name in ("salts", "mine")]
        assert [word for word in hidden if word in seen.text] == []
    shown = asking.read("maker", first)
    assert shown["state"] == "passed_on"
    assert counts(shown) == (2, 0, 0, 0, "0")
    assert [tier["open"] for tier in shown["below"]["tiers"]] == [1, 1]
    assert counts(asking.read("salts", third)) == (0, 0, 0, 0, None)


def test_the_addressee_sees_who_asks_and_nothing_above(asking: Firms) -> None:
    """The mine sees the salts' request, and no sign of cells, of the maker, or of a request above."""
    first, second, third = chain_of(asking)
    seen = asking.call("mine", "GET", f"/v1/requests/{third['id']}").text
    hidden = [first["id"], second["id"], "maker", "cells", DUE, "parent"]
    hidden += [asking.parties[name].id for name in ("maker", "cells")]
    assert [word for word in hidden if word in seen] == []
    assert asking.read("mine", third)["asker"] == asking.parties["salts"].id
    assert asking.read("salts", third)["parent"] == second["id"]


def test_nobody_else_sees_anything(asking: Firms) -> None:
    """A stranger, and each firm beyond the two parties, gets the answer of a request that is not there."""
    chain = chain_of(asking)
    for place, request in enumerate(chain):
        for who in {*CHAIN, "stranger"} - set(CHAIN[place : place + 2]):
            for name in (request["id"], UNKNOWN):
                answer = asking.call(who, "GET", f"/v1/requests/{name}")
                assert (answer.status_code, answer.json()["code"]) == (404, "request.unknown")
                path = f"/v1/requests/{name}/withdraw"
                assert asking.refused(who, path, {}) == (404, "request.unknown")
                below = asking.call(who, "GET", f"/v1/requests?parent={name}")
                assert below.json()["code"] == "request.unknown"
            assert request["id"] not in asking.listed(who)
        assert asking.read("operator", request)["id"] == request["id"]
    assert asking.listed("operator") == [request["id"] for request in reversed(chain)]


def test_the_same_again_is_one_request(asking: Firms) -> None:
    """A reference names one request of its asker: sent again it is that, with other content a conflict."""
    first = asking.ask("maker", "cells")
    assert asking.ask("maker", "cells") == first
    body = asking.body("maker", "cells", due="2026-01-31")
    assert asking.refused("maker", "/v1/requests", body) == (409, "request.exists")
    below = f"/v1/requests/{first['id']}/pass-on"
    passed = asking.pass_on(first, "cells", "salts")
    assert asking.pass_on(first, "cells", "salts")["id"] == passed["id"]
    again = asking.body("cells", "salts")
    assert asking.refused("cells", "/v1/requests", again) == (409, "request.exists")
    assert asking.refused("maker", below, asking.body("maker", "salts")) == (403, "request.party")
    assert asking.listed("maker") == [first["id"]]


def test_a_ring_is_cut_without_telling_who_is_in_the_chain(asking: Firms) -> None:
    """Refused are oneself and the firm that asked; who is further up is asked like any other firm."""
    first, second, _ = chain_of(asking)
    on = f"/v1/requests/{second['id']}/pass-on"
    soon = {"due": "2025-10-31"}
    itself = asking.body("salts", "salts", reference="1", **soon)
    back = asking.body("salts", "cells", reference="2", **soon)
    assert asking.refused("salts", on, itself) == (422, "request.self")
    assert asking.refused("salts", on, back) == (422, "request.cycle")
    above = asking.pass_on(second, "salts", "maker", reference="3", **soon)
    stranger = asking.pass_on(second, "salts", "stranger", reference="4", **soon)
    assert above.keys() == stranger.keys()
    assert asking.ask("salts", "cells", reference="5")["state"] == "open"
    assert counts(asking.read("maker", first))[0] == 4


def test_a_chain_has_twelve_tiers(asking: Firms) -> None:
    """Two firms that pass on to each other by way of a third come to an end."""
    ring = ("cells", "salts", "mine")
    last = asking.ask("maker", "cells")
    for tier in range(11):
        who, to = ring[tier % 3], ring[(tier + 1) % 3]
        last = asking.pass_on(last, who, to, reference=f"tier {tier}")
    who, to = ring[11 % 3], ring[12 % 3]
    body = asking.body(who, to, reference="too deep")
    path = f"/v1/requests/{last['id']}/pass-on"
    assert asking.refused(who, path, body) == (422, "request.depth")


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ({"participant": None}, 422, "request.addressee"),
        ({"firm": "A firm"}, 422, "request.addressee"),
        ({"amount": "1"}, 422, "request.amount"),
        ({"unit": "kg"}, 422, "request.amount"),
        ({"due": "2026-02-30"}, 422, "date.unreal"),
        ({"period": {"start": "2026-01-01", "end": "2026-01-01"}}, 422, "period.empty"),
        ({"participant": NOBODY}, 404, "participant.unknown"),
        ({"reference": "a\u202eb"}, 422, "text.hidden"),
        ({"product": "urn:a:\x00"}, 422, "text.hidden"),
        ({"reference": ""}, 422, "text.grammar"),
        ({"note": "please"}, 422, "schema.extra_forbidden"),
    ],
)
def test_refused(untouched: Firms, parts: dict[str, object], status: int, code: str) -> None:
    """An invalid request is refused with its code and not stored."""
    body = untouched.body("maker", "cells", **parts)
    assert untouched.refused("maker", "/v1/requests", body) == (status, code)
    assert untouched.listed("operator") == []


def test_passed_on_is_due_no_later(asking: Firms) -> None:
    """A request passed on is due no later than the answer to the one above it."""
    first = asking.ask("maker", "cells")
    body = asking.body("cells", "salts", due="2026-01-01")
    path = f"/v1/requests/{first['id']}/pass-on"
    assert asking.refused("cells", path, body) == (422, "request.due")


def test_who_has_no_registration_asks_nobody(untouched: Firms) -> None:
    """An answer is a delivery, which needs a recipient that is registered."""
    body = untouched.body("maker", "cells")
    assert untouched.refused("operator", "/v1/requests", body) == (403, "access.unregistered")


def test_the_parties_act_each_for_itself(asking: Firms) -> None:
    """The asker does not decline, the addressee does not withdraw; the operator may do either."""
    first = asking.ask("maker", "cells")
    path = f"/v1/requests/{first['id']}"
    body = {"reason": "no_data"}
    assert asking.refused("maker", f"{path}/decline", body) == (403, "request.party")
    assert asking.refused("cells", f"{path}/withdraw", {}) == (403, "request.party")
    assert asking.told("operator", "POST", f"{path}/decline", json=body)["state"] == "declined"
    assert asking.told("operator", "POST", f"{path}/withdraw")["state"] == "withdrawn"


def test_the_list_is_narrowed_and_comes_in_pages(asking: Firms) -> None:
    """By side, state, day and what is passed on; each request once, the newest first."""
    first, second, third = (row["id"] for row in chain_of(asking))
    asking.deliver("salts", "cells")
    assert asking.listed("cells") == [second, first]
    assert asking.listed("cells", "?role=asked") == [second]
    assert asking.listed("cells", "?role=received") == [first]
    assert asking.listed("cells", "?state=answered") == [second]
    assert asking.listed("cells", "?state=passed_on&state=open") == [first]
    assert asking.listed("cells", "?due=2025-11-30") == [second]
    assert asking.listed("cells", f"?parent={first}") == [second]
    assert asking.listed("operator", "?state=open") == [third]
    assert asking.listed("operator", "?role=asked") == []
    page = asking.call("operator", "GET", "/v1/requests?limit=2")
    assert [row["id"] for row in page.json()["items"]] == [third, second]
    following = page.headers["Link"].partition(">")[0].removeprefix("<")
    assert asking.told("operator", "GET", following)["items"][0]["id"] == first
    assert asking.call("cells", "GET", f"/v1/requests?parent={second}").status_code == 403


def test_what_is_done_stands_in_the_operators_journal(asking: Firms) -> None:
    """Each act has its line, with the request and the actor; the firms do not see each other's."""
    first, second, _ = chain_of(asking)
    asking.told("salts", "POST", f"/v1/requests/{second['id']}/decline", json={"reason": "no_data"})
    asking.told("maker", "POST", f"/v1/requests/{first['id']}/withdraw")
    lines = asking.told("operator", "GET", "/v1/journal")["items"]
    told = [(row["organisation"], row["detail"]) for row in lines if row["action"] == "request"]
    assert told[::-1] == [
        ("maker", "asked"),
        ("cells", "passed on"),
        ("salts", "passed on"),
        ("salts", "declined no_data"),
        ("maker", "withdrawn"),
    ]
    for who in ("maker", "cells"):
        assert asking.told(who, "GET", "/v1/journal")["items"] == []


def test_both_parties_see_that_the_operator_has_read(asking: Firms) -> None:
    """One by one or in a list; reading one's own request has no line."""
    first, *_ = chain_of(asking)
    for who in ("maker", "cells"):
        asking.read(who, first)
    asking.read("operator", first)
    asking.listed("operator")
    for who, lines in (("maker", 2), ("cells", 3), ("mine", 1)):
        read = asking.told(who, "GET", "/v1/journal")["items"]
        told = [(row["organisation"], row["action"], row["detail"]) for row in read]
        assert told == [("operator", "read", "request")] * lines


def test_a_long_list_is_searched_to_its_end(asking: Firms, monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter by state searches beyond the rows of one query."""
    monkeypatch.setattr(shown_requests, "_AT_ONCE", 2)
    found = [asking.ask("maker", "cells", reference=f"R-{number}")["id"] for number in range(5)]
    for request in found[1:4]:
        asking.told("maker", "POST", f"/v1/requests/{request}/withdraw")
    assert asking.listed("maker", "?state=open") == [found[4], found[0]]
    assert asking.listed("maker") == found[::-1]
