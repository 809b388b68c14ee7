"""The trail of a row adds up from the figure to the row, and the formula gives the row's amount."""

from decimal import Decimal

import pytest
from support.attesting import audited
from support.refusal import refused
from support.signed_battery import honest
from support.signed_delivery import honest as delivered
from support.signed_delivery import whole

from ledger.audit.report.trace import Tracer
from ledger.audit.report.trail import formula_of, trail_of
from ledger.footprint.graph.numbers import explained_sum
from schemas.views.trace import TracedFormula, TrailNode

CHAIN, SOLD = honest(), delivered()
CONTEXT, REPORT = audited(CHAIN.ledger.files(), CHAIN.ledger.policy())
TRACER = Tracer(CONTEXT, REPORT)
CLOSE = Decimal("1e-30")


def trail(name: str, place: str) -> tuple[TrailNode, ...]:
    """The trail of a row of an entry of the battery."""
    return trail_of(TRACER, TRACER.trace(CHAIN.ids[name], place))


def product(formula: TracedFormula) -> Decimal:
    """What the formula says."""
    found = Decimal(formula.amount) * Decimal(formula.factor) / Decimal(formula.made)
    return found * Decimal(formula.needed) * Decimal(formula.method or 1)


def test_the_nodes_from_the_figure_to_a_row() -> None:
    """The figure, its stage, what the calculation counts, goods of suppliers, the entry's own part, the row."""
    nodes = trail("mine 2", "inputs/0")
    assert [node.kind for node in nodes] == [
        *("figure", "stage", "counted", "goods", "goods", "own", "row"),
    ]
    assert nodes[0].kg == str(REPORT.recomputed_total)
    assert nodes[-1].kg == TRACER.trace(CHAIN.ids["mine 2"], "inputs/0").kg
    assert [node.statement for node in nodes[2:5]] == [
        CHAIN.ids["pack"],
        CHAIN.ids["sulfate 2"],
        CHAIN.ids["ore"],
    ]


def test_what_the_composition_counts_is_the_figure() -> None:
    """The parts that the rows of the composition count add up to the whole."""
    counted = {
        node.place: Decimal(node.kg)
        for name, place in (("pack", "inputs/0"), ("recycler", "inputs/0"))
        for node in trail(name, place)
        if node.kind == "counted"
    }
    assert len(counted) == 2
    assert abs(explained_sum(counted.values()) - Decimal(CHAIN.total)) < CLOSE


def test_goods_have_no_own_part() -> None:
    """A row that draws on a supplier is opened at the supplier; the trail ends at the row."""
    kinds = [node.kind for node in trail("pack", "inputs/0")]
    assert kinds == ["figure", "counted", "row"]


def test_own_rows_add_up_to_the_own_part() -> None:
    """The node of the entry is the sum of its own rows."""
    own = next(node for node in trail("mine 2", "inputs/0") if node.kind == "own")
    rows = [row.value for (entry, _), row in TRACER.rows.items() if entry == CHAIN.ids["mine 2"]]
    assert abs(explained_sum(rows) - Decimal(own.kg)) < CLOSE


def test_the_formula_of_every_row_gives_its_amount() -> None:
    """Amount, factor, output and need multiply to the amount, with what the rulebook multiplies by besides."""
    checked = 0
    for entry, place in TRACER.rows:
        trace = TRACER.trace(entry, place)
        formula = formula_of(TRACER, trace)
        if formula is None:
            assert trace.row is None or trace.factor is None
            continue
        kg = Decimal(trace.kg)
        assert abs(product(formula) - kg) <= abs(kg) * Decimal("1e-17"), (entry, place)
        checked += 1
    assert checked > 5


def test_no_formula_without_a_factor() -> None:
    """An amount that several documents value, or none, has no formula that a reader could repeat."""
    trace = TRACER.trace(CHAIN.ids["mine 2"], "inputs/0")
    assert formula_of(TRACER, trace.model_copy(update={"factor": None})) is None


def test_a_plain_row_has_no_further_factor() -> None:
    """Electricity times its factor is what the figure counts; a credit is multiplied by the rulebook."""
    plain = formula_of(TRACER, TRACER.trace(CHAIN.ids["mine 2"], "inputs/0"))
    assert plain is not None
    assert plain.method is None
    credited = [
        formula_of(TRACER, TRACER.trace(entry, place))
        for entry, place in TRACER.rows
        if place.startswith("avoided/")
    ]
    assert all(one is None or Decimal(one.method or 1) < 0 for one in credited)


def test_the_trail_of_a_delivered_figure() -> None:
    """A bundle about a delivery counts nothing: the way begins at the delivered line."""
    context, report = audited(whole(SOLD), SOLD.ledger.policy())
    tracer = Tracer(context, report)
    entry, place = next(key for key in tracer.rows if key[1].startswith("inputs/"))
    nodes = trail_of(tracer, tracer.trace(entry, place))
    assert nodes[0].statement == report.subject
    assert "counted" not in {node.kind for node in nodes}


@pytest.mark.parametrize("place", ["not_collected", "inputs/99"])
def test_a_place_that_is_not_there(place: str) -> None:
    """The tracer refuses it as `trace_row` does."""
    with refused("trace.row"):
        TRACER.trace(CHAIN.ids["mine 2"], place)
