"""The population of a sample: processes with relevance, share, weight and depth, from real chains."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from support.bundles import Json
from support.collusion import act
from support.signed_battery import build, honest
from support.signed_chain import SignedChain, output, used
from support.verdicts import judge

from ledger.audit.bundle.container import pack
from ledger.audit.sample import population
from ledger.audit.sample.comparison import population_in
from ledger.audit.sample.population import LEAST_WEIGHT, MOST_WEIGHT, Member
from ledger.audit.verifier import run_steps
from ledger.footprint.analysis.contributions import Contribution
from schemas.signed.rulebook import GroupValue
from schemas.views.report import ReportedChoice
from schemas.vocabulary import Group


def members(chain: SignedChain) -> list[Member]:
    """The population behind the chain's calculation."""
    context, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    found = population_in(context)
    assert found is not None
    return found


def by_label(chain: SignedChain, entry: str) -> Mapping[str, Member]:
    """The processes of an entry by their labels."""
    return {row.key.label: row for row in members(chain) if row.key.entry == chain.ids[entry]}


def worth(choices: tuple[ReportedChoice, ...]) -> dict[str, Decimal]:
    """The sum of the effects of each statement's choices, without those of the log's word."""
    found: dict[str, Decimal] = {}
    for row in (row for row in choices if not row.code.startswith(("history.", "selection."))):
        found[row.subject] = found.get(row.subject, Decimal(0)) + Decimal(row.effect or 0)
    return found


HONEST = members(honest())


def test_shares_are_of_the_sum_of_absolute_contributions() -> None:
    """They add up to one; credits count by their size, and the largest comes first."""
    shares = [Decimal(row.share) for row in HONEST]
    assert abs(sum(shares) - 1) < Decimal("0.0001")
    assert shares == sorted(shares, reverse=True)
    assert {row.key.entry for row in HONEST} >= {
        honest().ids[name] for name in ("mine 2", "refinery", "pack", "recycler")
    }


def test_the_most_relevant_are_the_first_that_exceed_the_share() -> None:
    """Without the last of them they do not exceed 80 %."""
    relevant = [Decimal(row.share) for row in HONEST if row.relevance == "most_relevant"]
    assert HONEST[: len(relevant)] == [row for row in HONEST if row.relevance == "most_relevant"]
    assert sum(relevant) > Decimal("0.8") >= sum(relevant[:-1])
    assert len(relevant) < len(HONEST)


def test_entries_are_weighted_by_the_worth_of_their_choices() -> None:
    """In proportion between the entry without choices and the one whose choices are worth most, as reported."""
    report = judge(honest().ledger.files())
    of_entries = {row.key.entry for row in HONEST}
    found = {name: kg for name, kg in worth(report.choices or ()).items() if name in of_entries}
    most = max(found.values())
    for row in HONEST:
        part = Fraction(found.get(row.key.entry, Decimal(0))) / Fraction(most)
        assert row.weight == LEAST_WEIGHT + int((MOST_WEIGHT - LEAST_WEIGHT) * part)
    assert {MOST_WEIGHT} < {row.weight for row in HONEST}


def test_a_method_without_alternatives_weighs_all_alike() -> None:
    """Without a conservative part no choice is worth anything."""
    without = {"rulebook": lambda rulebook: rulebook.model_copy(update={"conservative": None})}
    assert {row.weight for row in members(build(without))} == {LEAST_WEIGHT}


def test_measured_and_most_relevant_amounts_are_seen_at_the_site() -> None:
    """The depth follows from relevance and from how the amount is known; and where energy may be missing."""
    choices = judge(honest().ledger.files()).choices or ()
    furnaces = {row.subject for row in choices if row.code == "physics.process_floor"}
    for row in HONEST:
        is_seen = row.relevance == "most_relevant" or row.key.entry in furnaces
        asked = "site_visit" if is_seen else "documents"
        assert row.depth == asked, row
    estimated = {
        "refinery": lambda inventory: {
            **inventory,
            "inputs": [{**row, "known": "estimated"} for row in inventory["inputs"]],
        }
    }
    rows = by_label(build(estimated), "refinery")
    depths = {row.depth for row in rows.values() if row.rows and row.rows[0].startswith("inputs")}
    assert depths == {"documents"}


def test_rows_are_named_by_their_place() -> None:
    """Rows of one flow are one process; the auditor finds each by its place in the inventory."""

    def twice(inventory: Json) -> Json:
        row = next(row for row in inventory["inputs"] if row["flow"] == "db:grid")
        return {**inventory, "inputs": [*inventory["inputs"], {**row, "amount": "7"}]}

    rows = by_label(build({"mine 2": twice}), "mine 2")
    assert ("inputs/1", "inputs/2") in {row.rows for row in rows.values()}


def cheap_heat(factors: Json) -> Json:
    """Heat that counts less than any fossil fuel does."""
    values = (GroupValue(group=Group.FOSSIL, value="0.01"),)
    rows = [
        row.model_copy(update={"values": values}) if row.flow == "db:heat" else row
        for row in factors.rows
    ]
    return factors.model_copy(update={"rows": tuple(rows)})


def carrier(inventory: Json) -> Json:
    """Heat in the place of power, which only a visit can tell apart."""
    inputs = [row for row in inventory["inputs"] if row.get("flow") != "db:grid"]
    return {
        **inventory,
        "inputs": [*inputs, used("db:heat", "70000", "MJ", "energy", "raw_material")],
    }


def test_a_choice_that_only_a_visit_settles_asks_for_one() -> None:
    """All processes of its entry are seen at the site, also the small ones."""
    chain = build({"refinery": carrier, "factors": cheap_heat})
    codes = {
        (row.code, row.subject)
        for row in judge(chain.ledger.files(), chain.ledger.policy()).choices or ()
    }
    assert ("electricity.carrier", chain.ids["refinery"]) in codes
    assert {row.depth for row in by_label(chain, "refinery").values()} == {"site_visit"}


def another_mine(chain: SignedChain) -> None:
    """An entry of the mine that nothing rests on."""
    section = {
        "outputs": [output("ore", "90000")],
        "inputs": [used("db:diesel", "1", "MJ", "energy", "raw_material")],
    }
    header = {"lot": "beside", "basis": "lot_actual"}
    chain.entry("beside", "mine", "raw_material.mining", section, **header)


def test_what_the_log_shows_beside_changes_no_weight() -> None:
    """A later bundle shows more of the log, and the list must stay the same."""
    chain = build({"after": act(another_mine)})
    assert members(chain) == HONEST


def test_an_amount_that_no_row_states_is_recomputed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the method adds has no document and no meter: its arithmetic is repeated."""
    known = population.declared_contributions

    def with_gap(*given: Json) -> Iterator[Contribution]:
        found = list(known(*given))
        yield from found
        added = {"source": "filled", "label": "filled gap", "row": None, "value": Decimal(9)}
        yield found[0]._replace(**added)

    monkeypatch.setattr(population, "declared_contributions", with_gap)
    (gap,) = (row for row in members(honest()) if row.key.source == "filled")
    assert (gap.rows, gap.depth, gap.relevance) == ((), "recomputed", "most_relevant")
