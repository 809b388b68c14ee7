"""Each leaf of the registry has one cause, in its place; nothing is left out, repeated or put in."""

import pytest
from support.ledger_battery import MODEL, BatteryChain
from support.ledger_small import Small
from support.ledger_world import made, replacing
from support.operator import append_signed, edit, found_in, rebuild, smuggle

from schemas.signed.log import ChangeLeaf, EntriesLeaf, MadeLeaf
from schemas.signed.statement import Kind
from schemas.values import RegistryState
from schemas.vocabulary import ProcessCode, Role

pytestmark = pytest.mark.traced

SUBJECT = "sha256:" + "5" * 64


def test_a_change_that_is_kept_quiet(small: Small) -> None:
    """A withdrawal enters without its registry leaf, so that no auditor would see it."""
    world = small.world
    quiet = smuggle(
        world, world.withdrawal(small.mine, small.sent), small.mine.working, silent=True
    )
    assert found_in(world) == {("registry.missing_leaf", quiet)}


def test_a_product_that_is_kept_quiet(chain: BatteryChain) -> None:
    """A batch of the model enters without its leaf, so that no calculation need count it."""
    draft = chain.packs_of("40", process=ProcessCode.CELL, model=MODEL, inputs=[])
    quiet = smuggle(chain.world, draft, chain.plant.working, silent=True)
    assert ("registry.missing_leaf", quiet) in found_in(chain.world)


def test_leaves_that_nothing_caused(small: Small) -> None:
    """A withdrawal without a signed statement, and a product without an entry, are found."""
    world = small.world
    leaf = ChangeLeaf(v=1, kind="withdrawn", old=small.ore, by=small.sent)
    append_signed(world, "registry", leaf)
    append_signed(world, "registry", MadeLeaf(v=1, kind="made", subject=SUBJECT, id=small.ore))
    expected = {("registry.orphan_leaf", small.sent), ("registry.orphan_leaf", small.ore)}
    assert expected <= found_in(world)


def test_a_leaf_that_comes_twice(small: Small) -> None:
    """A second successor of a statement is found."""
    world = small.world
    by = world.withdraw(small.mine, small.sent)
    append_signed(world, "registry", ChangeLeaf(v=1, kind="withdrawn", old=small.sent, by=by))
    expected = {("registry.orphan_leaf", by), ("registry.two_successors", small.sent)}
    assert expected <= found_in(world)


def test_two_successors(small: Small) -> None:
    """The operator lets in a second version of one statement."""
    world, mine = small.world, small.mine
    world.deliver(mine, small.ore, small.plant, supersedes=replacing(small.sent))
    edit(world, "DELETE FROM change")
    smuggle(world, world.withdrawal(mine, small.sent), mine.working)
    assert ("registry.two_successors", small.sent) in found_in(world)


def test_a_registration_without_registrar(small: Small) -> None:
    """An operator that holds no registrar's key invents a participant."""
    world = small.world
    draft, invented = world.registration("invented", [Role.SUPPLIER], None)
    smuggle(world, draft, invented.root, invented.working)
    assert found_in(world) == {("registrar.required", invented.id)}


def test_a_statement_that_stands_twice(small: Small) -> None:
    """The second leaf of one statement is kept by none."""
    world = small.world
    (size, root), _ = world.state()
    state = RegistryState(size=size, root=root.hex())
    leaf = EntriesLeaf(v=1, kind=Kind.DELIVERY, id=small.sent, registry=state, sigs=SUBJECT)
    append_signed(world, "entries", leaf)
    assert ("leaf.without_statement", small.sent) in found_in(world)


def test_a_leaf_that_names_another_statement(small: Small) -> None:
    """The signed leaf at the index of a statement has an id that the ledger does not have."""
    other = "sha256:" + "6" * 64
    change = "UPDATE leaf SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB)"
    edit(small.world, f"{change} WHERE log = 'entries'", f'"id":"{small.ore}"', f'"id":"{other}"')
    rebuild(small.world)
    differs = ("mark.differs", small.sent)  # The goods of the delivery are those of that entry.
    assert found_in(small.world) == {("leaf.statement", small.ore), differs}


def test_a_leaf_that_states_another_kind(small: Small) -> None:
    """The signed leaf of an entry says that it is a delivery."""
    change = "UPDATE leaf SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB)"
    told, other = (f'"id":"{small.ore}","kind":"{kind}"' for kind in ("entry", "delivery"))
    edit(small.world, f"{change} WHERE log = 'entries'", told, other)
    rebuild(small.world)
    assert found_in(small.world) == {("leaf.statement", small.ore)}


@pytest.mark.parametrize(
    ("size", "root", "code"),
    [(None, "0" * 64, "leaf.registry"), (3, None, "leaf.registry_backwards")],
)
def test_a_state_that_a_leaf_may_not_name(
    small: Small, size: int | None, root: str | None, code: str
) -> None:
    """One that the registry was never in, and one that is older than that of a leaf before it."""
    world = small.world
    with world.ledger.view() as view:
        past = view.registry(3)
    world.register("newcomer", Role.SUPPLIER)
    world.withdraw(small.plant, small.packs)
    (now, known), _ = world.state()
    name = smuggle(world, world.entry(small.mine, [made(small.mine)]), small.mine.working)
    state = {"root": root or past.root, "size": size or now}
    old, new = _state(known.hex(), now), _state(state["root"], state["size"])
    change = "UPDATE leaf SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB)"
    edit(world, f"{change} WHERE CAST(data AS TEXT) LIKE ?", old, new, f"%{name}%")
    rebuild(world)
    assert (code, name) in found_in(world)


def _state(root: object, size: object) -> str:
    return f'"registry":{{"root":"{root}","size":{size}}}'
