"""A calculation in the older form, whose header has all digits: it verifies, and is named as telling."""

from support.signed_battery import build, honest, in_older_form
from support.signed_chain import SignedChain
from support.verdicts import found, judge, remarks

from schemas.views.report import Report


def judged(chain: SignedChain) -> Report:
    """The report on a bundle of everything."""
    return judge(chain.ledger.files(), chain.ledger.policy())


def test_the_older_form_verifies_and_is_named() -> None:
    """To the same total, with a remark that the newer form has not."""
    newer, older = honest(), build(in_older_form())
    report = judged(older)
    assert report.exit_code == 0
    assert ("calculation.digits", older.ids["calculation"]) in remarks(report)
    assert report.declared_total == judged(newer).declared_total
    assert "calculation.digits" not in {code for code, _ in remarks(judged(newer))}


def test_in_the_older_form_every_digit_counts() -> None:
    """A total that is right to 4 digits is wrong."""
    plan = in_older_form()
    state = plan["calculation"]

    def rounded(members: object) -> object:
        return {**state(members), "total": "0.01837"}

    report = judged(build({**plan, "calculation": rounded}))
    assert {code for code, _ in found(report)} == {"calculation.total"}


def test_without_recipes_its_sums_are_checked_exactly() -> None:
    """Of a bundle that withholds inventories; the total follows from the cells to the last digit."""
    plan, other = in_older_form(), in_older_form()
    state = other["calculation"]

    def rounded(members: object) -> object:
        return {**state(members), "total": "0.01837"}

    def codes(chain: SignedChain) -> set[str]:
        files = chain.ledger.files().items()
        shown = {name: data for name, data in files if b'"section":"inventory"' not in data}
        return {code for code, _ in found(judge(shown, chain.ledger.policy()))}

    assert codes(build(plan)) == {"section.withheld"}
    assert codes(build({**other, "calculation": rounded})) >= {"calculation.total"}
