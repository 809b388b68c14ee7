"""The second verifier does not judge what a delivery opens, and says so instead of verifying."""

from pathlib import Path

from support import second_opinion
from support.ledger_opened import battery_of, bundle_of, open_chain, policy_of
from support.second_opinion import Both, judge_alone

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy

NO_FILE = "sha256:" + "0" * 64


def test_a_bundle_with_an_opening_is_not_judged(tmp_path: Path) -> None:
    """The first verifier verifies it; the second exits with 2 and a code of its own. Without one, both verify."""
    for opens, code in ((True, "form.not_judged"), (False, "")):
        with open_chain(tmp_path / str(opens), opens=opens) as it:
            it.deliver("refinery", "plant", "10", it.opening("refinery") if opens else None)
            battery = battery_of(it, refinery="10")
            plant = it.parties["plant"].working
            calculation = it.world.submit(battery.calculation(), plant).id
            data, both = pack(bundle_of(it, calculation)), Both()
            assert both(data, policy_of(it), NO_FILE).exit_code == 0
            assert both.differences == []
            policy = second_opinion.ALONE.parse_policy(format_policy(policy_of(it)))
            assert judge_alone(data, policy)[:2] == (2 if code else 0, code)


def test_its_help_says_so() -> None:
    """Openings are among what it does not judge."""
    assert "openings of deliveries" in str(second_opinion.ALONE.__doc__)
