"""Commitments: one live choice of a seed for each auditor and calculation, which its attestation reveals."""

from functools import partial

import pytest
from support.ledger_battery import MODEL, BatteryChain, freight
from support.ledger_samples import Sampling, checkpoint_in, commitment, nonce_of
from support.ledger_world import Party, made, replacing

from ledger.append.submit import receipt_of, submit_many
from ledger.state.drafting import Draft, sign_draft
from ledger.store.log import checkpoint_at
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.entry import Site
from schemas.signed.log import Receipt
from schemas.vocabulary import ProcessCode, Role

pytestmark = pytest.mark.traced

NOWHERE = "sha256:" + "00" * 32


@pytest.fixture
def calculation(chain: BatteryChain) -> str:
    """The id of a calculation of the packs."""
    return chain.world.submit(chain.calculation(), chain.plant.working).id


@pytest.fixture
def sampling(chain: BatteryChain) -> Sampling:
    """The commitments of the chain's auditor."""
    return Sampling(chain)


def refuses(chain: BatteryChain, draft: Draft, by: Party, code: str, place: str) -> None:
    """Assert that a draft, signed by a party, is refused."""
    chain.world.refuses(sign_draft(draft, [by.working]), code, place)


def again(chain: BatteryChain, calculation: str, **parts: object) -> str:
    """The id of a calculation that supersedes one."""
    draft = chain.calculation(supersedes=replacing(calculation), **parts)
    return chain.world.submit(draft, chain.plant.working).id


def test_commit_and_reveal(chain: BatteryChain, calculation: str, sampling: Sampling) -> None:
    """A commitment enters the log, and an attestation reveals it."""
    receipt = sampling.commit(calculation)
    draft = chain.attestation(calculation, sample=sampling.sample(receipt))
    assert chain.world.submit(draft, chain.auditor.working).id == draft.id


def test_commitment_to_nothing(chain: BatteryChain) -> None:
    """A sample is of a calculation of this log."""
    for subject in (NOWHERE, chain.packs):
        draft = commitment(chain.auditor, subject)
        refuses(chain, draft, chain.auditor, "commitment.subject", "subject")


def test_commitment_by_no_auditor(chain: BatteryChain, calculation: str) -> None:
    """A supplier draws no sample."""
    draft = commitment(chain.mine, calculation)
    refuses(chain, draft, chain.mine, "issuer.role", "issuer")


def test_commitment_to_ones_own_figure(chain: BatteryChain) -> None:
    """A manufacturer that is an auditor too draws no sample of its own calculation."""
    both = chain.world.register("both", Role.AUDITOR, Role.MANUFACTURER)
    treatment = chain.world.represent(chain.recycler, chain.treated, both)
    work = {"issuer": both.id, "end_of_life": (Treatment(delivery=treatment),)}
    parts = {"inputs": [freight("1")], "process": ProcessCode.PACK, "model": MODEL}
    chain.world.enter(both, [made(both, batteries=1)], **parts)
    own = chain.world.submit(chain.calculation(**work), both.working).id
    draft = commitment(both, own)
    refuses(chain, draft, both, "commitment.own", "issuer")


def test_second_nonce(chain: BatteryChain, calculation: str, sampling: Sampling) -> None:
    """An auditor that has seen its sample cannot commit again and keep the better one."""
    sampling.commit(calculation)
    draft = commitment(chain.auditor, calculation, nonce_of("better"))
    refuses(chain, draft, chain.auditor, "commitment.duplicate", "subject")


def test_second_nonce_after_the_attestation(
    chain: BatteryChain, calculation: str, sampling: Sampling
) -> None:
    """Nor after it has revealed the first one."""
    receipt = sampling.commit(calculation)
    draft = chain.attestation(calculation, sample=sampling.sample(receipt))
    chain.world.submit(draft, chain.auditor.working)
    draft = commitment(chain.auditor, calculation, nonce_of("better"))
    refuses(chain, draft, chain.auditor, "commitment.duplicate", "subject")


def test_same_commitment_again(calculation: str, sampling: Sampling) -> None:
    """A commitment that is submitted again gets the same receipt, so a lost answer costs nothing."""
    assert sampling.commit(calculation) == sampling.commit(calculation)


def test_commitment_to_a_replaced_calculation(chain: BatteryChain, calculation: str) -> None:
    """Only the newest version of a calculation is sampled."""
    again(chain, calculation)
    draft = commitment(chain.auditor, calculation)
    refuses(chain, draft, chain.auditor, "commitment.superseded", "subject")


