"""The life of a key in a ledger: it is added, signs, ends; and signs nothing after its end."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from support.key_changes import key_draft, roots
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, made, signer

from ledger.append.ledger import Ledger
from ledger.append.signatures import verify
from ledger.append.submit import receipt_of, submit
from ledger.state.admission import admit
from ledger.state.drafting import Draft, sign_draft
from ledger.state.key_states import read_keys
from ledger.store.log import leaves_of, size_of
from ledger.trust.keys import Signer
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.entry import Site
from schemas.signed.log import EntriesLeaf, KeyLeaf, parse_registry_leaf
from schemas.vocabulary import Custody, DataBasis, Role

NEW = signer("mine working 2")


def lot(chain: BatteryChain, name: str) -> Draft:
    """An entry of the mine."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL}
    return chain.world.entry(chain.mine, [made(chain.mine)], lot=name, **header)


def change(chain: BatteryChain, word: str, key: Signer, **members: object) -> Submission:
    """A change of the mine's keys, signed as it must be."""
    draft = key_draft(chain.world, chain.mine, word, key, **members)
    return sign_draft(draft, [chain.mine.root, *([key] if word == "add" else [])])


def refused(chain: BatteryChain, name: str, key: Signer) -> None:
    """Hold that a key signs nothing more."""
    chain.world.refuses(sign_draft(lot(chain, name), [key]), "key.not_active", "signatures")


def test_a_change_enters_the_registry_alone(chain: BatteryChain) -> None:
    """Its leaf names participant and statement; the receipt is found again."""
    (registry, _), (entries, _) = chain.world.state()
    receipt = submit(chain.world.ledger, change(chain, "add", NEW))
    assert isinstance(receipt.leaf, KeyLeaf)
    assert (receipt.log, receipt.index, receipt.leaf.of) == ("registry", registry, chain.mine.id)
    assert chain.world.state()[1][0] == entries
    assert receipt_of(chain.world.ledger, receipt.id).leaf == receipt.leaf


def test_rotation(chain: BatteryChain) -> None:
    """The new key signs beside the old one, then alone; the old one is refused as what it is."""
    world = chain.world
    world.refuses(sign_draft(lot(chain, "L0"), [NEW]), "signature.unknown", "signatures[0].sig")
    submit(world.ledger, change(chain, "add", NEW))
    world.submit(lot(chain, "L1"), NEW)
    world.submit(lot(chain, "L2"), chain.mine.working)
    submit(world.ledger, change(chain, "retire", chain.mine.working))
    world.submit(lot(chain, "L3"), NEW)
    refused(chain, "L4", chain.mine.working)
    submit(world.ledger, change(chain, "compromise", NEW))
    refused(chain, "L5", NEW)


def test_what_was_signed_before_stays(chain: BatteryChain) -> None:
    """A statement in the log keeps its receipt, whatever becomes of its key."""
    submission = sign_draft(lot(chain, "L1"), [chain.mine.working])
    first = submit(chain.world.ledger, submission)
    submit(chain.world.ledger, change(chain, "compromise", chain.mine.working))
    assert submit(chain.world.ledger, submission).leaf == first.leaf


def test_a_registrar_countersigns_with_an_active_key(chain: BatteryChain) -> None:
    """A retired key registers no participant, and backdates nothing."""
    world, registrar = chain.world, chain.world.registrar
    new = signer("registrar working 2")
    world.submit(key_draft(world, registrar, "add", new), registrar.root, new)
    world.submit(key_draft(world, registrar, "retire", registrar.working), registrar.root)
    draft, party = world.registration("late", [Role.SUPPLIER], registrar.id)
    keys = [party.root, party.working]
    world.refuses(sign_draft(draft, [*keys, registrar.working]), "key.not_active", "signatures")
    world.submit(draft, *keys, new)
    members = {"since": 1, "registrar": registrar.id}
    back = key_draft(world, chain.mine, "compromise", chain.mine.working, **members)
    old = sign_draft(back, [chain.mine.root, registrar.working])
    world.refuses(old, "key.not_active", "signatures")
    world.submit(back, chain.mine.root, new)


