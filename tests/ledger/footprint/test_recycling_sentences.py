"""Sentences of PEF about a recycler's entry: collection, evidence of recyclability, another product, a default A."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, ident
from support.graph_circular import (
    DRAFT,
    END,
    FACTORS,
    SHREDDING,
    bought,
    following,
    recycler,
    treated_total,
)
from support.rows import avoided, inventory, made, taken, used

from ledger.footprint.graph.cells import cut_off, total_of
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.constants import Constant

EVIDENCE = dict.fromkeys(("collected", "facilities", "recycled"), ident("evidence"))
AMOUNTS = st.integers(1, 10**6)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_collection_is_inside_where_the_rulebook_says_so(
    nickel: int, work: int, carried: int
) -> None:
    """(1-A) of transport as of all else: what it adds to the draft's reading is -A of the transport, exactly."""
    chain = Graph((FACTORS,))
    rows = [
        used("test:recycling", str(work), **END),
        used("test:lorry", str(carried), purpose="transport", **END),
    ]
    lines = [avoided(str(nickel), "test:ni", material="Ni")]
    treated = inventory(made("plant", "100"), inputs=rows, avoided=lines)
    chain.enter("plant", treated, process=SHREDDING)
    inside = treated_total(chain, following("collection_shared"))
    assert inside - treated_total(chain) == -Fraction("0.2") * Fraction(carried, 2) / 100
    assert inside == Fraction("0.8") * (3 * work + Fraction(carried, 2) - 20 * nickel) / 100


def test_goods_bought_for_transport_are_inside_too() -> None:
    """A haulier's delivery is collection like a row of transport, and is left out with A = 1."""
    chain = bought()
    plant = chain.entries[ident("plant")]
    assert plant.inventory is not None
    rows = [taken("reagent", "10", purpose="transport")]
    moved = inventory(
        made("plant", "100"), inputs=rows, avoided=[avoided("10", "test:ni", material="Ni")]
    )
    chain.enter("plant", moved, process=SHREDDING)
    assert treated_total(chain) == (20 - Fraction("0.8") * 200) / 100
    rulebook = following("collection_shared")
    assert treated_total(chain, rulebook) == (Fraction("0.8") * 20 - Fraction("0.8") * 200) / 100
    cells = chain.figures("plant", rulebook=rulebook).entries[ident("plant")].lines["main"].cells
    assert total_of(cut_off(cells)) == 0


@given(AMOUNTS, AMOUNTS)
def test_without_evidence_of_recyclability_no_credit_counts_and_all_burdens_do(
    nickel: int, plastic: int
) -> None:
    """R2 is 0: for any claim, the figure is that of an entry without claims; the claim is reported."""
    rulebook = following("recyclability", "collection_shared")
    lines = (avoided(str(nickel), "test:ni", material="Ni"), avoided(str(plastic), "test:pp"))
    chain = recycler(*lines)
    assert (
        treated_total(chain, rulebook) == treated_total(recycler(), rulebook) == Fraction(320, 100)
    )
    (claim,) = [
        row
        for row in chain.figures("plant", rulebook=rulebook).remarks
        if row.code == "cff.recyclability"
    ]
    assert claim.effect == -(Fraction("0.8") * 20 * nickel + Fraction("0.5") * 2 * plastic)
    cells = chain.figures("plant", rulebook=rulebook).entries[ident("plant")].lines["main"].cells
    assert total_of(cut_off(cells)) == total_of(cells)


def test_evidence_of_recyclability_lets_the_credit_count() -> None:
    """With it the entry counts as under a rulebook that does not ask, and nothing is remarked."""
    line = avoided("10", "test:ni", material="Ni")
    proven = recycler(line, recyclability=EVIDENCE)
    rulebook = following("recyclability")
    assert treated_total(proven, rulebook) == treated_total(recycler(line))
    assert proven.figures("plant", rulebook=rulebook).remarks == ()
    assert treated_total(proven) == treated_total(recycler(line))


def test_recovered_energy_needs_no_evidence_of_recyclability() -> None:
    """R3 is not R2: heat from waste counts, and the nickel beside it does not."""
    heat = avoided("100", "test:pp", recovery="energy")
    lines = (avoided("10", "test:ni", material="Ni"), heat)
    rulebook = following("recyclability")
    assert (
        treated_total(recycler(*lines), rulebook)
        == treated_total(recycler(heat), rulebook)
        == Fraction(120, 100)
    )


@given(st.integers(0, 100))
def test_quality_is_not_applied_where_another_product_is_replaced(quality: int) -> None:
    """For any Qsout/Qp, the credit of another product is (1-A) E*v; of the same it is (1-A) E*v Qsout/Qp."""
    q = Decimal(quality).scaleb(-2)
    stated = Constant(value=format_decimal(q), source="OWN", confidence="inferred")
    formula = DRAFT.circular_footprint
    assert formula is not None
    worse = tuple(row.model_copy(update={"qs_out": stated}) for row in formula.materials)
    chain = Graph((FACTORS,))
    chain.enter("mill", inventory(made("mill", "10"), inputs=[used("test:ni", "10")]))
    chain.deliver("price", "mill", "plant", None)
    found = []
    for proof in (None, ident("proof")):
        other = {} if proof is None else {"other_product": proof}
        lines = [avoided("10", delivery="price", material="Ni", **other)]
        rows = [used("test:recycling", "100", **END)]
        treated = inventory(made("plant", "100"), inputs=rows, avoided=lines)
        chain.enter("plant", treated, process=SHREDDING)
        found.append(
            Fraction("2.4") - treated_total(chain, following("other_product", materials=worse))
        )
    assert found == [Fraction("1.6") * Fraction(q), Fraction("1.6")]
    assert Fraction("2.4") - treated_total(chain, following(materials=worse)) == found[0]


def test_a_material_without_an_a_of_its_own_takes_the_default_and_says_so_once() -> None:
    """As pef-2021 lists nickel: A = 0.5, reported once for two lines."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    bare = tuple(row.model_copy(update={"a": None}) for row in formula.materials)
    line = avoided("5", "test:ni", material="Ni")
    chain = recycler(line, line)
    rulebook = following(materials=bare)
    assert treated_total(chain, rulebook) == (Fraction("0.5") * (300 - 200) + 20) / 100
    told = chain.figures("plant", rulebook=rulebook).remarks
    assert [row.code for row in told] == ["cff.default_a"]
