"""The auditor's pages of cases: lists, levels, files, and who is shown them."""

import csv
import io
import re

import pytest
from support.auditor_pages import CaseWorld, engage_for, open_cases
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import words

from api.web.auditor.cases import SHOWN
from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.policy import parse_policy
from ledger.trust.leaves import digest
from schemas.signed.policy import Policy
from schemas.views.audit_case import CasePage, CaseView


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def test_the_list_of_cases(world: CaseWorld) -> None:
    """Product, firm, figure and state of each case; the same as data and as a table."""
    client = world.client
    page = client.get("/auditor")
    assert "2 cases" in words(page)
    assert "not stated" in words(page)
    data = CasePage.parse(client.get("/auditor.json").content)
    assert [one.subject for one in data.items] == [world.delivery, world.calculation]
    rows = list(csv.DictReader(io.StringIO(client.get("/auditor.csv").text.lstrip("\ufeff"))))
    assert [row["subject"] for row in rows] == [world.delivery, world.calculation]
    assert [row["state"] for row in rows] == ["new", "new"]


def test_fifty_settled_cases_are_below_the_one_that_waits(world: CaseWorld) -> None:
    """They were engaged for later, and fill a page; the heading of each group stands above it."""
    chain = world.chain
    deliveries = [
        chain.world.deliver(chain.mine, chain.mined, chain.plant, amount="0.1")
        for _ in range(SHOWN)
    ]
    engage_for(chain, *deliveries)
    for one in deliveries:
        chain.world.withdraw(chain.mine, one)
    page = words(world.client.get("/auditor"))
    assert re.findall("Waiting for you|Attested or replaced|New|Superseded", page) == [
        *("Waiting for you", "New", "New"),
        *("Attested or replaced", *["Superseded"] * (SHOWN - 2)),
    ]
    assert "Waiting for you" not in words(world.client.get(f"/auditor?after={SHOWN}"))


def test_a_page_of_cases_further_on(world: CaseWorld) -> None:
    """The list goes on by a count; beyond the end nothing is listed."""
    assert "Cases 2 to 2" in words(world.client.get("/auditor?after=1"))
    assert world.client.get("/auditor?after=-1").status_code == 422


def test_a_case_opens_level_by_level(world: CaseWorld) -> None:
    """Stages, largest rows, and below an open entry its suppliers and rows, each row leading to its number."""
    client, chain = world.client, world.chain
    closed = client.get(world.root)
    assert "cradle verify" in closed.text
    assert f"/rows/{chain.mined[7:]}/inputs/0" in closed.text
    assert f'href="{world.root}?open=' in closed.text
    opened = client.get(f"{world.root}?open={chain.packs[7:]}")
    assert "Close" in opened.text
    data = CaseView.parse(client.get(f"{world.root}.json?open={chain.packs[7:]}").content)
    packs = next(one for one in data.roots or () if one.entry == chain.packs)
    assert [one.entry for one in packs.suppliers] == [chain.mined]
    table = client.get(f"{world.root}.csv").text
    assert table.count("\n") == len(data.rows or ()) + 1


def test_a_delivery_without_a_figure(world: CaseWorld) -> None:
    """The page says that there is nothing to open."""
    page = world.client.get(f"/auditor/cases/{world.delivery[7:]}")
    assert "states no figure" in words(page)


def test_the_bundle_and_the_servers_policy(world: CaseWorld) -> None:
    """The audit bundle is that of the API; the server's policy says who wrote it."""
    bundle = world.client.get(f"{world.root}/audit.bundle")
    assert 0 < len(bundle.content) < SIZE_LIMIT
    fetched = world.house.client.get(
        f"/v1/bundles/{world.calculation}", headers=world.house.as_("auditor")
    )
    assert digest(fetched.content) == digest(bundle.content)
    policy = parse_policy(world.client.get(f"{world.root}/server-policy.toml").content)
    assert isinstance(policy, Policy)
    assert "This server checking itself" in (policy.note or "")


def test_a_case_of_nobody_elses(world: CaseWorld) -> None:
    """A manufacturer has no auditor's workspace; an auditor has no case that it is not engaged for."""
    packs = f"/auditor/cases/{world.chain.packs[7:]}"
    assert world.client.get(packs).status_code == 404
    assert world.client.get(f"{packs}/audit.bundle").status_code == 404
    client = log_in(world.house, "paul")
    for path in ("/auditor", world.root, f"{world.root}/recompute", f"{world.root}.json"):
        assert client.get(path).status_code == 403, path


def test_reading_a_case_is_in_the_journal_of_its_suppliers(world: CaseWorld) -> None:
    """The mine reads that the auditor was shown its part of a figure, and that a row was opened."""
    client = world.client
    client.get(f"{world.root}?open={world.chain.packs[7:]}")
    client.get(f"{world.root}/rows/{world.chain.mined[7:]}/inputs/0")
    lines = world.house.client.get("/v1/journal", headers=world.house.as_("mine")).json()["items"]
    actions = {line["action"] for line in lines if line["organisation"] == "auditor"}
    assert {"case", "number", "bundle"} <= actions
