"""A recycler's entry under the Circular Footprint Formula, against the formula itself."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cff_reference import CffParameters, cff
from support.graph import STUDY, Graph, factors, ident
from support.graph_circular import DRAFT, END, FACTORS, SHREDDING, bought, recycler, treated_total
from support.rows import avoided, inventory, made, used, wasted

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.analysis.end_of_life import UPSTREAM, end_of_life_terms
from ledger.footprint.graph.cells import cut_off, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import figures
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CircularTerm, Stage, Unit


def test_one_metal_is_the_formula_s_recyclability_term() -> None:
    """10 kg of nickel from 100 kg: (1-A) R2 (ErecEoL - E*v), and collection whole."""
    chain = recycler(avoided("10", "test:ni", material="Ni"))
    term = cff(
        CffParameters(
            ev=Decimal(20),
            e_recycled=Decimal(30),
            e_recycling_eol=Decimal(30),
            e_star_v=Decimal(20),
            a=Decimal("0.2"),
            r2=Decimal("0.1"),
        )
    ).recyclability
    assert treated_total(chain) == Fraction(term) + Fraction("0.2")


def test_unequal_shares_weigh_the_joint_process_by_mass() -> None:
    """10 kg of nickel at A 0.2 and 30 kg of a plastic at A 0.5: 0.575 of the process counts."""
    chain = recycler(avoided("10", "test:ni", material="Ni"), avoided("30", "test:pp"))
    share = (Fraction("0.8") * 10 + Fraction("0.5") * 30) / 40
    credit = Fraction("0.8") * 10 * 20 + Fraction("0.5") * 30 * 2
    assert treated_total(chain) == (300 * share + 20 - credit) / 100


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_third_is_rounded_once(nickel: int, plastic: int) -> None:
    """For any masses, the figure is the exact ratio, rounded at the 34th digit at the earliest."""
    chain = recycler(
        avoided(str(nickel), "test:ni", material="Ni"), avoided(str(plastic), "test:pp")
    )
    mass = nickel + plastic
    share = (Fraction("0.8") * nickel + Fraction("0.5") * plastic) / mass
    exact = (300 * share + 20 - Fraction("0.8") * nickel * 20 - Fraction("0.5") * plastic * 2) / 100
    assert abs(treated_total(chain) - exact) <= (abs(exact) + 10**9) / 10**33


def test_a_material_that_is_not_listed_takes_the_default_and_says_so() -> None:
    """A plastic has A = 0.5, and a remark says so."""
    found = recycler(avoided("30", "test:pp")).figures("plant", rulebook=DRAFT)
    assert [row.code for row in found.remarks] == ["cff.default_a"]
    assert "A = 0.5" in found.remarks[0].detail


def ruled(**constants: str) -> Rulebook:
    """The draft with other constants of the formula."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    changed: dict[str, object] = {
        name: value
        if name == "joint_basis"
        else Constant(value=value, source="OWN", confidence="inferred")
        for name, value in constants.items()
    }
    return DRAFT.model_copy(update={"circular_footprint": formula.model_copy(update=changed)})


def test_a_joint_process_may_be_shared_by_revenue() -> None:
    """10 kg of nickel worth 90 and 30 kg of plastic worth 10: 0.77 of the process counts."""
    chain = recycler(
        avoided("10", "test:ni", material="Ni", allocation_value="90"),
        avoided("30", "test:pp", allocation_value="10"),
    )
    share = (Fraction("0.8") * 90 + Fraction("0.5") * 10) / 100
    credit = Fraction("0.8") * 10 * 20 + Fraction("0.5") * 30 * 2
    assert treated_total(chain, ruled(joint_basis="revenue")) == (300 * share + 20 - credit) / 100
    chain = recycler(avoided("10", "test:ni", material="Ni"))
    found = chain.figures("plant", rulebook=ruled(joint_basis="revenue"))
    assert [row.code for row in found.problems] == ["cff.basis"]


def test_disposal_and_energy_recovery_are_not_shared_by_a() -> None:
    """40 kg burnt for heat and 50 kg landfilled beside 10 kg of nickel: (1-B) of the one, all of the other."""
    chain = recycler(
        avoided("10", "test:ni", material="Ni"),
        avoided("100", "test:pp", recovery="energy"),
        wastes=[
            wasted("test:burning", "40", purpose="energy_recovery", **END),
            wasted("test:landfill", "50", purpose="disposal", **END),
        ],
    )
    treatment = factors({"test:burning": "2.5", "test:landfill": "0.5"}, "treatment")
    chain = replace(chain, factor_sets=(FACTORS, treatment))
    recycling = Fraction("0.8") * 300 - Fraction("0.8") * 200
    burnt = 40 * Fraction("2.5") - 100 * 2
    assert treated_total(chain) == (recycling + 20 + burnt + 25) / 100
    half = ruled(b="0.5", ed="7")
    assert treated_total(chain, half) == (recycling + 20 + burnt / 2 + 25) / 100
    line = chain.figures("plant", rulebook=DRAFT).entries[ident("plant")]
    terms = end_of_life_terms(chain.entries[ident("plant")], line, "main")
    assert (terms["energy recovery"], terms["disposal"]) == (Decimal(-1), Decimal("0.25"))


