"""Submission: finished receipts, the same one for the same statement, and from many threads at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from support.altering import STRANGER
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, taken
from support.refusal import refused

from ledger.append.sequencer import BATCH
from ledger.append.submit import receipt_of, submit, submit_many
from ledger.state.drafting import Draft, sign_draft
from ledger.state.receipts import LeafPosition, receipt
from ledger.store.log import LOGS, latest_checkpoint, leaves_of, size_of
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.envelope import parse_envelope, signatures_digest
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.proof import check_inclusion
from ledger.trust.submission import Submission
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.entry import Site
from schemas.signed.log import EntriesLeaf, ParticipantLeaf, Receipt
from schemas.vocabulary import DataBasis, Role


def check_receipt(receipt: Receipt) -> None:
    """Follow a receipt as its owner would: with the log's key and nothing else."""
    proof = parse_tlog_proof(receipt.proof.encode())
    checkpoint = open_checkpoint(proof.checkpoint, LOG_SIGNERS.vkey(ORIGIN, receipt.log))
    leaf = leaf_hash(model_bytes(receipt.leaf))
    check_inclusion(leaf, receipt.index, checkpoint.size, proof.path, checkpoint.root)
    assert proof.index == receipt.index
    assert receipt.leaf.id == receipt.id


def lot(chain: BatteryChain, name: str) -> Draft:
    """An entry of a lot."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL}
    return chain.world.entry(chain.mine, [made(chain.mine)], lot=name, **header)


def test_receipt_of_an_entry_proves(chain: BatteryChain) -> None:
    """The receipt needs the log's key alone, and pins the signatures and the registry state."""
    draft = lot(chain, "L1")
    submission = sign_draft(draft, [chain.mine.working])
    receipt = submit(chain.world.ledger, submission)
    check_receipt(receipt)
    assert (receipt.id, receipt.log) == (draft.id, "entries")
    assert isinstance(receipt.leaf, EntriesLeaf)
    assert receipt.leaf.sigs == signatures_digest(parse_envelope(submission.envelope))
    (size, root), _ = chain.world.state()
    assert (receipt.leaf.registry.size, receipt.leaf.registry.root) == (size, root.hex())


def test_receipt_of_a_registration_proves(chain: BatteryChain) -> None:
    """A registration enters the registry alone."""
    (registry, _), (entries, _) = chain.world.state()
    names = chain.world.registrar
    draft, party = chain.world.registration("new", [Role.SUPPLIER], names.id)
    receipt = chain.world.submit(draft, party.root, party.working, names.working)
    check_receipt(receipt)
    assert (receipt.log, receipt.index) == ("registry", registry)
    assert isinstance(receipt.leaf, ParticipantLeaf)
    (after, _), (unchanged, _) = chain.world.state()
    assert (after, unchanged) == (registry + 1, entries)


def test_same_statement_same_place(chain: BatteryChain) -> None:
    """Submitted again, a statement keeps its index and leaf, and the logs do not grow."""
    submission = sign_draft(lot(chain, "L1"), [chain.mine.working])
    first = submit(chain.world.ledger, submission)
    before = chain.world.state()
    chain.world.submit(lot(chain, "L2"), chain.mine.working)
    after = chain.world.state()
    again = submit(chain.world.ledger, submission)
    assert (again.id, again.index, again.leaf) == (first.id, first.index, first.leaf)
    check_receipt(again)
    assert chain.world.state() == after != before


def test_same_statement_with_other_signatures(chain: BatteryChain) -> None:
    """The id names what was said: other signatures, or no sections, give the first receipt."""
    draft = lot(chain, "L1")
    first = submit(chain.world.ledger, sign_draft(draft, [chain.mine.working]))
    forged = Submission(sign_draft(draft, [STRANGER]).envelope)
    again = submit(chain.world.ledger, forged)
    assert (again.index, again.leaf) == (first.index, first.leaf)


def test_receipt_can_be_asked_for(shared: BatteryChain) -> None:
    """A receipt that was lost is made again, under the newest checkpoint."""
    for statement in (shared.mine.id, shared.mined, shared.shipped):
        check_receipt(receipt_of(shared.world.ledger, statement))
    with refused("statement.unknown"):
        receipt_of(shared.world.ledger, "sha256:" + "00" * 32)


def test_no_receipt_before_the_checkpoint(shared: BatteryChain) -> None:
    """A leaf that no signed checkpoint covers has no receipt yet."""
    with shared.world.ledger.view() as view, refused("receipt.absent"):
        receipt(view.connection, shared.packs, LeafPosition("entries", 999))


def test_threads_share_one_sequencer(chain: BatteryChain) -> None:
    """Forty statements from eight threads get forty indices, and every receipt proves."""
    submissions = [sign_draft(lot(chain, f"L{n}"), [chain.mine.working]) for n in range(40)]
    start = Barrier(8)

    def work(part: int) -> list[Receipt]:
        start.wait()
        return [submit(chain.world.ledger, item) for item in submissions[part::8]]

    with ThreadPoolExecutor(8) as pool:
        receipts = [answer for found in pool.map(work, range(8)) for answer in found]
    indices = sorted(answer.index for answer in receipts)
    assert indices == list(range(indices[0], indices[0] + 40))
    for answer in receipts:
        check_receipt(answer)


def race(chain: BatteryChain, drafts: list[Draft], signer: Signer) -> list[str]:
    """Submit each draft from a thread of its own, at once; the ids and codes that come back."""
    start = Barrier(len(drafts))
    submissions = [sign_draft(draft, [signer]) for draft in drafts]

    def work(submission: Submission) -> str:
        start.wait()
        try:
            return submit(chain.world.ledger, submission).id
        except CradleError as error:
            return error.code

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(work, submissions))


