"""The seed before it is revealed: nonce, commitment and receipt have to belong together."""

import pytest
from support.bundles import signer
from support.collusion import act
from support.refusal import refused
from support.samples import (
    NONCE,
    OTHER_NONCE,
    commit,
    sample_of,
    seed_checkpoint,
    stated,
)
from support.signed_battery import build
from support.signed_chain import SignedChain

from ledger.audit.policy import log_key
from ledger.audit.sample.seed import draw_with, reveal
from ledger.audit.sample.seed import seed_checkpoint as checkpoint_of
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.log_key import LogKey
from ledger.trust.proof import prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.signed.log import EntriesLeaf, Receipt
from schemas.signed.sample import SecretCommitment


@pytest.fixture(name="chain")
def fixture_chain() -> SignedChain:
    """A chain in which the auditor has committed."""
    return build({"then": act(commit)})


def secret_of(
    chain: SignedChain, size: int | None = None, key: str = "operator entries"
) -> SecretCommitment:
    """The auditor's file, with a receipt under the checkpoint of a size."""
    name = chain.ids["commitment"]
    log, index = chain.ledger.entries, chain.ledger.indices[name]
    state = log.state(size or index + 1)
    head = Checkpoint(f"{chain.ledger.origin}/entries", state.size, bytes.fromhex(state.root))
    path = prove_inclusion(lambda level, at: log.nodes[level, at], index, state.size)
    note = sign_checkpoint(head, signer(key))
    receipt = Receipt(
        id=name,
        log="entries",
        index=index,
        leaf=EntriesLeaf.parse(log.leaves[index]),
        proof=format_tlog_proof(TlogProof(index, path, note)).decode(),
    )
    return SecretCommitment(
        commitment=name,
        issuer=chain.ledger.parties["auditor"],
        subject=chain.ids["calculation"],
        nonce=NONCE,
        receipt=receipt,
    )


def key_of(chain: SignedChain) -> LogKey:
    """The key of the entries log."""
    return log_key(chain.ledger.policy(), "entries")


def test_the_checkpoint_of_a_receipt_is_the_seeds(chain: SignedChain) -> None:
    """Size, root and signature, as an attestation states them."""
    secret = secret_of(chain)
    found = checkpoint_of(secret, chain.ledger.origin, key_of(chain))
    assert found == seed_checkpoint(chain)


def test_a_receipt_under_a_later_checkpoint_seeds_nothing(chain: SignedChain) -> None:
    """It proves the same leaf, and another seed would follow."""
    secret = secret_of(chain, len(chain.ledger.entries.leaves))
    with refused("sample.receipt"):
        checkpoint_of(secret, chain.ledger.origin, key_of(chain))


def test_a_receipt_by_another_key_is_refused(chain: SignedChain) -> None:
    """The policy says who signs for the log."""
    secret = secret_of(chain, key="auditor working")
    with refused("note.unsigned"):
        checkpoint_of(secret, chain.ledger.origin, key_of(chain))


@pytest.mark.parametrize("member", ["nonce", "commitment", "receipt"])
def test_parts_of_two_files_are_refused(chain: SignedChain, member: str) -> None:
    """Another nonce, another commitment, and no receipt."""
    other = {"nonce": OTHER_NONCE, "commitment": chain.ids["calculation"], "receipt": None}
    secret = secret_of(chain).model_copy(update={member: other[member]})
    with refused("sample.receipt"):
        checkpoint_of(secret, chain.ledger.origin, key_of(chain))


def test_a_commitment_draws_from_its_own_calculation(chain: SignedChain) -> None:
    """Its file refuses the bundle of another one, and draws what an attestation then states."""
    checkpoint = seed_checkpoint(chain)
    with refused("sample.other"):
        draw_with(secret_of(chain), checkpoint, chain.ids["pack"], [])
    drawn = sample_of(chain)
    assert reveal(drawn, NONCE).to_json() == stated(drawn)
