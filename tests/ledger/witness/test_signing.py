"""The answers of a witness, case by case of the specification, over real HTTP and a real record."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from support.bundles import signer
from support.servers import serving
from support.tree import Tree, grow
from support.witnesses import TIME, settings, vkey_of

from ledger.client import http
from ledger.client.http import HttpResponse
from ledger.trust.add_checkpoint import REQUEST_LIMIT, AddCheckpoint, format_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.trust.note import ED25519, Vkey, format_note, format_vkey, parse_note, sign_note
from ledger.trust.proof import prove_consistency
from ledger.trust.witness import CLOCK_SLACK, cosigned_at, take_cosignature
from ledger.witness.app import create_app

ORIGIN = "log.example/one"
LOG = Vkey(ORIGIN, ED25519, signer("log").public)
NEXT = Vkey(ORIGIN, ED25519, signer("next log key").public)
NAME = "witness.example/w1"
TREE = grow(b"%d" % number for number in range(40))
TWIN = grow(b"%d" % number + b"x" * (number >= 10) for number in range(40))


class Clock:
    """A clock that a test sets."""

    now = TIME

    def __call__(self) -> int:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The witness's clock."""
    return Clock()


@pytest.fixture
def address(tmp_path: Path, clock: Clock) -> Iterator[str]:
    """A running witness of one log, which has two keys."""
    with serving(create_app(settings(tmp_path, NAME, [LOG, NEXT]), clock)) as found:
        yield found


def note(size: int, tree: Tree = TREE, key: str = "log") -> bytes:
    """A signed checkpoint."""
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree.roots[size]), signer(key))


def add(address: str, old: int, size: int, tree: Tree = TREE, key: str = "log") -> HttpResponse:
    """Ask for a cosignature on the growth of a tree."""
    path = prove_consistency(tree.nodes, min(old, size), size)
    return post(address, AddCheckpoint(old, path, note(size, tree, key)))


def post(address: str, request: AddCheckpoint) -> HttpResponse:
    """Send a request."""
    return http.post(f"{address}/add-checkpoint", format_add_checkpoint(request))


def latest(address: str) -> HttpResponse:
    """The last checkpoint that the witness reports."""
    return http.get(f"{address}/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint")


def test_growth_is_cosigned_and_shown(address: str) -> None:
    """200 with a line that verifies; the checkpoint shown afterwards carries it and the log's own."""
    for old, size in ((0, 5), (5, 5), (5, 30)):
        answer = add(address, old, size)
        assert (answer.status, answer.media_type) == (200, "text/plain")
        cosigned = take_cosignature(note(size), answer.body, vkey_of(NAME))
        assert cosigned_at(parse_note(cosigned), [vkey_of(NAME)]) == {vkey_of(NAME).key: TIME}
        shown = latest(address)
        assert (shown.status, shown.body) == (200, cosigned)
        assert open_checkpoint(shown.body, LOG).size == size
    assert http.get(f"{address}/vkey").body.decode() == format_vkey(vkey_of(NAME)) + "\n"


def test_an_empty_log_can_be_signed(address: str) -> None:
    """A log that has not begun yet is witnessed too, and grows from there."""
    assert add(address, 0, 0).status == 200
    assert add(address, 0, 3).status == 200


def test_another_old_size_is_a_conflict_that_names_the_right_one(address: str) -> None:
    """409 with the size signed last, as text/x.tlog.size."""
    for known, old in ((0, 4), (7, 0), (7, 4), (7, 8)):
        if known:
            add(address, 0, known)
        answer = add(address, old, 20)
        shown = (answer.status, answer.media_type, answer.body)
        assert shown == (409, "text/x.tlog.size", b"%d\n" % known)


def test_another_history_is_never_signed(address: str) -> None:
    """A twin log with the same key: 409 at the same size, 422 when it grows; nothing changes."""
    add(address, 0, 15)
    assert add(address, 15, 15, TWIN).status == 409
    assert add(address, 15, 20, TWIN).status == 422
    assert post(address, AddCheckpoint(15, (), note(20))).status == 422
    assert add(address, 15, 15).status == 200


def test_a_first_checkpoint_takes_no_proof(address: str) -> None:
    """422: from nothing there is nothing to prove."""
    assert post(address, AddCheckpoint(0, (bytes(32),), note(5))).status == 422


