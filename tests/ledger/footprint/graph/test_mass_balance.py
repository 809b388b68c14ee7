"""Outputs that weigh more than the inputs."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.footprints import battery_component, file_of, pact_3
from support.graph import STUDY, Graph, ident, weighing
from support.rows import Row, imported, inventory, made, taken, used

from ledger.footprint.graph.mass_balance import mass_faults
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.entry import Product
from schemas.vocabulary import ProcessCode

WITHOUT = STUDY.model_copy(update={"balances": None})
ONE_KG = weighing("1")


def chain(
    *rows: Row, outputs: Sequence[Row] = (), product: Product | None = ONE_KG, **header: object
) -> Graph:
    """A mine whose ore weighs 0.5 kg a unit, and a smelter that makes 100 units of 1 kg."""
    made_of = Graph()
    made_of.enter("mine", inventory(made("mine", "1000")), weighing("0.5"))
    made_of.deliver("ore", "mine", "smelter", "500")
    lines = outputs or [made("smelter", "100")]
    made_of.enter("smelter", inventory(*lines, inputs=rows), product, **header)
    return made_of


def faults(made_of: Graph, *names: str) -> list[tuple[str, str]]:
    """Subject and detail of the findings."""
    context = made_of.context(*names or ("smelter",))
    found = list(mass_faults(context.entry_goods, context.rulebook))
    assert {row.code for row in found} <= {"balance.mass"}
    assert all(row.effect is None for row in found)
    return [(row.subject, row.detail) for row in found]


def test_missing_mass_is_per_unit_of_the_main_output() -> None:
    """60 kg of ore and 15 kg of lime do not make 100 kg."""
    rows = [taken("ore", "120"), used("test:lime", "15")]
    detail = "per kg of main, 0.75 kg go in and 1 kg come out: 0.25 kg missing"
    assert faults(chain(*rows)) == [(ident("smelter"), detail)]


@given(st.integers(90_001, 110_000))
def test_the_tolerance_is_two_per_cent_of_the_output(grams: int) -> None:
    """The inputs may fall short of 100 kg by 2 kg and not by a gram more."""
    kg = format_decimal(Decimal(grams).scaleb(-3))
    assert bool(faults(chain(used("test:lime", kg)))) == (grams < 98_000)


@pytest.mark.parametrize("purpose", ["processing", "energy", "direct"])
def test_what_is_no_goods_brings_no_mass(purpose: str) -> None:
    """Work on the goods, fuel and gases have no mass here, and without a material there is no finding."""
    work = used("test:work", "100", purpose=purpose)
    assert faults(chain(work)) == []
    assert len(faults(chain(work, taken("ore", "10")))) == 1
    assert faults(chain(used("test:box", "100", purpose="packaging"), taken("ore", "10"))) == []


def test_more_in_than_out_is_normal() -> None:
    """Tailings and off-gases are not missed."""
    assert faults(chain(taken("ore", "500"))) == []


def test_all_outputs_count() -> None:
    """A by-product has to come from somewhere too."""
    outputs = [made("smelter", "90"), made("smelter", "20", "slag", role="by_product")]
    product = weighing("1", ("main", "slag"))
    assert faults(chain(taken("ore", "180"), outputs=outputs, product=product)) != []
    assert faults(chain(taken("ore", "220"), outputs=outputs, product=product)) == []


def test_an_unknown_mass_is_not_guessed() -> None:
    """An activity in another unit, an output or a delivered line of unstated mass: no finding."""
    assert faults(chain(taken("ore", "10"), used("test:water", "1", unit="m3"))) == []
    assert faults(chain(taken("ore", "10"), product=None)) == []
    made_of = chain(taken("ore", "10"))
    made_of.enter("mine", inventory(made("mine", "1000")), weighing(None))
    assert faults(made_of) == []


def test_not_at_end_of_life() -> None:
    """The goods that a recycler treats are not counted as input."""
    process = ProcessCode.SHREDDING
    assert faults(chain(taken("ore", "10"), process=process)) == []


def test_an_inventory_that_is_not_shown_is_passed_over() -> None:
    """Without rows there is no balance."""
    made_of = chain(taken("ore", "10"))
    made_of.enter("other", None)
    assert [subject for subject, _ in faults(made_of, "other", "smelter")] == [ident("smelter")]


def test_a_rulebook_without_tolerances_balances_nothing() -> None:
    """The check depends on the rulebook."""
    context = chain(taken("ore", "10")).context("smelter", rulebook=WITHOUT)
    assert list(mass_faults(context.entry_goods, context.rulebook)) == []


def test_imported_goods_bring_their_mass() -> None:
    """Goods of a file in kg count as input; the mass of a piece is unknown, so there is no finding."""
    housing = imported(file_of(pact_3()), amount="40")
    assert faults(chain(housing, used("test:lime", "60"))) == []
    assert len(faults(chain(housing, used("test:lime", "50")))) == 1
    part = imported(file_of(battery_component(unit="CO2KG/piece")), amount="1")
    assert faults(chain(part, used("test:lime", "50"))) == []
