"""The remarks of an audit on omissions in the entries of the demo."""

from decimal import Decimal

import pytest
from support.case_files import example_case
from support.graph import STUDY, ident
from support.graph_case import calculation_of, composition_of, graph_of

from ledger.audit.figure.composition import remark_observations
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import view_of
from ledger.exchange.case_plan import plan
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import figures
from schemas.views.report import Finding

PLAN = plan(example_case("nmc811_pack"))


@pytest.fixture(scope="module", name="remarks")
def remarks_on_the_pack() -> tuple[Finding, ...]:
    """The remarks on the published pack; none of them changes the verdict."""
    chain = graph_of(PLAN)
    composition, calculation = composition_of(chain, PLAN), calculation_of(PLAN)
    view = view_of(ident("calculation"), calculation, composition, (), chain.records())
    resolution, rows = view.resolution, view.rows
    method, findings = Method(STUDY, FactorTable(chain.factor_sets, STUDY)), Findings()
    result = figures(resolution, method.table, STUDY)
    context = PlausibilityContext(resolution, result, method.table, STUDY)
    effects = Effects(declared_demand(rows, calculation, STUDY), resolution, result)
    remark_observations(view, context, effects, findings)
    assert findings.exit_code == 0
    return findings.listed(Decimal("0.124"))


def test_faults_are_remarks_of_the_step_on_composition(remarks: tuple[Finding, ...]) -> None:
    """Three masses, four elements, six legs; nothing else."""
    assert {(row.severity, row.step) for row in remarks} == {("remark", StepNumber.COMPOSITION)}
    codes = [row.code for row in remarks]
    assert codes == ["balance.mass"] * 3 + ["balance.element"] * 4 + ["transport.missing_leg"] * 6


def test_effects_are_per_kilowatt_hour(remarks: tuple[Finding, ...]) -> None:
    """The nickel that S09 lacks, at 20 kg CO2e per kg, through precursor, oxide, cell and pack."""
    (found,) = [
        row for row in remarks if row.code == "balance.element" and row.subject == ident("S09")
    ]
    salt = 377.263575 / 36000 * 0.72591 * 0.358435 * 0.949 * 1.52962563813
    assert float(found.effect_kg or 0) == pytest.approx(-salt * 0.003304 * 20, rel=5e-4)
    assert len((found.effect_kg or "").lstrip("-0.")) == 4
    assert float(found.effect_percent or 0) < 0


def test_what_has_no_price_has_no_effect(remarks: tuple[Finding, ...]) -> None:
    """A missing mass of unknown material, and a missing leg of unknown length, have no effect."""
    assert {row.code for row in remarks if row.effect_kg is None} == {
        "balance.mass",
        "transport.missing_leg",
    }
