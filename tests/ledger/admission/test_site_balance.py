"""Site balances at submission: refused if they contradict their own issuer, and otherwise accepted."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.desks import operator_desk
from support.ledger_battery import BatteryChain
from support.ledger_world import replacing
from support.site_balances import balance_of, power_row

from ledger.append.submit import submit_many
from ledger.state.drafting import Draft, sign_draft
from schemas.errors import CradleError
from schemas.signed.log import EntriesLeaf, Receipt
from schemas.signed.statement import Kind
from schemas.values import Period

pytestmark = pytest.mark.traced

NOBODY = "sha256:" + "00" * 32
ENTRY = "balance.rows[0].entries[0].entry"
AMOUNT = "balance.rows[0].entries[0].amount"
SALT: dict[str, Any] = {"product": "urn:test:mine", "unit": "kg"}
Rows = Callable[[BatteryChain], list[dict[str, Any]]]


def draft(chain: BatteryChain, *rows: dict[str, Any], **parts: object) -> Draft:
    """A balance of the plant."""
    return balance_of(chain.world, chain.plant, *rows, **parts)


def stated(chain: BatteryChain, *rows: dict[str, Any], **parts: object) -> str:
    """A balance of the plant in the log; its id."""
    return chain.world.submit(draft(chain, *rows, **parts), chain.plant.working).id


def refuse(chain: BatteryChain, made_of: Draft, code: str, place: str) -> None:
    """The plant's balance is refused, and the logs stay as they were."""
    chain.world.refuses(sign_draft(made_of, [chain.plant.working]), code, place)


def test_a_balance_is_a_statement_of_the_entries_log(chain: BatteryChain) -> None:
    """It adds no registry leaf, and the operator holds its section."""
    before, _ = chain.world.state()
    power = power_row("40", {chain.packs: "40"})
    salt = power_row("60", {chain.packs: "50"}, **SALT, closing="10")
    receipt = chain.world.submit(draft(chain, power, salt), chain.plant.working)
    assert isinstance(receipt.leaf, EntriesLeaf)
    assert (receipt.leaf.kind, receipt.leaf.old) == (Kind.SITE_BALANCE, None)
    assert chain.world.state()[0] == before
    assert '"bought": "40"' in json.dumps(operator_desk(chain.world.ledger).show(receipt.id))


@pytest.mark.parametrize(
    "row",
    [
        power_row("1000", {}),
        power_row("1000", {}, remainder="999"),
        power_row("1000", {}, closing="2000"),
        {**power_row("1", {}), "flow": "test:unknown", "unit": "h"},
    ],
)
def test_what_does_not_add_up_is_not_refused(chain: BatteryChain, row: dict[str, Any]) -> None:
    """Entries that are missing and remainders of any size are for the auditor to ask about."""
    stated(chain, row)


