"""Contradictions of a balance with the entries that it names, or with another balance."""

from decimal import Decimal

import pytest
from support.graph import firm, ident
from support.graph_sites import SALT, balance, contradictions, row, site, steel

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.site_balance.balance import concerns
from schemas.values import Period

WHOLE = row("1000", {"cells": "600", "packs": "400"})


def told(found: list[Observation]) -> list[tuple[str, str]]:
    """Code and subject of the findings."""
    return [(seen.code, seen.subject) for seen in found]


def test_a_balance_of_what_the_entries_state_contradicts_nothing() -> None:
    """Flows and products, over a span that holds the entries' periods."""
    salt = row("60", {"cells": "50"}, product=SALT, closing="10")
    span = Period(start="2024-07-01", end="2026-07-01")
    assert contradictions(site(), balance(WHOLE, salt, period=span)) == []


@pytest.mark.parametrize(("listed", "effect"), [("700", "-200"), ("550.5", "99")])
def test_a_listed_amount_is_what_the_entry_takes_in(listed: str, effect: str) -> None:
    """The cells use 600; listed otherwise, their figure is off by the difference at 2 kg CO2e."""
    (found,) = contradictions(site(), balance(row("1000", {"cells": listed})))
    assert told([found]) == [("site_balance.differs", ident("balance"))]
    assert found.effect == Decimal(effect)
    detail = f"flow test:steel in kg: {listed} is listed, and the entry uses 600"
    assert found.detail == f"{detail} ({ident('cells')})"


def test_what_an_entry_does_not_take_in_is_not_listed_for_it() -> None:
    """No row of the packs uses salt."""
    (found,) = contradictions(site(), balance(row("9", {"packs": "9"}, product=SALT)))
    assert (found.code, found.effect) == ("site_balance.differs", Decimal(-27))


def test_without_a_price_a_difference_has_no_effect() -> None:
    """Steel by the metre has no factor."""
    chain = site(cells=[steel("3", unit="m")])
    (found,) = contradictions(chain, balance(row("9", {"cells": "9"}, unit="m")))
    assert (found.code, found.effect) == ("site_balance.differs", None)


@pytest.mark.parametrize(
    "header", [{"issuer": firm("another")}, {"site": {"code": "P2", "country": "FI"}}]
)
def test_listed_entries_are_of_the_issuer_and_the_site(header: dict[str, object]) -> None:
    """The packs are another issuer's, or made elsewhere."""
    assert told(contradictions(site(**header), balance(WHOLE))) == [
        ("site_balance.entry", ident("balance"))
    ]


@pytest.mark.parametrize("days", [("2024-12-31", "2025-06-01"), ("2025-06-01", "2026-01-02")])
def test_listed_entries_lie_within_the_span(days: tuple[str, str]) -> None:
    """A period that begins a day before the span, or ends a day after it, is beyond it."""
    chain = site(period=Period(start=days[0], end=days[1]))
    assert told(contradictions(chain, balance(WHOLE))) == [
        ("site_balance.period", ident("balance"))
    ]


def test_an_entry_that_is_missing_or_withheld_is_not_judged() -> None:
    """The auditor has only some of the entries; the sum is checked all the same."""
    chain = site()
    chain.enter("packs", None, issuer=firm("another"))
    rows = row("1000", {"cells": "600", "packs": "1", "unknown": "2"})
    assert contradictions(chain, balance(rows)) == []


def test_two_balances_do_not_share_a_thing_over_the_same_days() -> None:
    """The second one is reported; another commodity, another site, or other days are no fault."""
    salt = row("50", {"cells": "50"}, product=SALT)
    half = Period(start="2025-07-01", end="2026-07-01")
    empty = row("0", {})
    found = contradictions(site(), balance(WHOLE), balance(empty, name="twin", period=half))
    assert told(found) == [("site_balance.duplicate", ident("twin"))]
    later = Period(start="2026-01-01", end="2027-01-01")
    others = [
        balance(salt, name="salt"),
        balance(empty, name="later", period=later),
        balance(empty, name="elsewhere", site="P2"),
    ]
    assert contradictions(site(), balance(WHOLE), *others) == []


def test_a_balance_concerns_the_entries_of_its_site_and_days() -> None:
    """One shared day is enough."""
    entry = site().entries[ident("cells")].entry
    touching = Period(start="2025-12-31", end="2027-01-01")
    after = Period(start="2026-01-01", end="2027-01-01")
    assert concerns(balance(WHOLE, period=touching).statement, entry)
    assert not concerns(balance(WHOLE, period=after).statement, entry)
    assert not concerns(balance(WHOLE, site="P2").statement, entry)