def test_figure_stated_again_until_the_sample_suits(
    chain: BatteryChain, calculation: str, sampling: Sampling
) -> None:
    """A figure that is stated again gets no new sample until the auditor has revealed the first one."""
    receipt = sampling.commit(calculation)
    for newer in (
        again(chain, calculation),
        chain.world.submit(chain.calculation(), chain.plant.working).id,
    ):
        draft = commitment(chain.auditor, newer, nonce_of("better"))
        refuses(chain, draft, chain.auditor, "commitment.unrevealed", "subject")
    sample = sampling.sample(receipt)
    refused = chain.attestation(calculation, sample=sample, outcome="refused")
    chain.world.submit(refused, chain.auditor.working)
    assert sampling.commit(newer, nonce_of("better")).id


def test_another_auditors_word_reveals_nothing(
    chain: BatteryChain, calculation: str, sampling: Sampling
) -> None:
    """An attestation of the first calculation by another auditor does not stand for the one that committed."""
    sampling.commit(calculation)
    other = chain.world.register("other", Role.AUDITOR)
    chain.world.submit(chain.attestation(calculation, issuer=other.id), other.working)
    draft = commitment(chain.auditor, again(chain, calculation), nonce_of("better"))
    refuses(chain, draft, chain.auditor, "commitment.unrevealed", "subject")


def test_another_plant_is_another_sample(
    chain: BatteryChain, calculation: str, sampling: Sampling
) -> None:
    """A calculation of another plant waits for nothing."""
    sampling.commit(calculation)
    site = Site(code="plant-2", country="SE")
    draft = chain.packs_of("40", site=site, inputs=[freight("1")])
    chain.world.submit(draft, chain.plant.working)
    other = chain.world.submit(chain.calculation(site=site.code), chain.plant.working).id
    assert sampling.commit(other, nonce_of("other")).id


def test_hidden_sample(chain: BatteryChain, calculation: str, sampling: Sampling) -> None:
    """An auditor that does not like its sample cannot attest without it, nor refuse."""
    sampling.commit(calculation)
    for outcome in ("verified", "refused"):
        draft = chain.attestation(calculation, outcome=outcome)
        refuses(chain, draft, chain.auditor, "sample.missing", "sample")


def test_bent_samples(chain: BatteryChain, calculation: str, sampling: Sampling) -> None:
    """Another nonce, an unknown or foreign commitment, another checkpoint and another signature."""
    receipt = sampling.commit(calculation)
    other = chain.world.register("other", Role.AUDITOR)
    foreign = chain.world.submit(commitment(other, calculation), other.working)
    later = chain.world.submit(chain.calculation(), chain.plant.working)
    sample = partial(sampling.sample, receipt)
    known = checkpoint_in(receipt)
    place = "sample.checkpoint"
    for bent, code, where in (
        (sample(nonce_of("better")), "sample.nonce", "sample.nonce"),
        (sample(commitment=NOWHERE), "sample.commitment", "sample.commitment"),
        (sample(commitment=calculation), "sample.commitment", "sample.commitment"),
        (sampling.sample(foreign), "sample.commitment", "sample.commitment"),
        (sample(checkpoint=checkpoint_in(later)), "sample.checkpoint", place),
        (
            sample(checkpoint=known.model_copy(update={"root": "ab" * 32})),
            "sample.checkpoint",
            place,
        ),
        (
            sample(
                checkpoint=known.model_copy(update={"signature": checkpoint_in(later).signature})
            ),
            "sample.signature",
            f"{place}.signature",
        ),
    ):
        draft = chain.attestation(calculation, sample=bent)
        refuses(chain, draft, chain.auditor, code, where)


def test_the_checkpoint_ends_with_the_commitment(chain: BatteryChain, calculation: str) -> None:
    """In a batch of many the log signs the tree whose last leaf is the commitment, and the receipt is under it."""
    others = [chain.world.register(name, Role.AUDITOR) for name in ("east", "west")]
    drafts = [(commitment(party, calculation), party) for party in others]
    words = [(chain.attestation(calculation), chain.auditor) for _ in range(3)]
    batch = [words[0], drafts[0], words[1], drafts[1], words[2]]
    sent = [sign_draft(draft, [party.working]) for draft, party in batch]
    receipts = [one for one in submit_many(chain.world.ledger, sent) if isinstance(one, Receipt)]
    assert [one.index for one in receipts] == list(
        range(receipts[0].index, receipts[0].index + len(batch))
    )
    for receipt in (receipts[1], receipts[3]):
        assert checkpoint_in(receipt).size == receipt.index + 1
        assert receipt_of(chain.world.ledger, receipt.id) == receipt
        with chain.world.ledger.view() as view:
            assert checkpoint_at(view.connection, "entries", receipt.index + 1) is not None
    assert checkpoint_in(receipt_of(chain.world.ledger, receipts[2].id)).size > receipts[3].index