def test_a_smaller_checkpoint_than_the_old_size_is_malformed(address: str) -> None:
    """400, whatever the witness knows."""
    assert add(address, 9, 5).status == 400


def test_only_known_logs_and_their_keys_count(address: str) -> None:
    """404 for another origin, 403 without a signature by a known key; strangers' lines are ignored."""
    other = sign_checkpoint(Checkpoint("log.example/two", 5, TREE.roots[5]), signer("log"))
    assert post(address, AddCheckpoint(0, (), other)).status == 404
    assert add(address, 0, 5, key="thief").status == 403
    with_both = note(5) + note(5, key="thief").splitlines(keepends=True)[-1]
    answer = post(address, AddCheckpoint(0, (), with_both))
    assert answer.status == 200
    assert len(parse_note(latest(address).body).signatures) == 2
    damaged = parse_note(note(6))
    wrong = parse_note(sign_checkpoint(Checkpoint(ORIGIN, 7, TREE.roots[7]), signer("log")))
    changed = format_note(type(damaged)(damaged.text, wrong.signatures))
    path = prove_consistency(TREE.nodes, 5, 6)
    assert post(address, AddCheckpoint(5, path, changed)).status == 403


def test_a_log_may_change_its_key(address: str) -> None:
    """Any of the keys that the witness was given for a log counts."""
    assert add(address, 0, 5).status == 200
    assert add(address, 5, 9, key="next log key").status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n\n",
        b"old 0\n\nnonsense\n",
        b"old 00\n\n" + note(5),
        b"old 0\nAAAA\n\n" + note(5),
        b"old 0\n\n"
        + format_note(sign_note(f"{ORIGIN}\n5\n{'A' * 43}=\nextension\n", ORIGIN, signer("log"))),
        b"x" * (REQUEST_LIMIT + 1),
    ],
)
def test_malformed_requests(address: str, body: bytes) -> None:
    """400 for what is no request, no note, or no checkpoint of three lines."""
    assert http.post(f"{address}/add-checkpoint", body).status == 400
    assert latest(address).status == 404


def test_time_never_goes_backwards(address: str, clock: Clock) -> None:
    """A clock set back repeats the last time for a minute; then the witness stops signing."""
    witness = vkey_of(NAME)
    add(address, 0, 5)
    for back, time in ((CLOCK_SLACK, TIME), (-10, TIME + 10)):
        clock.now = TIME - back
        cosigned = take_cosignature(note(5), add(address, 5, 5).body, witness)
        assert cosigned_at(parse_note(cosigned), [witness]) == {witness.key: time}
    clock.now = TIME - 2 * CLOCK_SLACK
    assert add(address, 5, 9).status == 503
    assert open_checkpoint(latest(address).body, LOG).size == 5


def test_a_restarted_witness_remembers(tmp_path: Path) -> None:
    """A signed checkpoint is on disk before the answer."""
    chosen = settings(tmp_path, NAME, [LOG])
    with serving(create_app(chosen, Clock())) as address:
        assert add(address, 0, 15).status == 200
    with serving(create_app(chosen, Clock())) as address:
        assert add(address, 0, 15).body == b"15\n"
        assert add(address, 15, 20, TWIN).status == 422


def test_racing_requests_never_sign_a_smaller_checkpoint_later(tmp_path: Path) -> None:
    """Many sizes at once, through two servers on one record: exactly one wins, and sizes only grow."""
    chosen = settings(tmp_path, NAME, [LOG])
    with serving(create_app(chosen, Clock())) as one, serving(create_app(chosen, Clock())) as two:
        known = 0
        for step in range(5):
            sizes = [known + more for more in (1, 2, 3, 4, 5, 6)]
            start = threading.Barrier(len(sizes))

            def race(size: int, old: int = known, start: threading.Barrier = start) -> HttpResponse:
                start.wait()
                return add((one, two)[size % 2], old, size)

            with ThreadPoolExecutor(len(sizes)) as pool:
                answers = dict(zip(sizes, pool.map(race, sizes), strict=True))
            won = [size for size, answer in answers.items() if answer.status == 200]
            assert len(won) == 1, step
            assert {a.body for a in answers.values() if a.status == 409} == {b"%d\n" % won[0]}
            known = won[0]
            assert open_checkpoint(latest(one).body, LOG).size == known
