"""Offsets, and factors with an unstated reduction."""

from decimal import Decimal

from support.footprints import file_of, pact_3
from support.graph import STUDY, Graph, factors, grids, ident
from support.rows import Row, avoided, imported, inventory, made, taken, used, wasted

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.offsets import negative_rows, offset_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.gases import GasOrigin
from schemas.signed.rulebook import GroupValue
from schemas.vocabulary import Group

DRAFT = load_rulebook("eu-ev-draft-2024")
SETS = (
    factors({"test:lime": "2", "test:credit/fossil": "-3", "test:wood/uptake": "-1.5"}),
    factors({"test:ash/fossil": "-0.5"}, direction="treatment"),
    factors({"test:green": "-0.1"}, unit="kWh"),
    grids({"FI": "0.2"}),
)


def faults(**rows: list[Row]) -> list[Observation]:
    """The findings on a mill with these rows."""
    chain = Graph(SETS)
    chain.enter("mill", inventory(made("mill", "100"), **rows))
    chain.enter("withheld", None)
    found = list(offset_faults(chain.context("mill", "withheld", rulebook=DRAFT)))
    assert {row.subject for row in found} <= {ident("mill")}
    return found


def test_an_offset_is_reported_with_its_size() -> None:
    """40 kg bought elsewhere: the claim is 40 kg less, and no figure includes it."""
    (found,) = faults(offsets=[{"certificate": "VCS 1", "kg": "40"}])
    assert (found.code, found.effect) == ("offset.not_counted", -40)
    assert found.detail == "an offset of 40 kg CO2e, VCS 1, is reported and not counted"


def test_an_offset_changes_no_figure() -> None:
    """The same mill with and without has the same cells."""
    cells = []
    for offsets in ([], [{"certificate": "VCS 1", "kg": "40"}]):
        chain = Graph(SETS)
        rows = {"inputs": [used("test:lime", "100")], "offsets": offsets}
        chain.enter("mill", inventory(made("mill", "100"), **rows))
        line = chain.figures("mill").line(ident("mill"), "main")
        assert line is not None
        cells.append(line.cells)
    assert cells[0] == cells[1]


def test_a_factor_below_zero_is_an_offset_in_disguise() -> None:
    """Ten kg at -3, and eight of waste at -0.5, take off 30 and 4 kg."""
    found = faults(inputs=[used("test:credit", "10")], wastes=[wasted("test:ash", "8")])
    assert [(row.code, row.effect) for row in found] == [
        ("factor.negative", Decimal(-30)),
        ("factor.negative", Decimal(-4)),
    ]
    assert found[0].detail == "the factor of test:credit is below zero and no uptake"


def test_credits_are_stated_as_that() -> None:
    """An avoided line subtracts by its nature."""
    assert faults(inputs=[used("test:lime", "1")], avoided=[avoided("1", flow="test:lime")]) == []


def test_uptake_that_the_rulebook_does_not_count_is_reported() -> None:
    """Under EF 3.1 uptake by a tree counts 0: the figure leaves the factor's uptake out, and its size is reported."""
    (found,) = faults(inputs=[used("test:wood", "10"), used("test:lime", "1")])
    assert (found.code, found.effect) == ("factor.uptake", -15)
    chain = Graph(SETS)
    chain.enter("mill", inventory(made("mill", "1"), inputs=[used("test:wood", "10")]))
    for rulebook, total in ((DRAFT, 0), (STUDY, -15)):
        line = chain.figures("mill", rulebook=rulebook).line(ident("mill"), "main")
        assert line is not None
        assert total_of(line.cells) == total
        told = [row.code for row in offset_faults(chain.context("mill", rulebook=rulebook))]
        assert told == ["factor.uptake"] * (rulebook is DRAFT)


def test_uptake_that_the_rulebook_counts_stays() -> None:
    """If the characterization has a factor for uptake, a factor's uptake is part of it."""
    gases = DRAFT.characterization
    rows = tuple(
        row.model_copy(update={"value": "-1"}) if row.origin is GasOrigin.UPTAKE else row
        for row in gases.rows
    )
    counting = DRAFT.model_copy(
        update={"characterization": gases.model_copy(update={"rows": rows})}
    )
    chain = Graph(SETS)
    chain.enter("mill", inventory(made("mill", "1"), inputs=[used("test:wood", "10")]))
    line = chain.figures("mill", rulebook=counting).line(ident("mill"), "main")
    assert line is not None
    assert total_of(line.cells) == -15


