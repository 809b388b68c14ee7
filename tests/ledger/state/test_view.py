"""The view of a transaction: kept values that may be dropped at any time, and damage that is reported."""

import pytest
from support.ledger_battery import BatteryChain
from support.refusal import refused

from ledger.state import view as module
from ledger.state.closure import read_closure
from schemas.signed.calculation import Composition
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.participant import Participant
from schemas.signed.statement import SectionName


def test_kinds_do_not_mix(shared: BatteryChain) -> None:
    """A statement of another kind is not there."""
    with shared.world.ledger.view() as view:
        assert view.statement(shared.packs, Delivery) is None
        assert view.statement(shared.packs, Entry) is not None
        assert view.entry(shared.shipped) is None
        assert view.delivery(shared.packs) is None
        assert view.entry("sha256:" + "00" * 32) is None


def test_memory_is_bounded(shared: BatteryChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full cache is emptied, and everything is still found."""
    monkeypatch.setattr(module, "KEPT", 3)
    shared.world.ledger.memory.forget()
    with shared.world.ledger.view() as view:
        for name in (shared.mined, shared.treated, shared.packs) * 2:
            assert view.entry(name) is not None
        assert len(view.memory.statements) <= 3
        assert len(read_closure(view, [shared.packs]).entries) == 2


def test_section_of_another_kind(shared: BatteryChain) -> None:
    """A section is opened as what it is."""
    with shared.world.ledger.view() as view:
        entry = view.statement(shared.packs, Entry)
        assert entry is not None
        view.section(entry, SectionName.INVENTORY, Inventory)
        with refused("section.mismatch"):
            view.section(entry, SectionName.INVENTORY, Composition)


def test_lost_document(chain: BatteryChain) -> None:
    """A section or a rulebook that the ledger has lost is named, not passed over."""
    ledger = chain.world.ledger
    ledger.store.blobs.path_of(chain.rulebook).unlink()
    with ledger.view() as view:
        mine = view.statement(chain.mine.id, Participant)
        assert mine is not None
        digest = mine.sections.profile
        assert view.document(digest)
        with refused("blob.missing", chain.rulebook):
            view.document(chain.rulebook)
    with ledger.store.write() as connection:
        connection.exec_driver_sql("DROP TABLE document")
        connection.exec_driver_sql("CREATE TABLE document (digest TEXT, data TEXT)")
    with ledger.view() as view, refused("blob.missing", digest):
        view.document(digest)


def test_closure(chain: BatteryChain) -> None:
    """The closure has every version, and what the newest of them rest on; as of a size."""
    world = chain.world
    with world.ledger.view() as view:
        size = view.registry().size
    by = world.withdraw(chain.mine, chain.shipped)
    with world.ledger.view() as view:
        before = read_closure(view, [chain.packs], size)
        now = read_closure(view, [chain.packs, "sha256:" + "00" * 32])
    assert set(before.entries) == {chain.packs, chain.mined}
    assert before.changes == {}
    assert set(now.entries) == {chain.packs}
    assert now.changes[chain.shipped].by == by
