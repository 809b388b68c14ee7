"""Elements in the output that are missing in the input."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, factors, ident
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.element_balance import element_faults
from ledger.footprint.valuation.figure import Figures
from schemas.signed.entry import Element, Product, ProductLine

WITHOUT = STUDY.model_copy(update={"balances": None})
SETS = (factors({"test:lime": "2"}),)


def holding(
    fractions: Mapping[str, str], kg: str | None = "1", more: Mapping[str, str] | None = None
) -> Product:
    """A product section whose main line, and line `side` if given, contain these fractions of elements."""
    lines = {"main": fractions} | ({} if more is None else {"side": more})
    return Product(
        lines=tuple(
            ProductLine(
                line=line,
                form="as_is",
                kg_per_unit=kg,
                elements=tuple(Element(element=e, fraction=f) for e, f in sorted(of.items())),
            )
            for line, of in lines.items()
        )
    )


def chain(
    amount: str,
    product: Product | None,
    *rows: Row,
    outputs: tuple[Row, ...] = (),
    kg: str | None = "1",
) -> Graph:
    """Salt with a fifth of nickel, at 2 kg CO2e a kg, and a plant that makes 100 kg of it."""
    made_of = Graph(SETS)
    salt = inventory(made("salt", "1000"), inputs=[used("test:lime", "1000")])
    made_of.enter("salt", salt, holding({"Ni": "0.2", "S": "0.1"}, kg))
    made_of.deliver("sack", "salt", "plant", "1000")
    lines = outputs or (made("plant", "100"),)
    made_of.enter("plant", inventory(*lines, inputs=[taken("sack", amount), *rows]), product)
    return made_of


def faults(made_of: Graph, figures: Figures | None = None) -> list[Observation]:
    """The findings at the plant."""
    context = made_of.context("plant")
    context = replace(context, figures=figures or context.figures)
    return list(element_faults(context))


def test_what_is_missing_and_what_it_would_have_cost() -> None:
    """200 kg of salt bring 40 kg of nickel, 50 kg come out: a fifth is missing, at 400/40 a kg."""
    (fault,) = faults(chain("200", holding({"Co": "0.1", "Ni": "0.5"})))
    detail = "per kg of main, 0.4 kg of Ni go in and 0.5 kg come out: 0.1 kg missing, 20 %"
    assert fault[:4] == ("balance.element", ident("plant"), detail, Decimal(-100))


@given(st.integers(1, 10**6))
def test_the_tolerance_is_one_per_cent_of_what_comes_out(grams: int) -> None:
    """50 kg of nickel come out, so 49.5 kg of it, 247.5 kg of salt, is the least that passes."""
    amount = format_decimal(Decimal(grams).scaleb(-3))
    assert bool(faults(chain(amount, holding({"Ni": "0.5"})))) == (grams < 247_500)


def test_only_what_both_sides_state_is_balanced() -> None:
    """Cobalt that no input states, and sulfur that the output does not state, give no finding."""
    assert faults(chain("250", holding({"Co": "0.1", "Ni": "0.5"}))) == []
    assert faults(chain("1", holding({}))) == []
    assert faults(chain("1", None)) == []


def test_all_outputs_that_hold_the_element_count() -> None:
    """A by-product without nickel needs none, one with nickel does."""
    outputs = (made("plant", "100"), made("plant", "100", "side", role="by_product"))
    for more, found in (({"Co": "0.1"}, 0), ({"Ni": "0.1"}, 1)):
        product = holding({"Ni": "0.5"}, more=more)
        assert len(faults(chain("250", product, outputs=outputs))) == found


def test_an_unknown_mass_is_not_guessed() -> None:
    """If a line with the element states no mass, there is no finding."""
    assert faults(chain("1", holding({"Ni": "0.5"}), kg=None)) == []
    assert faults(chain("1", holding({"Ni": "0.5"}, kg=None))) == []


def test_without_the_figure_of_a_supplier_there_is_no_effect() -> None:
    """The fault is reported all the same."""
    (fault,) = faults(chain("200", holding({"Ni": "0.5"})), Figures({}, (), ()))
    assert (fault.code, fault.effect) == ("balance.element", None)


def test_an_inventory_that_is_not_shown_is_passed_over() -> None:
    """Without rows there is no balance."""
    made_of = chain("250", holding({"Ni": "0.5"}))
    made_of.enter("plant", None, holding({"Ni": "0.5"}))
    assert faults(made_of) == []


def test_a_rulebook_without_tolerances_balances_nothing() -> None:
    """The check depends on the rulebook."""
    made_of = chain("1", holding({"Ni": "0.5"}))
    context = made_of.context("plant", rulebook=WITHOUT)
    assert list(element_faults(context)) == []