def test_recovery_takes_the_old_roots_and_ends_them(chain: BatteryChain) -> None:
    """After recovery only the new root keys change keys."""
    world, new = chain.world, signer("mine root 2")
    draft = key_draft(world, chain.mine, "recover", None, **roots("mine root 2"))
    world.submit(draft, chain.mine.root, new)
    retire = key_draft(world, chain.mine, "retire", chain.mine.working)
    old = sign_draft(retire, [chain.mine.root])
    world.refuses(old, "signature.unknown", "signatures[0].sig")
    world.submit(retire, new)


def test_the_state_is_read_as_of_a_size(chain: BatteryChain) -> None:
    """Custody as it was stated; before a change the keys are those before it."""
    (size, _), _ = chain.world.state()
    draft = key_draft(chain.world, chain.mine, "add", NEW)
    key = draft.statement.key.model_copy(update={"custody": Custody.HSM})
    stated = Draft(draft.statement.model_copy(update={"key": key}))
    chain.world.submit(stated, chain.mine.root, NEW)
    with chain.world.ledger.view() as view:
        now, before = read_keys(view, chain.mine.id), read_keys(view, chain.mine.id, size)
        assert read_keys(view, chain.mined) is None
    assert now is not None
    assert before is not None
    assert [row.public.custody for row in now.last.working] == [None, Custody.HSM]
    assert before.last.active == (chain.mine.working.public,)


def test_a_compromise_races_a_batch(chain: BatteryChain) -> None:
    """Of statements submitted while their key is called compromised, none stands behind its leaf."""
    world, start = chain.world, Barrier(8)
    end = change(chain, "compromise", chain.mine.working)
    drafts = [sign_draft(lot(chain, f"L{n}"), [chain.mine.working]) for n in range(42)]
    parts = [[end], *(drafts[part::7] for part in range(7))]

    def work(submissions: list[Submission]) -> list[str]:
        start.wait()
        return [outcome(chain, submission) for submission in submissions]

    with ThreadPoolExecutor(8) as pool:
        outcomes = [word for found in pool.map(work, parts) for word in found]
    assert set(outcomes) <= {"entries", "registry", "key.not_active"}
    with world.ledger.view() as view:
        entries = leaves_of(view.connection, "entries", 0, size_of(view.connection, "entries"))
        registry = leaves_of(view.connection, "registry", 0, size_of(view.connection, "registry"))
        told = next(
            at for at, leaf in enumerate(registry) if isinstance(parse_registry_leaf(leaf), KeyLeaf)
        )
        sizes = [EntriesLeaf.parse(leaf).registry.size for leaf in entries]
    assert outcomes.count("registry") == 1
    assert all(size <= told for size in sizes)


def outcome(chain: BatteryChain, submission: Submission) -> str:
    """The log that a submission entered, or the code of its refusal."""
    try:
        return submit(chain.world.ledger, submission).log
    except CradleError as error:
        return error.code


def test_a_key_that_ended_after_its_signature_was_verified_is_refused(
    chain: BatteryChain,
) -> None:
    """Signers are judged again in the sequencer's turn, with the statements entered since."""
    world, submission = chain.world, sign_draft(lot(chain, "L1"), [chain.mine.working])
    with world.ledger.view() as view:
        admitted = admit(submission, world.ledger.origin)
        verified = verify(view, admitted)
    assert verified.signers == (chain.mine.working.public,)
    submit(world.ledger, change(chain, "retire", chain.mine.working))
    (outcome,) = world.ledger.sequencer.append([verified])
    assert isinstance(outcome, CradleError)
    assert outcome.code == "key.not_active"


def test_keys_are_there_after_opening_again(chain: BatteryChain, tmp_path: Path) -> None:
    """The state is in the folder, not in the process."""
    submit(chain.world.ledger, change(chain, "retire", chain.mine.working))
    chain.world.ledger.close()
    with Ledger.open(tmp_path / "ledger", LOG_SIGNERS) as ledger, ledger.view() as view:
        found = read_keys(view, chain.mine.id)
        assert found is not None
        assert found.last.active == ()
