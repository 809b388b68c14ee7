"""The second verifier reads objections, answers and withdrawals of objections, and comes to the same total."""

from support import second_opinion
from support.collusion import act
from support.objections import contest, reply, take_back
from support.second_opinion import Both, judge_alone
from support.signed_battery import build, declare_again
from support.signed_chain import SignedChain

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy

NO_FILE = "sha256:" + "0" * 64


def disputed(chain: SignedChain) -> None:
    """One objection is rejected, one withdrawn, and one is to a declaration that is then stated again."""
    contest(chain, row="outputs/2", claimed_kg="-12.5", evidence=[NO_FILE])
    reply(chain)
    contest(chain, "pack", by="auditor", name="gone")
    take_back(chain, "auditor", "gone")
    contest(chain, "declaration", by="mine", name="open")
    declare_again(chain)


def test_a_bundle_with_objections_verifies_in_both() -> None:
    """Neither its exit status nor its total depends on them."""
    chain, both = build({"after": act(disputed)}), Both()
    data, policy = pack(chain.ledger.files()), chain.ledger.policy()
    assert both(data, policy, NO_FILE).verdict == "verified"
    assert both.differences == []
    judged = judge_alone(data, second_opinion.ALONE.parse_policy(format_policy(policy)))
    assert judged[:2] == (0, "")


def test_its_help_says_what_it_leaves_out() -> None:
    """It judges no right to object."""
    assert "what an objection may contest" in " ".join(str(second_opinion.ALONE.__doc__).split())
