"""An owner's watch: a registry leaf about the owner that it did not make raises an alarm within one checkpoint."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.key_changes import key_draft
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, replacing, signer, world
from support.published import publish
from support.refusal import refused
from support.witnesses import vkey_of

from ledger.client.log_client import EVIDENCE, LogClient
from ledger.client.source import Folder
from ledger.client.watch import Code, OwnerWatch, Quorum, WatchResult
from ledger.operation.static import export_static
from ledger.trust.canonical import canonical
from ledger.trust.tiles import ENTRIES, Tile, format_tile_path
from schemas.vocabulary import Role

VKEY = LOG_SIGNERS.vkey(ORIGIN, "registry")
BOTH = Quorum(([vkey_of("w1")], [vkey_of("w2")]), 2)


def named(word: str) -> str:
    """An id."""
    return f"sha256:{sha256(word.encode()).hexdigest()}"


ME, MINE, THEIRS = named("me"), named("mine"), named("theirs")


def leaf(kind: str, **members: str) -> bytes:
    """A registry leaf."""
    return canonical({"v": 1, "kind": kind, **members})


def key_of(owner: str, statement: str) -> bytes:
    """The leaf of a change of a participant's keys."""
    return leaf("key", id=statement, of=owner, sigs=named("signatures"))


def other(number: int) -> bytes:
    """A leaf that concerns another participant."""
    return leaf("participant", id=named(f"other {number}"), sigs=named("signatures"))


class Registry:
    """A registry as its operator publishes it, and a reader's folder."""

    def __init__(self, folder: Path, leaves: Sequence[bytes]) -> None:
        self.folder, self.leaves = folder, [*leaves]
        self.log = LogClient(Folder(folder / "public"), VKEY, folder / "seen")
        self.show()

    def show(self, *more: bytes, witnesses: Sequence[str] = ()) -> None:
        """Let the registry grow, and publish it."""
        self.leaves += more
        public = self.folder / "public"
        cosigning = [(name, signer(name)) for name in witnesses]
        publish(public, VKEY.name, LOG_SIGNERS.registry, self.leaves, cosigning)

    def look(self, *own: str, quorum: Quorum | None = None) -> WatchResult:
        """Look once, with these statements as the owner's own."""
        return OwnerWatch(self.log, ME, quorum).look({ME, *own})


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """A registry of three leaves, among them the owner's registration."""
    mine = leaf("participant", id=ME, sigs=named("signatures"))
    return Registry(tmp_path, [other(0), mine, other(1)])


def alarms_of(seen: WatchResult) -> list[tuple[Code, int, str]]:
    """The alarms of a look."""
    return [(row.code, row.index, row.statement) for row in seen.alarms]


def test_an_injected_key_is_an_alarm_within_one_checkpoint(registry: Registry) -> None:
    """A key that the operator puts into the registry raises an alarm at the next look and every later one."""
    assert registry.look().alarms == ()
    registry.show(key_of(named("somebody"), THEIRS), key_of(ME, THEIRS))
    seen = registry.look()
    assert alarms_of(seen) == [("watch.key", 4, THEIRS)]
    assert (seen.start, seen.size) == (3, 5)
    registry.show(other(2))
    assert alarms_of(registry.look()) == alarms_of(seen)


def test_an_alarm_ends_when_the_owner_takes_the_statement_for_its_own(registry: Registry) -> None:
    """A statement that the owner made elsewhere raises no alarm once it is in its list."""
    registry.show(key_of(ME, MINE))
    assert alarms_of(registry.look()) == [("watch.key", 3, MINE)]
    assert registry.look(MINE).alarms == ()
    assert registry.look().alarms == ()