def test_what_is_imported_or_delivered_below_zero_is_found() -> None:
    """A file that claims less than nothing, and goods of a recycler whose credits exceed its burdens."""
    claimed = imported(file_of(pact_3()), amount="3", values=[{"part": "fossil", "value": "-4"}])
    chain = Graph(SETS)
    lines = [avoided("10", flow="test:lime")]
    chain.enter(
        "shop", inventory(made("shop", "10"), avoided=lines), process="end_of_life.pyrometallurgy"
    )
    chain.deliver("used", "shop", "mill", "5")
    rows = [taken("used", "5", purpose="processing"), claimed]
    chain.enter("mill", inventory(made("mill", "100"), inputs=rows))
    context = chain.context("mill")
    found = list(offset_faults(context))
    assert {(row.code, row.subject) for row in found} == {("input.negative", ident("mill"))}
    # 3 kg at -4 kg CO2e for 4 kg, and 5 kg at -20 kg for 10 kg
    assert [row.effect for row in found] == [-3, -10]
    assert found[1].detail == f"{ident('used')} counts -2 kg CO2e per kg, less than zero"
    assert [row.per_unit for row in negative_rows(context)] == [-1, -2]


def test_a_recycler_s_credit_may_be_passed_on_to_a_recycler() -> None:
    """At end of life goods below zero are the figure of the recycler before it."""
    chain = Graph(SETS)
    lines = [avoided("10", flow="test:lime")]
    end = {"process": "end_of_life.pyrometallurgy"}
    chain.enter("shop", inventory(made("shop", "10"), avoided=lines), **end)
    chain.deliver("used", "shop", "mill", "5")
    chain.enter("mill", inventory(made("mill", "100"), inputs=[taken("used", "5")]), **end)
    assert list(offset_faults(chain.context("mill"))) == []


def test_a_factor_counts_by_its_sum() -> None:
    """Groups below zero are a finding, and a total below zero is a negative row."""
    values = factors({"test:mixed/fossil": "2", "test:worse/fossil": "1"})
    credit = GroupValue(group=Group.LAND_USE_CHANGE, value="-1.5")
    rows = tuple(row.model_copy(update={"values": (*row.values, credit)}) for row in values.rows)
    chain = Graph((values.model_copy(update={"rows": rows}),))
    taking = [used("test:mixed", "10"), used("test:worse", "10")]
    chain.enter("mill", inventory(made("mill", "1"), inputs=taking))
    context = chain.context("mill")
    assert [row.code for row in offset_faults(context)] == ["factor.negative"] * 2
    assert [(row.label, row.per_unit) for row in negative_rows(context)] == [
        ("test:worse", Decimal("-0.5"))
    ]


def test_a_flow_that_nothing_values_takes_nothing_off() -> None:
    """It is a problem of the figure, and not an offset."""
    assert faults(inputs=[used("test:unknown", "10")]) == []


def test_a_factor_that_the_mix_replaced_takes_nothing_off() -> None:
    """Electricity at -0.1 is valued by the mix, unless the rulebook accepts its supply as stated."""
    for supply, effects in (("contract", []), ("grid", []), ("on_site", [Decimal(-1)])):
        stated = {"supply": supply, "certificates": []}
        row = used("test:green", "10", unit="kWh", purpose="energy", electricity=stated)
        assert [found.effect for found in faults(inputs=[row])] == effects


def test_two_mixes_leave_the_row_unknown() -> None:
    """If the value of a row is ambiguous, its sign gives no finding."""
    chain = Graph((*SETS, grids({"FI": "0.3"})))
    stated = {"supply": "contract", "certificates": []}
    row = used("test:green", "10", unit="kWh", purpose="energy", electricity=stated)
    chain.enter("mill", inventory(made("mill", "100"), inputs=[row]))
    assert list(offset_faults(chain.context("mill", rulebook=DRAFT))) == []