def test_what_no_row_accounts_for_is_disposed_of() -> None:
    """Of 100 kg 10 are recovered and the rest, 90 kg, counts at the rulebook's Ed, once."""
    chain = recycler(avoided("10", "test:ni", material="Ni"))
    assert treated_total(chain, ruled(ed="0.5")) - treated_total(chain) == Fraction("0.45")
    by_piece = inventory(
        made("plant", "4", unit="piece"),
        inputs=[used("test:recycling", "100", **END), used("test:lorry", "40", **END)],
        avoided=[avoided("10", "test:ni", material="Ni")],
    )
    pieces = Graph((FACTORS,))
    pieces.enter("plant", by_piece, process=SHREDDING)
    assert treated_total(pieces, ruled(ed="0.5")) == treated_total(pieces)


def test_a_material_alone_is_valued_by_its_virgin_dataset() -> None:
    """E*v of a line that names no goods is the rulebook's dataset of the material, and missing without one."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    named = tuple(
        row.model_copy(update={"virgin": "test:ni"}) if row.material == "Ni" else row
        for row in formula.materials
    )
    rulebook = DRAFT.model_copy(
        update={"circular_footprint": formula.model_copy(update={"materials": named})}
    )
    bare = recycler(avoided("10", material="Ni"))
    assert treated_total(bare, rulebook) == treated_total(
        recycler(avoided("10", "test:ni", material="Ni"))
    )
    terms = end_of_life_terms(
        bare.entries[ident("plant")],
        bare.figures("plant", rulebook=rulebook).entries[ident("plant")],
        "main",
    )
    assert "credit nickel" in terms
    found = bare.figures("plant", rulebook=DRAFT)
    assert [row.code for row in found.problems] == ["cff.virgin_unknown"]


def test_the_cut_off_figure_is_another_sum_of_the_same_cells() -> None:
    """With A = 1 a recycler's user has nothing of recycling: collection alone remains, under end of life."""
    cells = bought().figures("plant", rulebook=DRAFT).entries[ident("plant")].lines["main"].cells
    assert {key.stage for key in cells} == {Stage.END_OF_LIFE}
    left = cut_off(cells)
    assert total_of(left) == Decimal("0.2")
    shared = {key.term for key in cells.keys() - left.keys()}
    assert shared == {CircularTerm.RECYCLING, CircularTerm.SUBSTITUTION}


def test_without_recovery_the_whole_burden_counts() -> None:
    """A treatment that recovers nothing is disposal, and its burden is not shared."""
    assert treated_total(recycler()) == Fraction("3.2")
    assert treated_total(recycler(), STUDY) == Fraction("3.2")


def test_full_substitution_counts_all_of_both() -> None:
    """The study rulebook credits whole, and never together with the formula."""
    chain = recycler(avoided("10", "test:ni", material="Ni"))
    assert treated_total(chain, STUDY) == Fraction("3.2") - 2


def test_recovery_is_stated_in_kg() -> None:
    """The joint process is shared out by mass, so another unit is refused."""
    chain = recycler(avoided("10", "test:ni", unit=Unit.PIECE.value))
    found = chain.figures("plant", rulebook=DRAFT)
    assert [row.code for row in found.problems][:1] == ["cff.basis"]


def test_avoided_lines_of_other_stages_are_refused() -> None:
    """A mill that claims a credit has no figure under the formula."""
    chain = Graph((FACTORS,))
    lines = [avoided("1", "test:ni", material="Ni")]
    chain.enter("mill", inventory(made("mill", "10"), avoided=lines))
    found = chain.figures("mill", rulebook=DRAFT)
    assert [row.code for row in found.problems] == ["avoided.refused"]


def test_bought_goods_waste_and_gases_belong_to_the_joint_process() -> None:
    """All burdens but collection are shared with the user of the recyclate."""
    exact = (Fraction("0.8") * (20 + 5 + 7) + 20 - Fraction("0.8") * 200) / 100
    assert treated_total(bought()) == exact


def test_terms_and_contributions_sum_to_the_figure() -> None:
    """Both ways of explaining the figure agree with it."""
    chain = bought()
    resolution = chain.resolve("plant")
    found = figures(resolution, FactorTable(chain.factor_sets, DRAFT), DRAFT)
    node = ident("plant")
    terms = end_of_life_terms(resolution.record(node), found.entries[node], "main")
    assert terms[UPSTREAM] == Decimal("0.16")
    assert terms["credit nickel"] == Decimal("-1.6")
    assert sum(map(Fraction, terms.values())) == treated_total(chain)
    rows = contributions({(node, "main"): Decimal(1)}, resolution, found)
    assert abs(sum(Fraction(row.value) for row in rows) - treated_total(chain)) < Fraction(
        1, 10**30
    )


@pytest.mark.parametrize("line", ["main", "other"])
def test_what_is_not_shown_has_no_terms(line: str) -> None:
    """An unknown line, or a withheld inventory, gives no terms."""
    chain = recycler(avoided("10", "test:pp"))
    found = chain.figures("plant", rulebook=DRAFT).entries[ident("plant")]
    record = chain.entries[ident("plant")]
    terms = end_of_life_terms(record, found, line)
    assert ("credit material not stated" in terms) == (line == "main")
    assert end_of_life_terms(record._replace(inventory=None), found, line) == {}
