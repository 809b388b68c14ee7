"""A receipt is of the submitted statement: each deviation is refused."""

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_world import LOG_SIGNERS, ORIGIN, made
from support.refusal import refused

from ledger.append.submit import receipt_of, submit
from ledger.client.receipts import check_receipt
from ledger.state.drafting import sign_draft
from ledger.store.log import LOGS
from ledger.trust.submission import Submission
from schemas.signed.entry import Site
from schemas.signed.log import Receipt

LOG_KEYS = {log: LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS}


def sent(chain: BatteryChain, **header: object) -> Submission:
    """A new entry of the mine, signed."""
    site = Site(code="mine-2", country="SE")
    parts = {"inputs": [power("5")], "site": site, **header}
    return sign_draft(
        chain.world.entry(chain.mine, [made(chain.mine)], **parts), [chain.mine.working]
    )


@pytest.fixture
def both(chain: BatteryChain) -> tuple[Submission, Receipt]:
    """A submission and its receipt."""
    submission = sent(chain)
    return submission, submit(chain.world.ledger, submission)


def test_an_honest_receipt_passes(both: tuple[Submission, Receipt]) -> None:
    """It passes with the log's key and without it."""
    submission, receipt = both
    check_receipt(receipt, submission.parsed_envelope, LOG_KEYS)
    check_receipt(receipt, submission.parsed_envelope, {})


def test_a_receipt_of_another_statement(
    chain: BatteryChain, both: tuple[Submission, Receipt]
) -> None:
    """An honest receipt of another statement, or one with our id inserted, is refused."""
    submission, receipt = both
    other = receipt_of(chain.world.ledger, chain.mined)
    with refused("receipt.mismatch", "id"):
        check_receipt(other, submission.parsed_envelope, LOG_KEYS)
    with refused("receipt.mismatch", "leaf.sigs"):
        check_receipt(
            other.model_copy(update={"id": receipt.id}), submission.parsed_envelope, LOG_KEYS
        )
    swapped = {"leaf": other.leaf.model_copy(update={"sigs": receipt.leaf.sigs})}
    with refused("receipt.mismatch", "leaf"):
        check_receipt(receipt.model_copy(update=swapped), submission.parsed_envelope, LOG_KEYS)


def test_a_leaf_that_was_never_appended(both: tuple[Submission, Receipt]) -> None:
    """A leaf with our statement and signatures that no log contains is refused, with any signature."""
    submission, receipt = both
    state = receipt.leaf.registry.model_copy(update={"size": 1})
    made_up = receipt.model_copy(
        update={"leaf": receipt.leaf.model_copy(update={"registry": state})}
    )
    for keys in (LOG_KEYS, {}):
        with refused("merkle.inclusion"):
            check_receipt(made_up, submission.parsed_envelope, keys)


def test_a_receipt_of_another_log(chain: BatteryChain) -> None:
    """A receipt of another ledger is refused, also if no log key is known."""
    submission = sent(chain)
    receipt = submit(chain.world.ledger, submission)
    envelope = submission.parsed_envelope
    elsewhere = receipt.model_copy(
        update={"proof": receipt.proof.replace(f"{ORIGIN}/entries\n", "ledger.example/b/entries\n")}
    )
    with refused("receipt.mismatch", "proof"):
        check_receipt(elsewhere, envelope, {})
    with refused("note.signature"):
        check_receipt(elsewhere, envelope, LOG_KEYS)
