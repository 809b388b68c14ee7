"""The second verifier stops at bundles of a declaration in which an auditor speaks of a delivery as well."""

from collections.abc import Callable

import pytest
from support.collusion import Row, act
from support.second_opinion import Both
from support.signed_battery import honest
from support.signed_chain import SignedChain
from support.signed_delivery import attest

from ledger.audit.bundle.container import pack


def word(of: str, *outcomes: str, by: str = "auditor") -> Callable[[SignedChain], object]:
    """Words of somebody on the statement of a name, one after the other."""

    def speak(chain: SignedChain) -> None:
        for outcome in outcomes:
            attest(chain, by, delivery=chain.ids[of], outcome=outcome)

    return speak


WORDS = {
    "verified": (0, word("sulfate 2", "verified")),
    "refused": (1, word("sulfate 2", "refused")),
    "refused at first": (0, word("sulfate 2", "refused", "verified")),
    "refused at last": (1, word("sulfate 2", "verified", "refused")),
    "refused before it was corrected": (0, word("sulfate", "refused")),
    "refused, where no figure is told": (0, word("treatment", "refused")),
    "of what is not a delivery": (1, word("refinery", "verified")),
    "by the supplier itself": (1, word("sulfate 2", "verified", by="refinery")),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_on_a_delivery_is_not_judged_by_the_second(name: str) -> None:
    """Whatever it comes to for the first one, the second verifies nothing that holds it."""
    exit_code, action = WORDS[name]
    both, chain = Both(), Row("", "", {"after": act(action)}).chain()
    report = both(pack(chain.ledger.files()), honest().ledger.policy(), "sha256:" + "0" * 64)
    assert report.exit_code == exit_code, report.findings
    assert both.differences == []
    assert both.stopped.keys() == {"attestation.not_judged"}
