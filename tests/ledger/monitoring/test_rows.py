"""The tables that rules look things up in: an invented, altered or lost row is found by its statement."""

from pathlib import Path

import pytest
from support.ledger_attested import audited
from support.ledger_small import Small
from support.operator import edit, found_in


@pytest.mark.parametrize(
    ("sql", "about"),
    [
        ("UPDATE draw SET amount = '1'", "packs"),
        ("DELETE FROM draw", "packs"),
        ("DELETE FROM line WHERE entry = (SELECT id FROM entry WHERE issuer = ?)", "ore"),
        ("UPDATE entry SET lot = 'L1' WHERE issuer = ?", "ore"),
        ("UPDATE delivery SET amount = '1000'", "sent"),
        ('UPDATE delivery SET "index" = 0', "sent"),
        ("DELETE FROM key WHERE participant = ?", "mine"),
        ("UPDATE key_event SET registry_index = 0 WHERE participant = ?", "mine"),
    ],
)
def test_a_row_that_says_something_else(small: Small, sql: str, about: str) -> None:
    """A row that does not follow from the statements is found, and nothing else is."""
    values = (small.mine.id,) if "?" in sql else ()
    edit(small.world, sql, *values)
    subject = small.mine.id if about == "mine" else getattr(small, about)
    assert found_in(small.world) == {("row.differs", subject)}


def test_a_withdrawal_that_was_only_written(small: Small) -> None:
    """A row of `change` without a leaf would make a live delivery look withdrawn."""
    row = (small.sent, "withdrawn", small.packs, 1)
    edit(small.world, "INSERT INTO change VALUES (?, ?, ?, ?)", *row)
    assert found_in(small.world) == {("row.differs", small.sent)}


def test_a_withdrawal_that_was_forgotten(small: Small) -> None:
    """A row that was taken out would make a withdrawn delivery look live."""
    small.world.withdraw(small.mine, small.sent)
    edit(small.world, "DELETE FROM change")
    assert found_in(small.world) == {("row.differs", small.sent)}


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM about WHERE statement = ?", "UPDATE about SET subject = 'x' WHERE statement = ?"],
)
def test_an_attestation_that_is_not_found(tmp_path: Path, sql: str) -> None:
    """Without its row an attestation would be withheld from readers of its subject."""
    with audited(tmp_path / "ledger") as it:
        word = it.attest("salt", "north")
        assert found_in(it.world) == set()
        edit(it.world, sql, word)
        assert found_in(it.world) == {("row.differs", word)}


def test_a_declaration_that_was_only_written(tmp_path: Path) -> None:
    """A row that no declaration follows from would show everybody an attestation."""
    with audited(tmp_path / "ledger") as it:
        chain, declared = it.chain, it.ids["calculation"]
        first, other = (
            it.world.submit(chain.attestation(declared), it.auditors["west"].working).id
            for _ in range(2)
        )
        name = it.world.submit(chain.declaration(declared, first), chain.plant.working).id
        assert found_in(it.world) == set()
        edit(it.world, "INSERT INTO about VALUES (?, ?)", name, other)
        assert found_in(it.world) == {("row.differs", name)}
