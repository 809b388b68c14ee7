"""Changes after a calculation are remarks and do not change its verdict."""

from support.collusion import act
from support.misdeeds import NOBODY, after_pack, correct_mine, leaf_of
from support.signed_battery import build
from support.verdicts import judge, remarks

from schemas.signed.log import KeyLeaf


def test_a_later_correction_makes_the_calculation_stale_and_no_more() -> None:
    """The remark names the leaf and the verdict is the same, also for a later entry of the model."""
    for moment, action, subject in (
        ("then", correct_mine, "mine 2"),
        ("after", after_pack, "more"),
    ):
        chain = build({moment: act(action)})
        report = judge(chain.ledger.files())
        assert (report.verdict, report.exit_code, report.is_changed) == ("verified", 0, True)
        assert ("calculation.stale", chain.ids[subject]) in remarks(report)


def test_a_key_of_somebody_else_does_not_matter() -> None:
    """A change of keys of a participant outside the bundle is not a finding."""
    leaf = KeyLeaf(v=1, kind="key", id=NOBODY, of=NOBODY, sigs=NOBODY)
    chain = build({"after": leaf_of(lambda _: leaf)})
    assert judge(chain.ledger.files()).verdict == "verified"


def test_a_figure_that_rests_on_another_state_is_not_compared() -> None:
    """A correction before `as_of` and after the delivery is a remark only."""
    chain = build({"early": act(correct_mine)})
    report = judge(chain.ledger.files())
    assert report.verdict == "verified"
    assert ("figure.not_compared", chain.ids["sulfate 2"]) in remarks(report)
