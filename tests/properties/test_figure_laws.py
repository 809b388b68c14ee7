"""Laws of the figure, on random graphs, against the fraction reference."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.fraction_reference import Reference
from support.fraction_reference import format_cells as reference_cells
from support.graph import STUDY, Graph, ident
from support.random_chains import PLAIN, SETS, chains, made_by
from support.rows import inventory, made

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.graph.cells import format_cells, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ONE, format_decimal
from ledger.footprint.valuation.figure import Figures, figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.delivery import Cell
from schemas.signed.inventory import Output
from schemas.signed.rows import Row as InventoryRow

T = TypeVar("T")
DRAFT = load_rulebook("eu-ev-draft-2024")
SMALLEST = Decimal("1E-26")


def written(found: Figures) -> dict[tuple[str, str], tuple[Cell, ...]]:
    """The cells of all lines as a document states them."""
    return {
        (entry, line): format_cells(figure.cells)
        for entry, of in found.entries.items()
        for line, figure in of.lines.items()
    }


def told(found: Figures) -> bool:
    """Return whether the figure is complete; random amounts can only break the size of a cell."""
    assert {problem.code for problem in found.problems} <= {"figure.overflow"}
    return not found.problems


@given(chains())
@settings(max_examples=150)
def test_a_reference_in_fractions_gives_the_same_strings(it: tuple[Graph, list[str]]) -> None:
    """Every cell of every line is, to the last digit, what recursion in fractions gives."""
    chain, names = it
    found = chain.figures(*names)
    if told(found):
        reference = Reference(chain.records(), chain.factor_sets, STUDY)
        for (entry, line), rows in written(found).items():
            expected = reference_cells(reference.line(entry, line))
            assert [(r.stage, r.group, r.sign, r.value) for r in rows] == expected


@given(chains(crediting=False))
@settings(max_examples=50)
def test_the_reference_agrees_where_the_rulebook_files(it: tuple[Graph, list[str]]) -> None:
    """Filing by rule moves cells between stages in the same way, and never changes a total."""
    chain, names = it
    found = chain.figures(*names, rulebook=DRAFT)
    if told(found):
        reference = Reference(chain.records(), chain.factor_sets, DRAFT)
        for (entry, line), rows in written(found).items():
            expected = reference_cells(reference.line(entry, line))
            assert [(r.stage, r.group, r.sign, r.value) for r in rows] == expected


@given(chains(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_order_does_not_matter(it: tuple[Graph, list[str]], random: Random) -> None:
    """Rows, statements and starts in any other order give the same strings."""
    chain, names = it
    shuffled = Graph(
        tuple(reversed(chain.factor_sets)),
        dict(_shuffled(chain.entries.items(), random)),
        dict(_shuffled(chain.deliveries.items(), random)),
    )
    for key, record in shuffled.entries.items():
        assert record.inventory is not None
        lists = {
            name: tuple(_shuffled(getattr(record.inventory, name), random))
            for name in ("inputs", "wastes", "emissions", "avoided")
        }
        mixed = record.inventory.model_copy(update=lists)
        shuffled.entries[key] = record._replace(inventory=mixed)
    again = shuffled.figures(*_shuffled(names, random))
    assert written(again) == written(chain.figures(*names))


def _shuffled(items: Iterable[T], random: Random) -> list[T]:
    listed = list(items)
    random.shuffle(listed)
    return listed


@given(chains())
@settings(max_examples=40)
def test_the_context_of_the_thread_does_not_matter(it: tuple[Graph, list[str]]) -> None:
    """A thread that computes at 3 digits gets the same figures."""
    chain, names = it
    plain = written(chain.figures(*names))
    with localcontext(prec=3):
        assert written(chain.figures(*names)) == plain


@given(chains())
@settings(max_examples=60)
def test_allocation_shares_out_the_whole(it: tuple[Graph, list[str]]) -> None:
    """Output times cell, summed over the lines, is what one line alone would carry.

    Each cell is rounded once, so the sum may miss by half a last place of each, times its output.
    """
    chain, names = it
    found = chain.figures(*names)
    if not told(found):
        return
    for name in names:
        whole = made_by(chain, name)
        alone = replace(chain, entries=dict(chain.entries))
        only = made(name, "1")
        undivided = inventory(only).model_copy(
            update={k: getattr(whole, k) for k in ("inputs", "wastes", "emissions", "avoided")}
        )
        alone.enter(name, undivided, process=chain.entries[ident(name)].entry.process)
        total = Reference(alone.records(), alone.factor_sets, STUDY)
        reference = total.unrounded(ident(name), "main")
        for key, value in reference.items():
            summed, bound = Fraction(0), Fraction(0)
            for output in whole.outputs:
                line = found.line(ident(name), output.line)
                assert line is not None
                cell = Fraction({tuple(map(str, k[:3])): v for k, v in line.cells.items()}[key])
                summed += Fraction(output.amount) * cell
                step = max(Fraction(1, 10**60), abs(cell) / 10**33)
                bound += Fraction(output.amount) * step / 2
            assert abs(summed - value) <= bound


@given(chains(amounts=PLAIN))
@settings(max_examples=60)
def test_contributions_sum_to_the_total(it: tuple[Graph, list[str]]) -> None:
    """The contributions to a figure sum to it, within 1e-30 of the sum of absolute contributions.

    Only cells with all their 34 digits above 1e-60 can promise that, so others are not looked at.
    """
    chain, names = it
    resolution = chain.resolve(*names)
    found = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    values = [
        cell
        for of in found.entries.values()
        for f in of.lines.values()
        for cell in f.cells.values()
    ]
    assume(told(found) and all(not value or abs(value) >= SMALLEST for value in values))
    for entry, line in written(found):
        figure = found.line(entry, line)
        assert figure is not None
        rows = list(contributions({(entry, line): ONE}, resolution, found))
        size = sum(abs(Fraction(row.value)) for row in rows)
        apart = abs(sum(Fraction(row.value) for row in rows) - Fraction(total_of(figure.cells)))
        assert apart <= size / 10**30


@pytest.mark.parametrize("scale", [2, 7, 10, 1000])
@given(it=chains())
@settings(max_examples=25)
def test_other_volumes_give_the_same_figure(scale: int, it: tuple[Graph, list[str]]) -> None:
    """An entry that made, took and gave off n times as much has the same figures."""
    chain, names = it
    larger = replace(chain, entries=dict(chain.entries))
    for key, record in chain.entries.items():
        assert record.inventory is not None
        rows = {
            name: tuple(_scaled(row, scale) for row in getattr(record.inventory, name))
            for name in ("outputs", "inputs", "wastes", "emissions", "avoided")
        }
        scaled = record.inventory.model_copy(update=rows)
        larger.entries[key] = record._replace(inventory=scaled)
    assert written(larger.figures(*names)) == written(chain.figures(*names))


def _scaled(row: Output | InventoryRow, scale: int) -> Output | InventoryRow:
    amount = EXACT.multiply(Decimal(row.amount), Decimal(scale))
    return row.model_copy(update={"amount": format_decimal(amount)})
