"""Marks and closures in the log: numbers without gaps over batches, threads and restarts; secrets that stay."""

from concurrent.futures import ThreadPoolExecutor

import orjson
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing

from ledger.append.ledger import Ledger
from ledger.append.submit import submit_many
from ledger.state.drafting import Draft, sign_draft
from ledger.state.same_goods import closure_of
from ledger.store.log import leaves_of, size_of
from ledger.store.marks import mark_states, marks_of
from ledger.trust.marks import entry_keys, salted_digest, tags
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.closure import Mark, MarkCount
from schemas.signed.log import EntriesLeaf, Receipt


def marks(it: BatteryChain, participant: str, role: str = "issued") -> list[tuple[int, Mark]]:
    """The marks of a participant, each with the index of its leaf."""
    with it.world.ledger.view() as view:
        found = marks_of(view.connection, participant, role, 1000)
        return [(index, Mark.parse(data)) for index, data in found]


def leaves(it: BatteryChain) -> list[EntriesLeaf]:
    """All leaves of the entries log."""
    with it.world.ledger.view() as view:
        size = size_of(view.connection, "entries")
        return [EntriesLeaf.parse(leaf) for leaf in leaves_of(view.connection, "entries", 0, size)]


def entries(it: BatteryChain, count: int, word: str) -> list[Submission]:
    """Entries of the mine and the plant by turns, signed."""
    made_by = [(it.mine, it.plant)[at % 2] for at in range(count)]
    drafts: list[Draft] = [
        it.world.entry(party, [made(party, product=f"urn:test:{word}-{at}")], inputs=[power("1")])
        for at, party in enumerate(made_by)
    ]
    return [
        sign_draft(draft, [party.working]) for draft, party in zip(drafts, made_by, strict=True)
    ]


def check(it: BatteryChain) -> None:
    """Every leaf of an entry or a delivery binds marks, whose numbers go up without gaps in the order of the log."""
    found = leaves(it)
    for party in (it.mine, it.plant, it.recycler):
        for role in ("issued", "received"):
            rows = marks(it, party.id, role)
            assert [mark.nr for _, mark in rows] == list(range(1, len(rows) + 1))
            assert [index for index, _ in rows] == sorted(index for index, _ in rows)
            for index, mark in rows:
                assert salted_digest(mark) in (found[index].marks or ())
    roles = {"entry": 1, "delivery": 2}
    assert all(len(leaf.marks or ()) == roles.get(leaf.kind.value, 0) for leaf in found)


def test_numbers_in_one_batch(chain: BatteryChain) -> None:
    """A batch numbers its members one after another; a refused one takes no number."""
    submissions = entries(chain, 12, "batch")
    repeated = chain.world.delivery(chain.mine, chain.mined, chain.plant, amount="1000")
    submissions.insert(5, sign_draft(repeated, [chain.mine.working]))
    outcomes = submit_many(chain.world.ledger, submissions)
    assert [type(one) for one in outcomes].count(CradleError) == 1
    check(chain)


def test_numbers_of_many_threads(chain: BatteryChain) -> None:
    """Threads share the one sequencer."""
    groups = [entries(chain, 6, f"thread-{number}") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda group: submit_many(chain.world.ledger, group), groups))
    assert all(isinstance(one, Receipt) for group in outcomes for one in group)
    check(chain)


def test_tags_of_a_participant_stay(chain: BatteryChain) -> None:
    """A secret is drawn once, so a new version has the tags of the one before; another firm has others."""
    world, mine = chain.world, chain.mine
    later = world.submit(
        world.entry(mine, [made(mine)], inputs=[power("90")], supersedes=replacing(chain.mined)),
        mine.working,
    )
    first, last = marks(chain, mine.id)[0][1], marks(chain, mine.id)[-1][1]
    assert first.tags == last.tags
    assert first.salt != last.salt
    with world.ledger.view() as view:
        record = view.entry(later.id)
        states = mark_states(view.connection, [mine.id, chain.plant.id, later.id])
    assert record is not None
    assert last.tags == tags(
        states[mine.id].secret or b"", entry_keys(record.entry, record.product)
    )
    assert states[mine.id].secret != states[chain.plant.id].secret
    assert states[later.id] == (0, 0, None)


def test_the_closure_of_a_calculation(chain: BatteryChain) -> None:
    """The counts of the firms behind it, before its own leaf; a leaf without a figure binds none."""
    world = chain.world
    world.deliver(chain.mine, chain.mined, chain.recycler)
    before = {party.id: len(marks(chain, party.id)) for party in (chain.mine, chain.plant)}
    calculation = world.submit(chain.calculation(), chain.plant.working)
    assert isinstance(calculation.leaf, EntriesLeaf)
    world.enter(chain.mine, [made(chain.mine, product="urn:test:later")])
    with world.ledger.view() as view:
        closure = closure_of(view, calculation.id)
        assert closure_of(view, chain.mined) is None
        assert closure_of(view, "sha256:" + "0" * 64) is None
    assert closure is not None
    assert salted_digest(closure) == calculation.leaf.closure
    firms = {row.participant: row for row in closure.firms}
    assert firms.keys() == {chain.mine.id, chain.plant.id, chain.recycler.id}
    mine = chain.mine.id
    assert firms[mine] == MarkCount(participant=mine, issued=before[mine], received=0)
    assert firms[chain.plant.id].received == len(marks(chain, chain.plant.id, "received"))
    assert firms[chain.recycler.id].received == 1
    assert closure.since == 0


def test_secrets_are_in_no_document(shared: BatteryChain) -> None:
    """No statement, leaf, section or mark has the secret in it."""
    with shared.world.ledger.view() as view:
        secret = mark_states(view.connection, [shared.mine.id])[shared.mine.id].secret
        rows = [data for _, data in marks_of(view.connection, shared.mine.id, "issued", 1000)]
    assert secret is not None
    assert not [row for row in rows if secret.hex() in str(orjson.loads(row))]
    assert isinstance(shared.world.ledger, Ledger)
