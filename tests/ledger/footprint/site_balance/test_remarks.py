"""Unexplained amounts of site balances, each with its effect by hand: steel costs 2 kg CO2e a kg, salt 3."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, YEAR, ident
from support.graph_sites import SALT, balance, balance_context, remarks, row, site, steel
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.site_balance.remarks import site_remarks
from schemas.values import Period

HONEST = {"cells": "600", "packs": "400"}
Told = tuple[str, str, Decimal | None]


def told(found: list[Observation]) -> list[Told]:
    """Code, detail and effect of the findings on the balance of steel."""
    assert {seen.subject for seen in found} <= {ident("balance")}
    about = "flow test:steel in kg: "
    assert all(seen.detail.startswith(about) for seen in found)
    return [(seen.code, seen.detail.removeprefix(about), seen.effect) for seen in found]


@pytest.mark.parametrize(
    "whole",
    [
        row("1000", HONEST),
        row("1030", HONEST, remainder="30"),
        row("900", HONEST, opening="150", closing="40", remainder="10"),
    ],
)
def test_a_sum_that_comes_out_leaves_nothing_open(whole: dict[str, object]) -> None:
    """Purchases and stocks equal the use of the entries and a small remainder."""
    assert remarks(site(), balance(whole)) == []


def test_burdens_shifted_onto_another_product_are_missed() -> None:
    """The cells state 300 of their 600 kg, the packs no more than they did: 300 kg are unexplained."""
    chain = site(cells=[steel("300")])
    found = remarks(chain, balance(row("1000", {**HONEST, "cells": "300"})))
    detail = "300 is used by none of the entries, and no remainder is stated"
    assert told(found) == [("site_balance.remainder", detail, Decimal(-600))]


@pytest.mark.parametrize(("remainder", "effect"), [("10", "-20"), ("30", "20")])
def test_the_remainder_is_what_is_left(remainder: str, effect: str) -> None:
    """20 kg remain; stated as less the figure may be too low, as more it may be too high."""
    (found,) = remarks(site(), balance(row("1020", HONEST, remainder=remainder)))
    detail = f"20 is used by none of the entries, and the stated remainder is {remainder}"
    assert told([found]) == [("site_balance.remainder", detail, Decimal(effect))]


def test_more_than_there_was_cannot_be_taken_in() -> None:
    """980 kg were available, 1000 were used: the figure may be too high by 40 kg CO2e."""
    whole = row("970", HONEST, opening="20", closing="10", remainder="0")
    detail = "the entries use 20 more than there was"
    assert told(remarks(site(), balance(whole))) == [("site_balance.negative", detail, Decimal(40))]


@given(st.integers(1, 2000))
def test_a_remainder_is_at_most_five_per_cent_of_what_was_used(grams: int) -> None:
    """Of 1000 kg and the remainder, 5 % may be offices and losses, and not a gram more."""
    kilograms = Decimal(grams).scaleb(-1)
    remainder = format_decimal(kilograms)
    whole = row(format_decimal(1000 + kilograms), HONEST, remainder=remainder)
    found = remarks(site(), balance(whole))
    too_large = kilograms * 20 > 1000 + kilograms
    assert [(seen.code, seen.effect) for seen in found] == (
        [("site_balance.large_remainder", -2 * kilograms)] if too_large else []
    )


def test_a_rulebook_without_a_tolerance_takes_any_remainder() -> None:
    """The limit is the rulebook's."""
    large = balance(row("2000", HONEST, remainder="1000"))
    assert STUDY.balances is not None
    untold = STUDY.balances.model_copy(update={"site": None})
    for balances in (None, untold):
        rulebook = STUDY.model_copy(update={"balances": balances})
        assert list(site_remarks([large], balance_context(site()), rulebook)) == []


def test_an_effect_falls_on_the_entries_that_the_figure_rests_on() -> None:
    """By the amounts they use: the cells alone, or both as 600 to 400; none if none is listed."""
    whole = balance(row("1001", HONEST))
    (alone,) = site_remarks([whole], balance_context(site()), STUDY)
    assert alone.falls_on == {ident("cells"): Decimal(1)}
    (both,) = site_remarks([whole], balance_context(site(), "cells", "packs"), STUDY)
    assert both.falls_on == {ident("cells"): Decimal("0.6"), ident("packs"): Decimal("0.4")}
    others = balance(row("401", {"packs": "400", "unknown": "0.5"}))
    faults = list(site_remarks([others], balance_context(site()), STUDY))
    assert [fault.falls_on for fault in faults] == [{}, {}]


def test_an_available_entry_that_is_not_listed_is_missed() -> None:
    """The packs use steel; they do not use salt."""
    rows = [row("600", {"cells": "600"}), row("50", {"cells": "50"}, product=SALT)]
    found = remarks(site(), balance(*rows))
    detail = f"{ident('packs')} uses 400 and is not listed"
    assert told(found) == [("site_balance.missing_entry", detail, None)]