CHANGES = {
    "superseded": (leaf("superseded", old=MINE, by=THEIRS), "watch.superseded"),
    "withdrawn": (leaf("withdrawn", old=MINE, by=THEIRS), "watch.withdrawn"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_correction_by_somebody_else_is_an_alarm(registry: Registry, kind: str) -> None:
    """A statement that replaces or withdraws one of the owner's, and is not its own, raises an alarm."""
    changed, code = CHANGES[kind]
    own = leaf(kind, old=MINE, by=named("my second"))
    strange = leaf(kind, old=named("of others"), by=THEIRS)
    registry.show(own, strange, changed)
    assert alarms_of(registry.look(MINE, named("my second"))) == [(code, 5, THEIRS)]


def test_a_product_of_the_owner_made_by_somebody_else_is_an_alarm(registry: Registry) -> None:
    """An entry of a subject that the owner's entries have named, also at an earlier look, raises an alarm."""
    mine = leaf("made", subject=named("subject"), id=MINE)
    registry.show(leaf("made", subject=named("another"), id=THEIRS), mine)
    assert registry.look(MINE).alarms == ()
    registry.show(mine, leaf("made", subject=named("subject"), id=THEIRS))
    assert alarms_of(registry.look(MINE)) == [("watch.made", 6, THEIRS)]


def test_older_statements_are_judged_once_all_is_read_again(registry: Registry) -> None:
    """A leaf about a statement that was not yet in the owner's list raises its alarm after a full read."""
    registry.show(CHANGES["withdrawn"][0])
    assert registry.look().alarms == registry.look(MINE).alarms == ()
    OwnerWatch(registry.log, ME).forget()
    assert alarms_of(registry.look(MINE)) == [("watch.withdrawn", 3, THEIRS)]


def test_without_the_kept_checkpoint_all_is_read_again(registry: Registry) -> None:
    """The state depends on the kept checkpoint; without it, all leaves are read again."""
    registry.look()
    for file in (registry.folder / "seen").glob("*.checkpoint"):
        file.unlink()
    assert registry.look().start == 0


def test_what_the_owner_does_on_a_real_ledger_is_no_alarm(tmp_path: Path) -> None:
    """The owner's key changes, correction and withdrawal raise no alarm; the same by a thief of its keys do."""
    with world(tmp_path / "ledger") as ledger:
        me, mate = (ledger.register(name, Role.SUPPLIER) for name in ("me", "mate"))
        log = LogClient(Folder(tmp_path / "public" / "registry"), VKEY, tmp_path / "seen")
        watch = OwnerWatch(log, me.id)
        entry = ledger.enter(me, [made(me)])
        newer = ledger.enter(me, [made(me, "90")], supersedes=replacing(entry))
        second, third = signer("my second"), signer("my third")
        added = ledger.submit(key_draft(ledger, me, "add", second), me.root, second).id
        ledger.submit(key_draft(ledger, mate, "add", third), mate.root, third)
        ledger.withdraw(mate, ledger.enter(mate, [made(mate)]))
        own = {me.id, entry, newer, added}
        export_static(ledger.ledger, tmp_path / "public")
        assert watch.look(own).alarms == ()
        stolen = signer("stolen")
        forged = ledger.submit(key_draft(ledger, me, "add", stolen), me.root, stolen).id
        gone = ledger.withdraw(me, newer)
        export_static(ledger.ledger, tmp_path / "public")
        found = [(row.code, row.statement) for row in watch.look(own).alarms]
        assert found == [("watch.key", forged), ("watch.withdrawn", gone)]


def test_all_leaves_are_read_over_bundles(registry: Registry) -> None:
    """A look may begin in the middle of a bundle, and a full bundle replaces its partial form."""
    registry.show(*map(other, range(2, 200)))
    assert registry.look().size == 201
    registry.show(*map(other, range(200, 300)), key_of(ME, THEIRS))
    (registry.folder / "public" / format_tile_path(Tile(ENTRIES, 0, 201))).unlink()
    assert alarms_of(registry.look()) == [("watch.key", 301, THEIRS)]


def test_a_reader_of_an_older_checkpoint_takes_the_full_bundle(registry: Registry) -> None:
    """If the partial bundle is gone, the checkpoint's number of leaves is read from the full one."""
    note = registry.log.latest()
    registry.show(*map(other, range(2, 300)))
    (registry.folder / "public" / format_tile_path(Tile(ENTRIES, 0, 3))).unlink()
    assert [leaf for _, leaf in registry.log.leaves(note, 0)] == registry.leaves[:3]


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ([other(7)] * 3, "merkle.inclusion"),
        ([other(0)], "tile.bundle"),
        ([], "tile.absent"),
    ],
)
def test_leaves_that_do_not_prove_are_refused(
    registry: Registry, shown: Sequence[bytes], code: str
) -> None:
    """With other, too few or no leaves, the state does not advance."""
    from ledger.trust.tiles import format_bundle

    bundle = registry.folder / "public" / format_tile_path(Tile(ENTRIES, 0, 3))
    kept = bundle.read_bytes()
    bundle.unlink()
    if shown:
        bundle.write_bytes(format_bundle(shown))
    with refused(code):
        registry.look()
    bundle.write_bytes(kept)
    assert registry.look().start == 0


