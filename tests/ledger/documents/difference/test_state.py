"""A state is computed by the engine of every figure, and a signed figure has to be the computed one."""

from dataclasses import replace
from decimal import Decimal

from support.differing import Recipe
from support.graph import ident
from support.refusal import refused

from ledger.documents.difference.state import compute
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import format_decimal, format_rounded
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Composition

BASE = Recipe()


def test_a_signed_figure_is_recomputed() -> None:
    """The stated total is accepted if the statements give it, and refused with one digit changed."""
    state = BASE.state()
    total = total_of(compute(state).cells)
    stated = replace(state, stated=format_decimal(total), id=ident("c"))
    assert compute(stated).total == total
    with refused("difference.not_recomputed", ident("c")):
        compute(replace(stated, stated=format_decimal(total + Decimal("1e-30"))))
    told = replace(stated, stated=format_rounded(total), is_rounded=True)
    assert compute(told).total == total
    with refused("difference.not_recomputed", ident("c")):
        compute(replace(told, stated=format_rounded(total * Decimal("1.01"))))


def test_a_withheld_inventory_is_refused() -> None:
    """The refusal names the entry, and comes before any other problem."""
    state = BASE.state()
    mine = ident("mine")
    shown = {**state.records.entries, mine: state.records.entries[mine]._replace(inventory=None)}
    with refused("difference.withheld", mine):
        compute(replace(state, records=replace(state.records, entries=shown)))


def test_an_entry_that_is_not_there_is_withheld_too() -> None:
    """A bundle for another reader leaves out whole statements."""
    state = BASE.state()
    entries = {name: row for name, row in state.records.entries.items() if name != ident("mine")}
    with refused("difference.withheld", ident("mine")):
        compute(replace(state, records=replace(state.records, entries=entries)))


def test_a_flow_without_a_factor_is_refused_by_its_own_code() -> None:
    """A state without a figure has no difference."""
    with refused("factor.none"):
        compute(replace(BASE, power={"test:unknown": "1"}).state())


def test_another_rulebook_computes_its_own_total_energy() -> None:
    """Per kWh of capacity the battery delivers its 75 kWh once; what cannot be computed is refused."""
    gate = load_rulebook("study-cradle-to-gate-1")
    assert BASE.state().under(gate).calculation.total_energy.numerator == "75"
    with refused("rulebook.unknown_parts"):
        BASE.state().under(load_rulebook("jrc-cfb-lmt"))
    with refused("functional_unit.category"):
        BASE.state().under(load_rulebook("jrc-cfb-ind-2025"))


def test_a_composition_without_a_known_row_is_refused() -> None:
    """A row that names nothing that is there has no figure."""
    state = BASE.state()
    row = state.composition.rows[-1].model_copy(update={"line": "other"})
    composition = Composition.model_construct(rows=(row,), exclusions=())
    with refused("calculation.missing_figure"):
        compute(replace(state, composition=composition))