REFUSED: dict[str, tuple[Rows, str, str]] = {
    "no such entry": (lambda _: [power_row("9", {NOBODY: "9"})], "site_balance.entry", ENTRY),
    "a delivery": (lambda c: [power_row("9", {c.shipped: "9"})], "site_balance.entry", ENTRY),
    "another's": (lambda c: [power_row("9", {c.mined: "100"})], "site_balance.entry", ENTRY),
    "another amount": (
        lambda c: [power_row("9", {c.packs: "39.9"})],
        "site_balance.differs",
        AMOUNT,
    ),
    "another unit": (
        lambda c: [power_row("9", {c.packs: "40"}, unit="MJ")],
        "site_balance.differs",
        AMOUNT,
    ),
    "another amount of a product": (
        lambda c: [power_row("60", {}), power_row("60", {c.packs: "60"}, **SALT)],
        "site_balance.differs",
        AMOUNT.replace("rows[0]", "rows[1]"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_contradicts_an_entry_is_refused(shared: BatteryChain, name: str) -> None:
    """The place is that of the share."""
    rows, code, place = REFUSED[name]
    refuse(shared, draft(shared, *rows(shared)), code, place)


def test_listed_entries_are_of_the_site_and_within_the_span(shared: BatteryChain) -> None:
    """The packs were made at plant-1, over the whole year."""
    row = power_row("40", {shared.packs: "40"})
    refuse(shared, draft(shared, row, site="plant-2"), "site_balance.entry", ENTRY)
    half = Period(start="2025-01-01", end="2025-07-01")
    refuse(shared, draft(shared, row, period=half), "site_balance.period", ENTRY)


def test_a_listed_entry_is_the_newest_version(chain: BatteryChain) -> None:
    """A corrected or withdrawn entry may not be listed."""
    newer = chain.world.submit(
        chain.packs_of("70", supersedes=replacing(chain.packs)), chain.plant.working
    ).id
    old = draft(chain, power_row("40", {chain.packs: "40"}))
    refuse(chain, old, "site_balance.entry", ENTRY)
    stated(chain, power_row("70", {newer: "70"}))
    chain.world.withdraw(chain.plant, newer)
    gone = draft(chain, power_row("70", {newer: "70"}))
    refuse(chain, gone, "site_balance.entry", ENTRY)


def test_a_balance_is_issued_by_who_produces(shared: BatteryChain) -> None:
    """An auditor has no site."""
    balance = balance_of(shared.world, shared.auditor, power_row("1", {}))
    submission = sign_draft(balance, [shared.auditor.working])
    shared.world.refuses(submission, "issuer.role", "issuer")


def test_one_thing_is_balanced_once(chain: BatteryChain) -> None:
    """A second live balance of the site that shares a thing and a day is refused, until the first is gone."""
    first = stated(chain, power_row("40", {chain.packs: "40"}))
    late = Period(start="2025-12-31", end="2027-01-01")
    twin = power_row("1", {})
    rows = [{**twin, "flow": "test:other"}, twin]
    refuse(chain, draft(chain, *rows, period=late), "site_balance.duplicate", "balance.rows[1]")
    stated(chain, {**twin, "flow": "test:other"})
    stated(chain, twin, site="plant-2")
    stated(chain, twin, period=Period(start="2026-01-01", end="2027-01-01"))
    chain.world.withdraw(chain.plant, first)
    stated(chain, power_row("50", {chain.packs: "40"}))


def test_a_version_replaces_and_does_not_stand_beside(chain: BatteryChain) -> None:
    """Rows and span may change; the leaf names what it replaces, and the old one is gone."""
    first = stated(chain, power_row("40", {chain.packs: "40"}))
    span = Period(start="2024-07-01", end="2026-07-01")
    version = draft(chain, power_row("55", {}), period=span, supersedes=replacing(first))
    receipt = chain.world.submit(version, chain.plant.working)
    assert isinstance(receipt.leaf, EntriesLeaf)
    assert receipt.leaf.old == first
    again = draft(chain, power_row("56", {}), supersedes=replacing(first))
    refuse(chain, again, "supersedes.superseded", "supersedes.id")


def test_a_version_is_of_the_same_issuer_and_site(chain: BatteryChain) -> None:
    """The replaced statement is a balance of this issuer and site."""
    row = power_row("1", {})
    first = stated(chain, row)
    for old in (NOBODY, chain.packs):
        unknown = draft(chain, row, supersedes=replacing(old))
        refuse(chain, unknown, "supersedes.unknown", "supersedes.id")
    elsewhere = draft(chain, row, site="plant-2", supersedes=replacing(first))
    refuse(chain, elsewhere, "supersedes.identity", "site")
    anothers = balance_of(chain.world, chain.mine, row, supersedes=replacing(first))
    submission = sign_draft(anothers, [chain.mine.working])
    chain.world.refuses(submission, "supersedes.issuer", "supersedes.id")


def test_a_site_is_the_issuers_own(chain: BatteryChain) -> None:
    """Two firms may have the same code for their sites."""
    stated(chain, power_row("40", {}))
    mine = balance_of(chain.world, chain.mine, power_row("100", {chain.mined: "100"}))
    chain.world.submit(mine, chain.mine.working)


def test_two_balances_of_one_batch_do_not_share_a_day(chain: BatteryChain) -> None:
    """Submitted together, the second is judged after the first."""
    drafts = [draft(chain, power_row("40", {chain.packs: "40"})) for _ in range(2)]
    signed = [sign_draft(one, [chain.plant.working]) for one in drafts]
    first, second = submit_many(chain.world.ledger, signed)
    assert isinstance(first, Receipt)
    assert isinstance(second, CradleError)
    assert second.code == "site_balance.duplicate"
