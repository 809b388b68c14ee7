"""Withdrawals: of one's own statement, once, and of nothing but entries and deliveries."""

from support.ledger_battery import BatteryChain

from ledger.state.drafting import sign_draft
from ledger.store.changes import changes_of
from schemas.signed.log import EntriesLeaf


def test_unknown(shared: BatteryChain) -> None:
    """A statement that does not exist cannot be withdrawn."""
    draft = shared.world.withdrawal(shared.mine, "sha256:" + "00" * 32)
    submission = sign_draft(draft, [shared.mine.working])
    shared.world.refuses(submission, "withdrawal.unknown", "withdraws")


def test_registrations_stay(shared: BatteryChain) -> None:
    """A registration is not an entry and no delivery."""
    draft = shared.world.withdrawal(shared.mine, shared.mine.id)
    submission = sign_draft(draft, [shared.mine.working])
    shared.world.refuses(submission, "withdrawal.unknown", "withdraws")


def test_anothers(shared: BatteryChain) -> None:
    """Nobody takes back what another stated."""
    draft = shared.world.withdrawal(shared.plant, shared.shipped)
    submission = sign_draft(draft, [shared.plant.working])
    shared.world.refuses(submission, "withdrawal.issuer", "withdraws")


def test_once(chain: BatteryChain) -> None:
    """A withdrawal is final, and the registry names it."""
    by = chain.world.withdraw(chain.mine, chain.shipped)
    with chain.world.ledger.view() as view:
        change = changes_of(view.connection, [chain.shipped])[chain.shipped]
    assert (change.kind, change.by) == ("withdrawn", by)
    draft = chain.world.withdrawal(chain.mine, chain.shipped)
    submission = sign_draft(draft, [chain.mine.working])
    chain.world.refuses(submission, "withdrawal.withdrawn", "withdraws")


def test_leaf_names_what_it_takes_back(chain: BatteryChain) -> None:
    """The entries leaf of a withdrawal has `old`, and a registry state that includes the change."""
    (before, _), _ = chain.world.state()
    draft = chain.world.withdrawal(chain.plant, chain.packs)
    receipt = chain.world.submit(draft, chain.plant.working)
    assert isinstance(receipt.leaf, EntriesLeaf)
    assert receipt.leaf.old == chain.packs
    assert receipt.leaf.registry.size == before + 1