@pytest.mark.parametrize(
    "header",
    [
        {"site": {"code": "P2", "country": "FI"}},
        {"period": Period(start="2025-06-01", end="2026-06-01")},
    ],
)
def test_entries_of_other_sites_and_days_are_not_missed(header: dict[str, object]) -> None:
    """Nor are those with a withheld inventory, or that were replaced."""
    whole = balance(row("600", {"cells": "600"}))
    assert remarks(site(**header), whole) == []
    chain = site()
    chain.enter("packs", None)
    assert remarks(chain, whole) == []
    chain = site()
    chain.change("withdrawn", "packs", "withdrawal")
    assert remarks(chain, whole) == []


@pytest.mark.parametrize(
    ("now", "words", "effect"), [("450", "50 more", 100), ("100", "300 less", -600)]
)
def test_a_listed_entry_that_was_corrected_is_reported(now: str, words: str, effect: int) -> None:
    """The packs' newest version uses another amount; the sum rests on the listed one."""
    chain = site()
    rows = inventory(made("packs", "10"), inputs=[steel(now)])
    header = chain.entries[ident("packs")].entry
    chain.enter("packs 2", rows, issuer=header.issuer)
    chain.change("superseded", "packs", "packs 2")
    (fault,) = site_remarks([balance(row("1000", HONEST))], balance_context(chain), STUDY)
    detail = f"{ident('packs')} is listed, and was corrected to use {words}"
    assert told([fault.seen]) == [("site_balance.stale", detail, Decimal(effect))]
    assert fault.falls_on == {ident("packs 2"): Decimal(1)}


def test_a_correction_that_leaves_the_amount_is_none_of_the_balance() -> None:
    """The same steel in a newer version, and a missing version, are no fault."""
    chain = site()
    rows = inventory(made("packs", "10"), inputs=[steel("400"), used("test:ore", "1")])
    chain.enter("packs 2", rows, issuer=chain.entries[ident("packs")].entry.issuer)
    chain.change("superseded", "packs", "packs 2")
    whole = balance(row("1000", HONEST))
    assert remarks(chain, whole) == []
    chain.change("superseded", "packs 2", "packs 3")
    assert remarks(chain, whole) == []


def test_a_listed_entry_that_was_withdrawn_is_reported() -> None:
    """The amount it used is in no figure any more."""
    chain = site()
    chain.change("withdrawn", "packs", "withdrawal")
    (found,) = remarks(chain, balance(row("1000", HONEST)))
    detail = f"{ident('packs')} is listed, and was withdrawn"
    assert told([found]) == [("site_balance.stale", detail, None)]


APPORTIONED = [steel("600", known="apportioned"), taken("salt", "50", known="apportioned")]


def test_what_is_apportioned_wants_a_balance() -> None:
    """Steel and salt are parts of a total; a balance lists one, and then both."""
    chain = site(cells=APPORTIONED)
    codes = [(seen.code, seen.subject, seen.effect) for seen in remarks(chain)]
    assert codes == [("site_balance.not_stated", ident("cells"), None)] * 2
    whole = row("1000", HONEST)
    (left,) = remarks(chain, balance(whole))
    detail = f"product {SALT} in kg is apportioned, and no balance of the site states the total"
    assert (left.subject, left.detail) == (ident("cells"), detail)
    assert remarks(chain, balance(whole, row("50", {"cells": "50"}, product=SALT))) == []


def test_a_balance_of_other_days_proves_nothing_and_a_withheld_one_may_hold_anything() -> None:
    """A span has to cover the period; the contents of a withheld section are unknown."""
    chain = site(cells=APPORTIONED)
    half = balance(period=Period(start=YEAR.start, end="2025-07-01"))
    assert len(remarks(chain, half)) == 2
    assert len(remarks(chain, balance(site="P2"))) == 2
    assert remarks(chain, replace(balance(), balance=None)) == []


@given(
    st.integers(1, 1000),
    st.tuples(*[st.integers(0, 60)] * 4),
    st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-3)),
)
def test_a_site_of_another_size_has_the_same_verdict(
    bought: int, others: tuple[int, int, int, int], scale: Decimal
) -> None:
    """Purchases, stocks, use and remainder all scaled alike: the same findings, effects scaled."""
    opening, closing, remainder, packs = others
    amounts = (bought, opening, closing, remainder, 600, packs + 1)

    def seen(factor: Decimal) -> list[tuple[str, Decimal | None]]:
        whole, stock, after, rest, cells, other = (
            format_decimal(Decimal(amount) * factor) for amount in amounts
        )
        stocks = {"opening": stock, "closing": after, "remainder": rest}
        chain = site([steel(cells)], [steel(other)])
        found = remarks(chain, balance(row(whole, {"cells": cells, "packs": other}, **stocks)))
        return [(row.code, row.effect) for row in found]

    expected = [(code, (effect or 0) * scale) for code, effect in seen(Decimal(1))]
    assert seen(scale) == expected