def test_fifty_race_for_the_last_goods(chain: BatteryChain) -> None:
    """Of fifty deliveries of 8 kg out of the last 40, five are accepted, and not a kilogram more."""
    drafts = [
        chain.world.delivery(chain.mine, chain.mined, chain.plant, amount="8", number=str(number))
        for number in range(50)
    ]
    outcomes = race(chain, drafts, chain.mine.working)
    assert outcomes.count("delivery.above_output") == 45
    assert len(set(outcomes) & {draft.id for draft in drafts}) == 5


def test_fifty_race_for_the_last_kilogram(chain: BatteryChain) -> None:
    """Of fifty entries that draw 2 kg each on the last 10 of a delivery, five are accepted."""
    drafts = [
        chain.world.entry(
            chain.plant,
            [made(chain.plant)],
            inputs=[taken(chain.shipped, "2")],
            site=Site(code=f"plant-{number}", country="SE"),
        )
        for number in range(10, 60)
    ]
    outcomes = race(chain, drafts, chain.plant.working)
    assert outcomes.count("draw.above_delivery") == 45
    assert len(set(outcomes) & {draft.id for draft in drafts}) == 5


def test_one_statement_from_many_threads(chain: BatteryChain) -> None:
    """One envelope from a hundred threads makes one leaf; all get the receipt of it."""
    before = chain.world.state()[1][0]
    outcomes = race(chain, [lot(chain, "L1")] * 100, chain.mine.working)
    assert len(set(outcomes)) == 1
    assert outcomes[0].startswith("sha256:")
    assert chain.world.state()[1][0] == before + 1


def test_many_together(chain: BatteryChain) -> None:
    """Many statements at once are as one after another: later ones may rest on earlier ones."""
    world = chain.world
    draft, smith = world.registration("smith", [Role.SUPPLIER], world.registrar.id)
    entry = world.entry(smith, [made(smith)])
    sold = [world.delivery(smith, entry.id, chain.plant, amount="60", number=n) for n in "12"]
    keys = [smith.root, smith.working, world.registrar.working]
    submissions = [
        sign_draft(draft, keys),
        sign_draft(entry, [smith.working]),
        *(sign_draft(one, [smith.working]) for one in sold),
        sign_draft(entry, [smith.working]),
        Submission(b"no envelope"),
        sign_draft(chain.calculation(), [chain.plant.working]),
    ]
    outcomes = submit_many(world.ledger, submissions)
    found = [one.code if isinstance(one, CradleError) else one.id for one in outcomes]
    calculation = found.pop()
    first, *others, refused_envelope = found
    assert [first, *others] == [draft.id, entry.id, sold[0].id, "delivery.above_output", entry.id]
    assert refused_envelope == "json.syntax"
    assert receipt_of(world.ledger, calculation).index == outcomes[-1].index
    for one in outcomes:
        if isinstance(one, Receipt):
            check_receipt(one)
    assert submit_many(world.ledger, []) == []


def test_more_than_a_batch(chain: BatteryChain) -> None:
    """Statements beyond one transaction enter in several, in their order; all receipts prove."""
    drafts = [lot(chain, f"M{number}") for number in range(BATCH + 30)]
    submissions = [sign_draft(draft, [chain.mine.working]) for draft in drafts]
    outcomes = submit_many(chain.world.ledger, submissions)
    receipts = [one for one in outcomes if isinstance(one, Receipt)]
    assert [one.id for one in receipts] == [draft.id for draft in drafts]
    first = receipts[0].index
    assert [one.index for one in receipts] == list(range(first, first + len(drafts)))
    for one in receipts:
        check_receipt(one)


def test_a_batch_from_each_of_many_threads(chain: BatteryChain) -> None:
    """Forged statements in a batch are refused at their positions; the others keep their order in the log."""
    start = Barrier(6)

    def work(thread: int) -> None:
        drafts = [lot(chain, f"{thread}-{number}") for number in range(16)]
        signers = [STRANGER if number % 3 == 1 else chain.mine.working for number in range(16)]
        submissions = list(map(sign_draft, drafts, ([signer] for signer in signers)))
        start.wait()
        outcomes = submit_many(chain.world.ledger, submissions)
        refused = {
            at: (one.code, one.place)
            for at, one in enumerate(outcomes)
            if isinstance(one, CradleError)
        }
        receipts = [one for one in outcomes if isinstance(one, Receipt)]
        assert refused == dict.fromkeys(range(1, 16, 3), ("signature.unknown", "signatures[0].sig"))
        assert [one.id for one in receipts] == [
            draft.id for number, draft in enumerate(drafts) if number % 3 != 1
        ]
        first = receipts[0].index
        assert [one.index for one in receipts] == list(range(first, first + len(receipts)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))


def test_logs_recompute_from_their_leaves(shared: BatteryChain) -> None:
    """Both signed roots are the RFC 6962 roots over the stored leaves, and nothing else."""
    with shared.world.ledger.view() as view:
        for log in LOGS:
            leaves = leaves_of(view.connection, log, 0, size_of(view.connection, log))
            _, note = latest_checkpoint(view.connection, log)
            checkpoint = open_checkpoint(note, LOG_SIGNERS.vkey(ORIGIN, log))
            assert checkpoint.size == len(leaves)
            assert checkpoint.root == root_of(map(leaf_hash, leaves))
