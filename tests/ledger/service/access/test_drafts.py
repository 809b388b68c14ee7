"""Drafts that a firm keeps until it signs them."""

from functools import partial

import pytest
from support.ledger_battery import BatteryChain
from support.principals import NOW, principal
from support.refusal import refused

from ledger.service.access.drafts import (
    BYTES,
    MOST,
    change_draft,
    delete_draft,
    keep_draft,
    list_drafts,
    read_draft,
)
from ledger.service.access.principal import Principal
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.vocabulary import Role

CONTENT = ("entry", "Ore, first half", b"{}")


@pytest.fixture
def store(chain: BatteryChain) -> Store:
    """The store of the small battery."""
    return chain.world.ledger.store


@pytest.fixture
def mine(chain: BatteryChain) -> Principal:
    """The mine's login."""
    return principal(chain, "mine", Role.SUPPLIER, chain.mine)


def test_a_draft_is_read_as_it_was_kept(store: Store, mine: Principal) -> None:
    """Title, form, content and times."""
    kept = keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    assert read_draft(store, mine, kept.id) == kept
    assert (kept.form, kept.title, kept.content, kept.created) == (*CONTENT, NOW)


def test_the_newest_change_comes_first(store: Store, mine: Principal) -> None:
    """A changed draft moves to the front and keeps its day of making."""
    keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    keep_draft(store, mine, "b" * 32, *CONTENT, NOW + 1)
    change_draft(store, mine, "a" * 32, "Ore", b'{"a": 1}', NOW + 2)
    first, second = list_drafts(store, mine)
    assert (first.id, first.title) == ("a" * 32, "Ore")
    assert read_draft(store, mine, first.id).content == b'{"a": 1}'
    assert (first.created, first.updated, second.id) == (NOW, NOW + 2, "b" * 32)


def test_another_firm_sees_and_changes_none(
    chain: BatteryChain, store: Store, mine: Principal
) -> None:
    """Another's draft is as absent as one that never was, also to the operator."""
    keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    for role, party in ((Role.SUPPLIER, chain.recycler), (Role.OPERATOR, None)):
        other = principal(chain, f"other-{role.value}", role, party)
        assert list_drafts(store, other) == ()
        for act in (
            partial(read_draft, store, other, "a" * 32),
            partial(change_draft, store, other, "a" * 32, "", b"", NOW),
            partial(delete_draft, store, other, "a" * 32),
        ):
            with refused("draft.absent"):
                act()
    assert read_draft(store, mine, "a" * 32).content == b"{}"


def test_a_deleted_draft_is_gone(store: Store, mine: Principal) -> None:
    """It is absent afterwards."""
    keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    delete_draft(store, mine, "a" * 32)
    assert list_drafts(store, mine) == ()


def test_number_and_size_are_limited(store: Store, mine: Principal) -> None:
    """A firm cannot fill the database with drafts."""
    with pytest.raises(CradleError, match="bytes"):
        keep_draft(store, mine, "a" * 32, "entry", "", bytes(BYTES + 1), NOW)
    for number in range(MOST):
        keep_draft(store, mine, f"{number:032x}", *CONTENT, NOW)
    with refused("draft.too_many"):
        keep_draft(store, mine, "f" * 32, *CONTENT, NOW)
    with pytest.raises(CradleError):
        change_draft(store, mine, f"{0:032x}", "", bytes(BYTES + 1), NOW)


def test_a_draft_that_is_saved_twice_is_one(store: Store, mine: Principal) -> None:
    """The name decides: the first save keeps it, the second changes it."""
    first = keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    second = keep_draft(store, mine, "a" * 32, "entry", "Ore", b"{1}", NOW + 1)
    assert (first.title, second.title, second.created) == (CONTENT[1], "Ore", NOW)
    assert [head.id for head in list_drafts(store, mine)] == [second.id]
    assert read_draft(store, mine, second.id) == second


def test_saving_overwrites_no_other_draft(
    chain: BatteryChain, store: Store, mine: Principal
) -> None:
    """Another form, and another firm's draft, keep what they are."""
    kept = keep_draft(store, mine, "a" * 32, *CONTENT, NOW)
    other = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
    for who, form in ((mine, "delivery"), (other, "entry")):
        with refused("draft.absent"):
            keep_draft(store, who, "a" * 32, form, "Mine now", b"{}", NOW + 1)
    assert read_draft(store, mine, "a" * 32) == kept


def test_saving_makes_no_draft_too_many(store: Store, mine: Principal) -> None:
    """The limit holds for a new draft; an old one can still be changed."""
    for at in range(MOST):
        keep_draft(store, mine, f"{at:032x}", *CONTENT, NOW)
    with refused("draft.too_many"):
        keep_draft(store, mine, "f" * 32, *CONTENT, NOW)
    assert keep_draft(store, mine, f"{1:032x}", "entry", "Ore", b"{}", NOW).title == "Ore"
