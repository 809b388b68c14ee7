"""Requests to real witnesses: cosignatures of both logs, once a growth, kept separately; and refusals."""

from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from support.ledger_small import copied, grow, twins
from support.ledger_world import LOG_SIGNERS, ORIGIN, World, made, world
from support.refusal import refused
from support.servers import serving
from support.witnesses import TIME, vkey_of, witness

from ledger.append.submit import receipt_of
from ledger.operation.cosign import Outcome, Witness, ask_witnesses, read_witness
from ledger.operation.published_checkpoints import (
    cosigned_pair,
    cosigned_receipt,
    present_pair,
)
from ledger.store.cosigned import Pair
from ledger.store.log import LOGS, Log, latest_checkpoint
from ledger.trust.note import format_vkey, parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from ledger.trust.witness import cosigned_at
from schemas.vocabulary import Role

LOG_KEYS = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]


def codes(outcomes: tuple[Outcome, ...]) -> list[str]:
    """The codes of the refusals."""
    return [row.refusal.code for row in outcomes if row.refusal is not None]


def shown(ledger: World, log: Log, index: int = -1) -> Pair | None:
    """The cosigned pair that a ledger shows."""
    with ledger.ledger.store.read() as connection:
        return cosigned_pair(ledger.ledger.store, connection, log, index)


def test_both_logs_are_cosigned_by_all(tmp_path: Path) -> None:
    """Two witnesses sign both logs; the signed checkpoint stays as it was, beside the cosigned one."""
    with (
        world(tmp_path / "ledger") as mine,
        witness(tmp_path, "w1", LOG_KEYS) as one,
        witness(tmp_path, "w2", LOG_KEYS) as two,
    ):
        grow(mine, "mine")
        outcomes = ask_witnesses(mine.ledger, [read_witness(one), read_witness(two)])
        assert [(row.witness, row.time) for row in outcomes] == [("w1", TIME), ("w2", TIME)] * 2
        pair = shown(mine, "entries")
        assert pair is not None
        with mine.ledger.store.read() as connection:
            assert present_pair(mine.ledger.store, connection) == pair
            for log in LOGS:
                size, signed = latest_checkpoint(connection, log)
                assert pair.size(log) == size
                assert pair.note(log).startswith(signed)
                assert len(parse_note(signed).signatures) == 1
                known = cosigned_at(parse_note(pair.note(log)), [vkey_of("w1"), vkey_of("w2")])
                assert len(known) == 2


def test_a_checkpoint_is_asked_for_once(tmp_path: Path) -> None:
    """A log that has not grown keeps its cosignatures, and its witnesses are left in peace."""
    with world(tmp_path / "ledger") as mine:
        party = mine.register("mine", Role.SUPPLIER)
        with witness(tmp_path, "w1", LOG_KEYS) as one:
            named = read_witness(one)
            assert codes(ask_witnesses(mine.ledger, [named])) == []
        assert codes(ask_witnesses(mine.ledger, [named])) == []
        mine.enter(party, [made(party)])
        outcomes = ask_witnesses(mine.ledger, [named])
        assert [(row.log, row.time) for row in outcomes] == [("registry", TIME), ("entries", None)]
        assert codes(outcomes) == ["remote.unreachable"]


def test_a_witness_that_is_down_stops_no_other(tmp_path: Path) -> None:
    """An unanswered request is reported; the other's cosignature is kept and later added to."""
    down = Witness("http://127.0.0.1:9", vkey_of("w2"))
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS) as one:
        grow(mine, "mine")
        outcomes = ask_witnesses(mine.ledger, [down, read_witness(one)])
        assert codes(outcomes) == ["remote.unreachable"] * 2
        with witness(tmp_path, "w2", LOG_KEYS) as two:
            assert codes(ask_witnesses(mine.ledger, [read_witness(two)])) == []
        pair = shown(mine, "registry")
        assert pair is not None
        assert len(parse_note(pair.entries).signatures) == 3


def test_growth_is_proved_from_where_the_witness_stands(tmp_path: Path) -> None:
    """A witness that others asked meanwhile states its size, and is sent the growth from there."""
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS) as one:
        named = read_witness(one)
        grow(mine, "a")
        with copied(tmp_path / "ledger", mine, tmp_path / "copy") as copy:
            assert codes(ask_witnesses(copy.ledger, [named])) == []
        grow(mine, "b")
        assert codes(ask_witnesses(mine.ledger, [named])) == []
        grow(mine, "c")
        assert codes(ask_witnesses(mine.ledger, [named])) == []


