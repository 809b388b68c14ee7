"""How far the configured witnesses are: their newest cosignatures, compared with the newest checkpoints.

A reader's policy decides how many witnesses it asks for; the ledger has no quorum of its own.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from ledger.operation.cosign import Witness
from ledger.store.engine import Connection
from ledger.store.log import LOGS, Log, latest_checkpoint
from ledger.store.store import Store
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.note import format_vkey, parse_note
from ledger.trust.witness import cosigned_at
from schemas.views.operation import (
    CosignedSize,
    LogHead,
    WitnessStanding,
    WitnessState,
    WitnessStates,
)

LOOKED: Final = 1000
"""The newest cosigned pairs in which a cosignature is looked for."""

ALARMS: Final = frozenset({"witness.ahead", "witness.disagrees"})
"""Refusals by which a witness says that it has seen another history of the log."""


class Answers(NamedTuple):
    """What the server's threads know of a witness: if it answers, and its refusals by code."""

    answers: bool | None
    refusals: Mapping[str, int]


def witness_states(
    store: Store, witnesses: Sequence[Witness], answers: Mapping[str, Answers], *, logs_open: bool
) -> WitnessStates:
    """The state of each witness; `answers` by its name."""
    with store.read() as connection:
        heads = log_heads(connection)
    cosigned_by_key = _newest(store, witnesses)
    sizes = {head.log: head.size for head in heads}
    items = tuple(
        _state(
            witness,
            cosigned_by_key[witness.vkey.key],
            sizes,
            answers.get(witness.vkey.name, Answers(None, {})),
        )
        for witness in witnesses
    )
    current = sum(row.standing == "current" for row in items)
    return WitnessStates(heads=heads, logs_open=logs_open, current=current, items=items)


def log_heads(connection: Connection) -> tuple[LogHead, ...]:
    """The newest signed checkpoint of each log; a log without one is left out."""
    heads = []
    for log in LOGS:
        size, note = latest_checkpoint(connection, log)
        if size >= 0:
            root = parse_checkpoint(parse_note(note).text).root.hex()
            heads.append(LogHead(log=log, size=size, root=root))
    return tuple(heads)


def _newest(store: Store, witnesses: Sequence[Witness]) -> dict[bytes, dict[Log, CosignedSize]]:
    """The newest cosignature of each log by the raw key of its witness."""
    cosigned_by_key: dict[bytes, dict[Log, CosignedSize]] = {
        witness.vkey.key: {} for witness in witnesses
    }
    vkeys = [witness.vkey for witness in witnesses]
    for pair in islice(store.cosigned.newest(), LOOKED):
        for log in LOGS:
            for key, time in cosigned_at(parse_note(pair.note(log)), vkeys).items():
                kept = CosignedSize(log=log, size=pair.size(log), time=time)
                cosigned_by_key[key].setdefault(log, kept)
        if all(len(logs) == len(LOGS) for logs in cosigned_by_key.values()):
            break
    return cosigned_by_key


def _state(
    witness: Witness,
    cosigned: Mapping[Log, CosignedSize],
    sizes: Mapping[Log, int],
    answers: Answers,
) -> WitnessState:
    signed = {log: row.size for log, row in cosigned.items()}
    standing: WitnessStanding = "behind" if signed else "none"
    if signed == sizes:
        standing = "current"
    if not answers.answers and ALARMS & answers.refusals.keys():
        standing = "alarm"
    return WitnessState(
        name=witness.vkey.name,
        key=format_vkey(witness.vkey),
        url=witness.url,
        cosigned=tuple(cosigned[log] for log in LOGS if log in cosigned),
        answers=answers.answers,
        refusals=tuple(sorted(answers.refusals.items())),
        standing=standing,
    )
