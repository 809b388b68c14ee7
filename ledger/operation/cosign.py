"""Requests to witnesses: the operator's side of C2SP tlog-witness.

Each witness is sent the growth of each log since it last signed, with the proof, and answers with a
cosignature, which is verified and kept beside the checkpoint. A witness that has signed a
checkpoint is not asked about it again. A refusal of one witness is reported and does not stop the
others. A witness that has seen more leaves than there are (`witness.ahead`) means that this ledger
was restored from an old backup; one that has seen other leaves (`witness.disagrees`) means that two
ledgers run on one key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ledger.append.ledger import Ledger
from ledger.client import http
from ledger.client.addresses import check_address
from ledger.client.http import HttpClient, HttpRequest, HttpResponse
from ledger.operation.published_checkpoints import present_pair
from ledger.store.log import LOGS, Log, nodes_of
from ledger.trust.add_checkpoint import AddCheckpoint, format_add_checkpoint
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.encoding import parse_count
from ledger.trust.note import COSIGNATURE, NOTE_LIMIT, Vkey, parse_note, parse_vkey
from ledger.trust.proof import prove_consistency
from ledger.trust.witness import cosigned_at, take_cosignature
from schemas.errors import CradleError

SIZE_TYPE = "text/x.tlog.size"
OK, CONFLICT, UNPROVED = 200, 409, 422
ATTEMPTS = 4
"""The number of requests to a witness whose state of the log others change meanwhile."""

PATIENCE = 5.0
"""Seconds to wait for each piece of an answer: a witness has little to do."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness to ask: its address, and its verifier key."""

    url: str
    vkey: Vkey


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of one witness about one log: the time of its signature, or its refusal."""

    witness: str
    log: Log
    size: int
    time: int | None
    refusal: CradleError | None = None


def read_witness(text: str) -> Witness:
    """A witness as it is named on a command line: `URL`, or `VKEY URL` to require its key.

    Without a key the witness is asked for its own, over TLS if the address says so.

    Raises:
        CradleError: `remote.*`, `witness.refused`, or `note.*` for an invalid key.
    """
    key, _, url = text.strip().rpartition(" ")
    if key:
        return parse_witness(text)
    url = url.rstrip("/")
    answer = http.get(f"{url}/vkey")
    if answer.status != OK:
        raise _refusal(answer)
    return Witness(url, parse_vkey(answer.body.decode("utf-8", "replace").strip()))


def parse_witness(text: str) -> Witness:
    """A witness named as its verifier key, a space and its address.

    Raises:
        CradleError: `witness.named`, `note.*` for an invalid key, `remote.address`.
    """
    key, _, url = text.strip().rpartition(" ")
    vkey = parse_vkey(key) if key else None
    if vkey is None or vkey.kind != COSIGNATURE:
        detail = f"{text:.200} is not a witness; write its cosignature key, a space, its address."
        raise CradleError("witness.named", detail)
    check_address(url, secret=False)
    return Witness(url.rstrip("/"), vkey)


def ask_witnesses(ledger: Ledger, witnesses: Sequence[Witness]) -> tuple[Outcome, ...]:
    """Have both logs' newest checkpoints cosigned, and keep the cosignatures.

    Returns:
        The outcome for each log and witness; a refusal of one is no error of another.
    """
    with ledger.store.read() as connection:
        pair = present_pair(ledger.store, connection)
    notes, outcomes = {log: pair.note(log) for log in LOGS}, []
    for log in LOGS:
        for witness in witnesses:
            notes[log], outcome = _ask(ledger, log, notes[log], witness)
            outcomes.append(outcome)
    cosigned = replace(pair, entries=notes["entries"], registry=notes["registry"])
    if cosigned.witnesses():
        with ledger.store.noting_failures():
            ledger.store.cosigned.put(cosigned)
    return tuple(outcomes)


def _ask(ledger: Ledger, log: Log, note: bytes, witness: Witness) -> tuple[bytes, Outcome]:
    """The note with the cosignature of a witness, added if it has none yet, and the outcome."""
    size = parse_checkpoint(parse_note(note).text).size
    try:
        if not cosigned_at(parse_note(note), [witness.vkey]):
            answer = _cosignature(ledger, log, size, note, witness)
            note = take_cosignature(note, answer, witness.vkey)
        time = cosigned_at(parse_note(note), [witness.vkey])[witness.vkey.key]
    except CradleError as refusal:
        return note, Outcome(witness.vkey.name, log, size, None, refusal)
    return note, Outcome(witness.vkey.name, log, size, time)


def _cosignature(ledger: Ledger, log: Log, size: int, note: bytes, witness: Witness) -> bytes:
    """The lines of a witness's answer to the log's growth since it last signed."""
    old = _signed_last(ledger, log, size, witness)
    for _ in range(ATTEMPTS):
        request = AddCheckpoint(old, _growth(ledger, log, old, size), note)
        answer = _post(f"{witness.url}/add-checkpoint", format_add_checkpoint(request))
        if answer.status == OK:
            return answer.body
        if answer.status != CONFLICT or answer.media_type != SIZE_TYPE:
            raise _refusal(answer)
        old = _last_size(answer, old, size)
    raise CradleError("witness.busy", "Others ask this witness about the log; try again.")


def _post(url: str, body: bytes) -> HttpResponse:
    with HttpClient(url, timeout=PATIENCE, limit=NOTE_LIMIT) as client:
        return client.send(HttpRequest(body=body))


def _signed_last(ledger: Ledger, log: Log, size: int, witness: Witness) -> int:
    """The size that the witness signed last, as known here; the witness corrects it."""
    for pair in islice(ledger.store.cosigned.newest(), 1):
        cosignatures = cosigned_at(parse_note(pair.note(log)), [witness.vkey])
        if cosignatures and pair.size(log) <= size:
            return pair.size(log)
    return 0


def _growth(ledger: Ledger, log: Log, old: int, size: int) -> tuple[bytes, ...]:
    with ledger.store.read() as connection:
        return prove_consistency(nodes_of(connection, log), old, size)


def _last_size(answer: HttpResponse, old: int, size: int) -> int:
    """The size that a witness says it signed last, if the log can follow from there."""
    signed_size = parse_count(answer.body.decode("ascii", "replace").removesuffix("\n"), "size")
    if signed_size > size:
        detail = f"It has signed {signed_size} leaves and this ledger has {size}: restored from a backup?"
        raise CradleError("witness.ahead", f"{detail} Do not append to it.")
    if signed_size == old:
        detail = f"It has signed another root for {signed_size} leaves: two ledgers run on one key."
        raise CradleError("witness.disagrees", detail)
    return signed_size


def _refusal(answer: HttpResponse) -> CradleError:
    said = answer.body.decode("utf-8", "replace").strip().rstrip(".")
    if answer.status == UNPROVED:
        detail = f"It has signed another history of this log: {said:.300}."
        return CradleError("witness.disagrees", detail)
    return CradleError("witness.refused", f"It answers {answer.status}: {said:.300}.")
