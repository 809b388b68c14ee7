"""Checks that remain possible if the composition of a calculation is withheld."""

import pytest
from support.bundles import Json
from support.collusion import Row, update
from support.edits import Files
from support.signed_battery import honest
from support.signed_chain import SignedChain
from support.verdicts import found, judge, words_of

from ledger.audit.findings import StepNumber


def withhold(chain: SignedChain, files: Files) -> None:
    """Leave the composition out."""
    del files[chain.section("calculation", "composition")]


def stages(listed: list[Json]) -> list[Json]:
    """The first two stages exchanged in their values."""
    first, second, *rest = listed
    return [
        {**first, "value": second["value"]},
        {**second, "value": first["value"]},
        *rest,
    ]


def without_stages(members: Json) -> Json:
    """A calculation with stages that its cells do not add up to."""
    return {**members, "stages": stages(members["stages"])}


def newcomer(chain: SignedChain) -> None:
    """A participant registers after the declaration."""
    chain.ledger.register("newcomer", "supplier")


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("calculation.total", {"calculation": update(total="0.5")}),
        ("calculation.stages", {"calculation": without_stages}),
        ("as_of.too_old", {"after": newcomer}),
    ],
)
def test_a_calculation_is_held_against_itself(code: str, plan: Json) -> None:
    """Stages and total against the cells, its state against the policy: no recipe is needed."""
    oldest = update(oldest_registry_size=honest().ledger.registry.state().size + 1)
    policy = oldest if code == "as_of.too_old" else update()
    row = Row(code, "calculation", plan, policy=policy, files=withhold)
    chain = row.chain()
    report = row.report(chain)
    calculation = chain.ids["calculation"]
    assert found(report) == {(code, calculation), ("section.withheld", calculation)}
    assert report.exit_code == 1


def test_a_withheld_composition_is_one_cause() -> None:
    """An honest calculation has no other finding, and the steps that need a graph are not checked."""
    files = honest().ledger.files()
    withhold(honest(), files)
    report = judge(files)
    assert found(report) == {("section.withheld", honest().ids["calculation"])}
    untold = {step.name for step in report.steps if step.outcome == "not_told"}
    needing_the_graph = {step.name for step in report.steps if step.number > StepNumber.LINKS}
    assert untold == {"monitor", *needing_the_graph}


def test_a_statement_that_is_not_there_is_counted() -> None:
    """A delivery of the graph is reported as missing; one used only by an excluded trial is not required."""
    chain = honest()
    files = chain.ledger.files()
    del files[chain.statement("treatment")]
    chain.hide("treatment")(files)
    (row,) = [row for row in judge(files).coverage or () if row.what == "statements"]
    assert row.missing == (chain.ids["treatment"],)
    assert judge(chain.ledger.files()).coverage is None


def test_many_missing_things_are_named_in_part() -> None:
    """The text names five and counts the rest; the report lists all."""
    chain = honest()
    files = chain.ledger.files()
    for name in ("mine", "mine 2", "refinery", "pack", "trial", "recycler"):
        del files[chain.section(name, "inventory")]
    report = judge(files)
    (row,) = [row for row in report.coverage or () if row.what == "sections inventory"]
    assert (row.told, row.of, len(row.missing)) == (0, 6, 6)
    text = (
        words_of(report)
        .partition("sections inventory: 0 of 6; missing: ")[2]
        .partition(" more ")[0]
    )
    assert [name in text for name in (one[7:19] for one in row.missing)] == [True] * 5 + [False]
    assert text.endswith(" and 1")