def test_two_histories_are_evidence(registry: Registry) -> None:
    """A registry that was shown with a key and then without it is detected by the kept checkpoint."""
    registry.show(key_of(ME, THEIRS))
    registry.look()
    registry.leaves[-1] = other(9)
    registry.show(other(10))
    with refused("log.forked"):
        registry.look()
    assert (registry.folder / "seen" / EVIDENCE).exists()


def test_a_checkpoint_of_elsewhere_must_agree(registry: Registry, tmp_path: Path) -> None:
    """A witness's checkpoint is compared with the one that this reader is shown."""
    away = tmp_path / "away"
    away.mkdir()
    elsewhere = Registry(away, [*registry.leaves, key_of(ME, THEIRS)])
    note = (elsewhere.folder / "public" / "checkpoint").read_bytes()
    registry.show(other(5))
    with refused("log.forked"):
        OwnerWatch(registry.log, ME).look({ME}, [note])


def test_witnesses_must_know_what_was_read_before(registry: Registry) -> None:
    """The first look needs any cosigned checkpoint, a later one a checkpoint that covers the look before."""
    registry.show(witnesses=["w1"])
    doubt = registry.look(quorum=BOTH).doubt
    assert doubt is not None
    assert doubt.code == "watch.unwitnessed"
    registry.show(witnesses=["w1", "w2"])
    assert registry.look(quorum=BOTH).witnessed == 3
    registry.show(key_of(ME, THEIRS))
    seen = registry.look(quorum=BOTH)
    assert (seen.witnessed, seen.doubt, seen.size) == (3, None, 4)
    seen = registry.look(quorum=BOTH)
    assert (seen.doubt is not None, alarms_of(seen)) == (True, [("watch.key", 3, THEIRS)])
    registry.show(witnesses=["w2", "w1"])
    assert registry.look(quorum=BOTH).witnessed == 4


def test_a_false_cosignature_is_a_doubt(registry: Registry) -> None:
    """A line that claims a witness and does not verify is a doubt."""
    registry.show(witnesses=["w1", "w2"])
    cosigned = registry.folder / "public" / "cosigned"
    lines = cosigned.read_text().splitlines(keepends=True)
    other_name = lines[-1].replace(lines[-1].split()[-1][-20:], lines[-2].split()[-1][-20:])
    cosigned.write_text("".join([*lines[:-1], other_name]))
    doubt = registry.look(quorum=BOTH).doubt
    assert doubt is not None
    assert doubt.code == "witness.signature"


def test_the_key_of_another_log_is_refused(tmp_path: Path) -> None:
    """A watch reads the registry, which holds the participants."""
    entries = LogClient(Folder(tmp_path), LOG_SIGNERS.vkey(ORIGIN, "entries"), tmp_path)
    with refused("watch.log", "--log-key"):
        OwnerWatch(entries, ME)


KINDS = (
    other(3),
    key_of(ME, MINE),
    key_of(ME, THEIRS),
    *(changed for changed, _ in CHANGES.values()),
    leaf("made", subject=named("subject"), id=MINE),
    leaf("made", subject=named("subject"), id=THEIRS),
)


@given(st.lists(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6), min_size=1, max_size=5))
def test_many_looks_report_what_one_look_reports(
    tmp_path_factory: pytest.TempPathFactory, growth: list[list[bytes]]
) -> None:
    """The final alarms do not depend on the number of looks."""
    leaves = [row for part in growth for row in part]
    once = Registry(tmp_path_factory.mktemp("once"), leaves).look(MINE)
    grown = Registry(tmp_path_factory.mktemp("grown"), growth[0])
    grown.look(MINE)
    for part in growth[1:]:
        grown.show(*part)
        grown.look(MINE)
    assert grown.look(MINE).alarms == once.alarms
