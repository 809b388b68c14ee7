"""Burdens that A reduces and that may not belong to recycling: each finding with the reduction."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.graph import STUDY, ident
from support.graph_circular import DRAFT, PEF, read
from support.graph_recycled import END, EVIDENCE, recycled_battery, restate, swap
from support.rows import Row, avoided, inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.shared_burdens import low_recovery, sharing_faults
from ledger.footprint.valuation.figure import figures
from schemas.signed.rulebook import Rulebook

RECYCLER = ident("recycler")
HALF = avoided("50", "test:ni", material="Ni")


def told(rulebook: Rulebook = DRAFT, *lines: Row, **rows: object) -> list[tuple[str, str, float]]:
    """Code, subject and kg of the findings on a recycler; `rows` change members of its lists, by list and place."""
    it = recycled_battery()
    restate(it, "recycler", avoided=lines or (HALF,))
    for place, members in rows.items():
        field, _, at = place.partition("_")
        assert isinstance(members, dict)
        swap(it, "recycler", field, int(at), **members)
    resolution, table = it.resolve(), FactorTable(it.chain.factor_sets, rulebook)
    context = PlausibilityContext(resolution, figures(resolution, table, rulebook), table, rulebook)
    return [(row.code, row.subject, float(row.effect or 0)) for row in sharing_faults(context)]


def test_a_recycler_that_recovers_half_is_no_fault() -> None:
    """50 kg of 100 by the formula; and no fault without it, for any recovery."""
    assert told() == told(PEF) == told(STUDY, avoided("1", "test:ni", material="Ni")) == []


@pytest.mark.parametrize("kg", ["0.001", "49.999"])
def test_a_token_recovered_takes_a_off_all_burdens(kg: str) -> None:
    """A = 0.2 of 50 kg CO2e, for a gram recovered as for nearly half."""
    found = told(DRAFT, avoided(kg, "test:ni", material="Ni"))
    assert found == [("cff.low_recovery", RECYCLER, pytest.approx(-10))]


def test_transport_and_waste_under_another_purpose_are_found() -> None:
    """40 tkm at 0.5 and 60 kg of ash at 0.5, each less A; under PEF collection is shared, and ash alone is found."""
    named = {"inputs_1": {"purpose": "processing"}, "wastes_0": {"purpose": "material"}}
    kinds = [("cff.other_purpose", RECYCLER, pytest.approx(kg)) for kg in (-4, -6)]
    assert told(DRAFT, **named) == kinds
    assert told(PEF, **named) == [("cff.other_purpose", RECYCLER, pytest.approx(-15))]
    assert told(DRAFT, wastes_0={"purpose": "energy_recovery"}) == []


@pytest.mark.parametrize(("purpose", "kg"), [("processing", [-8]), ("disposal", [])])
def test_burdens_are_shared_once(purpose: str, kg: list[float]) -> None:
    """A daughter does the work, 50 kg CO2e, and takes A off: 40 are left, of which the recycler takes off A again."""
    it = recycled_battery()
    work = inventory(
        made("daughter", "100"),
        inputs=[used("test:melt", "50", **END)],
        avoided=[HALF],
        recyclability=EVIDENCE,
    )
    it.chain.enter("daughter", work, process="end_of_life.shredding")
    it.chain.deliver("work", "daughter", "recycler", "100")
    drawn = taken("work", "100", purpose=purpose)
    restate(it, "recycler", avoided=(HALF,), inputs=(drawn,))
    resolution, table = it.resolve(), FactorTable(it.chain.factor_sets, DRAFT)
    context = PlausibilityContext(resolution, figures(resolution, table, DRAFT), table, DRAFT)
    found = [row for row in sharing_faults(context) if row.code == "cff.a_applied_twice"]
    assert [row.effect for row in found] == [Decimal(each) for each in kg]


def test_transport_by_a_supplier_is_found_at_its_figure() -> None:
    """A haulier delivers 40 tkm at 0.5 as processing: A = 0.2 is taken off 20 kg."""
    it = recycled_battery()
    it.chain.enter(
        "haulier", inventory(made("haulier", "40", unit="tkm"), inputs=[used("test:melt", "20")])
    )
    it.chain.deliver("haul", "haulier", "recycler", "40", unit="tkm")
    drawn = taken("haul", "40", unit="tkm", purpose="processing")
    restate(it, "recycler", avoided=(HALF,), inputs=(drawn,))
    resolution, table = it.resolve(), FactorTable(it.chain.factor_sets, DRAFT)
    context = PlausibilityContext(resolution, figures(resolution, table, DRAFT), table, DRAFT)
    (found,) = sharing_faults(context)
    assert (found.code, found.effect) == ("cff.other_purpose", Decimal(-4))
    lost = PlausibilityContext(resolution, replace(context.figures, entries={}), table, DRAFT)
    assert [row.effect for row in sharing_faults(lost)] == [None]


def test_what_is_treated_by_the_piece_or_withheld_has_no_share_recovered() -> None:
    """Pieces have no mass here."""
    it = recycled_battery()
    context = read(it)
    record = context.resolution.record(ident("recycler"))
    assert low_recovery(record, context) == Decimal("0.175")
    assert low_recovery(record._replace(inventory=None), context) is None
    pieces = made("recycler", "100", unit="piece")
    assert low_recovery(record._replace(inventory=inventory(pieces)), context) is None
