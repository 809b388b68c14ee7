"""The plan of a bundle's figure: whose choices, what is settled under the policy, and what has no plan."""

from collections.abc import Mapping

from support import signed_delivery
from support.refusal import refused
from support.signed_battery import build, honest, settling
from support.verdicts import NO_FILE, judge

from ledger.audit.bundle.container import pack
from ledger.audit.report.plan import bundle_plan
from ledger.audit.verifier import run_steps
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.signed.policy import Policy
from schemas.views.plan import SettlingPlan

CHAIN = honest()


def planned(
    files: Mapping[str, bytes],
    policy: Policy | None = None,
    prices: ExaminationPrices | None = None,
) -> SettlingPlan:
    """The plan of a bundle, by default under the honest chain's policy."""
    context, findings = run_steps(pack(files), policy or CHAIN.ledger.policy())
    return bundle_plan(context, findings, NO_FILE, prices)


HONEST = planned(CHAIN.ledger.files())


def test_a_plan_has_the_figures_and_the_choices_of_the_report() -> None:
    """Of the calculation that the declaration names, with its model, under the same policy."""
    report = judge(CHAIN.ledger.files())
    assert (HONEST.calculation, HONEST.delivery) == (CHAIN.ids["calculation"], None)
    assert report.heading is not None
    assert HONEST.model == report.heading.model
    assert HONEST.total == report.recomputed_total
    assert HONEST.conservative == report.conservative
    ids = {row.choice.id for row in (*HONEST.lines, *HONEST.unpriced)}
    assert ids == {row.id for row in report.choices or ()}


def test_each_choice_names_its_firm() -> None:
    """By its signed profile: the suppliers behind the figure, and the manufacturer for its assertions."""
    assert {row.firm for row in HONEST.lines} == {"mine", "packer", "recycler", "refinery"}
    for row in (*HONEST.lines, *HONEST.unpriced):
        assert row.choice.by == CHAIN.ledger.parties[str(row.firm)]


def test_what_an_accepted_auditor_settled_is_in_no_plan() -> None:
    """The way begins below it; for a reader that accepts no auditor it is still to go."""
    chain = settling({})
    policy = chain.ledger.policy()
    key = "allocation.co_product", chain.ids["refinery"]

    def shared(plan: SettlingPlan) -> list[str | None]:
        rows = (row.choice for row in plan.lines)
        return [row.coordinate for row in rows if (row.code, row.subject) == key]

    plan = planned(chain.ledger.files(), policy)
    stranger = planned(chain.ledger.files(), policy.model_copy(update={"auditors": ()}))
    assert (plan.settled, stranger.settled) == (1, 0)
    assert shared(stranger) == [*shared(plan), "sulfate"]


def test_the_price_of_a_set_is_that_of_its_lines() -> None:
    """By the reader's list: each choice is examined once, by documents or by a visit."""
    prices = ExaminationPrices(currency="CHF", documents="400", site_visit="3000")
    plan = planned(CHAIN.ledger.files(), prices=prices)
    assert plan.prices == prices
    for one in plan.sets:
        rows = [row for row in plan.lines if one.percent in row.within]
        assert len(rows) == one.choices > 0
        assert int(one.price or 0) == sum(
            {"documents": 400, "site_visit": 3000}[row.depth] for row in rows
        )


def test_a_delivery_whose_graph_is_shown_has_a_plan() -> None:
    """It has no model; its choices are those of the firms behind it."""
    chain = signed_delivery.honest()
    plan = planned(signed_delivery.whole(chain), chain.ledger.policy())
    named = chain.ids["sulfate"]
    assert (plan.delivery, plan.calculation, plan.model) == (named, None, None)
    assert {row.firm for row in plan.lines} == {"mine", "refinery"}


def test_a_figure_that_was_not_recomputed_or_has_no_alternatives_has_no_plan() -> None:
    """The recycler's inventory is withheld; the rulebook is silent; the file is not a bundle."""
    files = CHAIN.ledger.files()
    del files[CHAIN.section("recycler", "inventory")]
    silent = build({"rulebook": lambda rule: rule.model_copy(update={"conservative": None})})
    for each, policy in (
        (files, None),
        (silent.ledger.files(), silent.ledger.policy()),
        ({}, None),
    ):
        with refused("plan.no_figure"):
            planned(each, policy)
