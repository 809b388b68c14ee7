"""The report of a participant's keys: the stated keys, the state of each, and the statements behind them."""

from support.desks import operator_desk
from support.key_changes import key_draft, roots
from support.ledger_battery import BatteryChain
from support.ledger_world import signer
from support.refusal import refused


def test_every_state_and_every_change_is_shown(chain: BatteryChain) -> None:
    """Active, retired, compromised; the history names statements and what they say."""
    world, mine = chain.world, chain.mine
    second, third = signer("mine working 2"), signer("mine working 3")
    for key in (second, third):
        world.submit(key_draft(world, mine, "add", key), mine.root, key)
    world.submit(key_draft(world, mine, "retire", second), mine.root)
    members = {"since": 2, "registrar": world.registrar.id}
    dated = key_draft(world, mine, "compromise", mine.working, **members)
    told = world.submit(dated, mine.root, world.registrar.working)
    recovery = key_draft(world, mine, "recover", None, **roots("mine root 2"))
    world.submit(recovery, mine.root, signer("mine root 2"))
    shown = operator_desk(world.ledger).keys(mine.id).to_json()
    working = {row["key"]: row for row in shown["working_keys"]}
    first = working[mine.working.public.hex()]
    assert (first["state"], first["ended"], first["disputed_from"]) == (
        "compromised",
        told.index,
        2,
    )
    assert working[second.public.hex()]["state"] == "retired"
    assert working[third.public.hex()]["state"] == "active"
    history = shown["history"]
    words = ["register", "add", "add", "retire", "compromise", "recover"]
    assert [row["change"] for row in history] == words
    assert history[4] == {
        "index": told.index,
        "id": told.id,
        "change": "compromise",
        "key": {"alg": "ed25519", "key": mine.working.public.hex()},
        **members,
    }
    assert [row["key"] for row in shown["root_keys"]] == [signer("mine root 2").public.hex()]
    assert len(shown["working_keys"]) == 3


def test_who_is_not_registered_has_no_keys(shared: BatteryChain) -> None:
    """An id of something else is none of a participant."""
    with refused("issuer.unknown"):
        operator_desk(shared.world.ledger).keys(shared.mined)
