"""The second verifier does not judge goods of the carbon border, and says so instead of verifying."""

import pytest
from support import second_opinion
from support.bundles import Json
from support.second_opinion import Both, judge_alone
from support.signed_battery import build

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy

NO_FILE = "sha256:" + "0" * 64


def coded(product: Json) -> Json:
    """A line with a code of the border."""
    *others, sulfate = product["lines"]
    return {
        **product,
        "lines": [*others, {**sulfate, "cbam": {"cn": "28332980", "parameters": []}}],
    }


def taxed(inventory: Json) -> Json:
    """A carbon price that was paid for the process."""
    paid = {"scheme": "a tax", "currency": "EUR", "amount": "1", "evidence": []}
    return {**inventory, "carbon_prices": [paid]}


@pytest.mark.parametrize("plan", [{"refinery product": coded}, {"refinery": taxed}])
def test_a_bundle_with_goods_of_the_border_is_not_judged(plan: Json) -> None:
    """The first verifier verifies it; the second exits with 2 and a code of its own."""
    chain, both = build(plan), Both()
    data, policy = pack(chain.ledger.files()), chain.ledger.policy()
    assert both(data, policy, NO_FILE).exit_code == 0
    judged = judge_alone(data, second_opinion.ALONE.parse_policy(format_policy(policy)))
    assert judged[:2] == (2, "form.not_judged")


def test_its_help_says_so() -> None:
    """Such goods are among what it does not judge."""
    assert "goods of the carbon border" in str(second_opinion.ALONE.__doc__)
