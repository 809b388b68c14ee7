"""Marks in the database: a lost, altered or false one is found by its statement."""

import pytest
from support.ledger_small import Small
from support.ledger_world import made
from support.operator import edit, found_in

from ledger.append import marking


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM mark WHERE role = 'received' AND participant != ?",
        "UPDATE mark SET nr = 7 WHERE role = 'received' AND participant != ?",
        "UPDATE mark SET data = x'7b7d' WHERE role = 'received' AND participant != ?",
        "UPDATE mark SET participant = ? WHERE role = 'received'",
    ],
)
def test_a_mark_that_was_changed(small: Small, sql: str) -> None:
    """It is not the one that its leaf binds, or its row finds another one."""
    edit(small.world, sql, small.mine.id)
    assert ("mark.differs", small.sent) in found_in(small.world)


def test_a_secret_that_was_changed(small: Small) -> None:
    """The tags of its participant were not made under it."""
    assert found_in(small.world) == set()
    edit(small.world, "UPDATE mark_secret SET secret = x'00' WHERE participant = ?", small.mine.id)
    assert found_in(small.world) == {("mark.differs", small.ore), ("mark.differs", small.sent)}


@pytest.mark.parametrize("part", ["tags", "urandom"])
def test_tags_of_other_goods(small: Small, part: str) -> None:
    """The operator hides a twin from every bundle, and not from a monitor."""
    with pytest.MonkeyPatch.context() as patched:
        if part == "tags":
            patched.setattr(marking, "tags", lambda _, keys: tuple("0" * 32 for _ in keys))
        else:
            patched.setattr(marking, "mark_states", lambda *_: {})  # numbers begin again
            patched.setattr(marking.Marking, "write", lambda _: None)
        twin = small.world.enter(small.mine, [made(small.mine, product="urn:test:twin")])
    assert found_in(small.world) == {("mark.differs", twin)}