def test_a_ledger_from_an_old_backup_is_reported(tmp_path: Path) -> None:
    """A witness that has seen more than there is means: do not append here."""
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS) as one:
        grow(mine, "a")
        with copied(tmp_path / "ledger", mine, tmp_path / "backup") as backup:
            grow(mine, "b")
            assert codes(ask_witnesses(mine.ledger, [read_witness(one)])) == []
            assert codes(ask_witnesses(backup.ledger, [read_witness(one)])) == ["witness.ahead"] * 2


@pytest.mark.parametrize("more", [1, 2])
def test_a_twin_is_never_cosigned(tmp_path: Path, more: int) -> None:
    """Of two histories under one key a witness signs the first it sees, at equal and larger size."""
    with twins(tmp_path, 1, more) as (mine, twin), witness(tmp_path, "w1", LOG_KEYS) as one:
        assert codes(ask_witnesses(mine.ledger, [read_witness(one)])) == []
        assert codes(ask_witnesses(twin.ledger, [read_witness(one)])) == ["witness.disagrees"] * 2
        assert shown(twin, "entries") is None


def test_a_witness_is_named_with_or_without_its_key(tmp_path: Path) -> None:
    """Without a key the witness is asked for it; a key that it does not have gets no cosignature."""
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS) as one:
        address = one.partition(" ")[2]
        assert read_witness(f" {address}/ ") == read_witness(one)
        other = f"{format_vkey(vkey_of('w2'))} {address}"
        assert codes(ask_witnesses(mine.ledger, [read_witness(other)])) == ["witness.signature"] * 2
        with refused("witness.refused"):
            read_witness(f"{address}/nowhere")


def test_what_a_witness_does_not_know_is_refused_in_its_words(tmp_path: Path) -> None:
    """A witness of another log answers 404; its sentence is passed on."""
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS[:1]) as one:
        outcomes = ask_witnesses(mine.ledger, [read_witness(one)])
        assert codes(outcomes) == ["witness.refused"]
        assert "does not cosign" in str(outcomes[1].refusal)


def test_a_witness_that_never_settles_is_left(tmp_path: Path) -> None:
    """A server that names another size each time is asked a few times and no more."""
    asked: list[int] = []
    app = FastAPI()

    @app.post("/add-checkpoint")
    def conflict() -> Response:
        asked.append(1)
        return Response(f"{len(asked) % 2}\n", 409, media_type="text/x.tlog.size")

    with world(tmp_path / "ledger") as mine, serving(app) as address:
        grow(mine, "a")
        odd = Witness(address, vkey_of("odd"))
        assert codes(ask_witnesses(mine.ledger, [odd])) == ["witness.busy"] * 2
        assert len(asked) == 8


def test_the_pair_with_most_witnesses_is_shown(tmp_path: Path) -> None:
    """An earlier pair of two witnesses goes before a newer one of one, as far as it reaches."""
    with world(tmp_path / "ledger") as mine, witness(tmp_path, "w1", LOG_KEYS) as one:
        store = mine.ledger.store
        assert shown(mine, "entries") is None
        entry = grow(mine, "a")
        with refused("receipt.not_cosigned"):
            cosigned_receipt(store, receipt_of(mine.ledger, entry))
        with witness(tmp_path, "w2", LOG_KEYS) as two:
            ask_witnesses(mine.ledger, [read_witness(one), read_witness(two)])
        later = grow(mine, "b")
        ask_witnesses(mine.ledger, [read_witness(one)])
        for statement, size, witnesses in ((entry, 1, 2), (later, 2, 1)):
            receipt = receipt_of(mine.ledger, statement)
            pair = shown(mine, "entries", receipt.index)
            assert pair is not None
            assert pair.entries_size == size
            renewed = cosigned_receipt(store, receipt)
            assert renewed.leaf == receipt.leaf
            note = parse_note(parse_tlog_proof(renewed.proof.encode()).checkpoint)
            assert len(note.signatures) == 1 + witnesses


def test_cosignatures_of_another_database_are_not_shown(tmp_path: Path) -> None:
    """Beside an older database, or that of a twin, the kept pairs are passed over."""
    with twins(tmp_path, 1, 2) as (mine, twin), witness(tmp_path, "w1", LOG_KEYS) as one:
        ask_witnesses(twin.ledger, [read_witness(one)])
        foreign = shown(twin, "entries")
        assert foreign is not None
        mine.ledger.store.cosigned.put(foreign)
        assert shown(mine, "entries") is None  # It is larger.
        grow(mine, "more")
        assert shown(mine, "entries") is None  # It has another root.
        with mine.ledger.store.read() as connection:
            present = present_pair(mine.ledger.store, connection)
            assert present.entries == latest_checkpoint(connection, "entries")[1]
        receipt = receipt_of(mine.ledger, grow(mine, "again"))
        with refused("receipt.not_cosigned"):
            cosigned_receipt(mine.ledger.store, receipt)
