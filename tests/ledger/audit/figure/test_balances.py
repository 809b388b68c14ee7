"""The effect of an excess on the declared figure."""

from support.graph import STUDY, ident
from support.graph_battery import SETS, Declared, declared
from support.rows import inventory, made, taken, used

from ledger.audit.figure.balances import check_amounts
from ledger.audit.findings import Findings
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.subject import view_of
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import figures
from schemas.views.report import Finding


def findings_of(it: Declared, *made_too: str) -> tuple[Finding, ...]:
    """The excesses behind a calculation, and behind other entries of its product."""
    made_of = map(ident, made_too)
    records = it.chain.records()
    view = view_of(ident("calculation"), it.calculation, it.composition, made_of, records)
    found, result = Findings(), figures(view.resolution, FactorTable(SETS, STUDY), STUDY)
    demand = declared_demand(view.rows, view.calculation, STUDY)
    check_amounts(view, Effects(demand, view.resolution, result), found)
    return found.listed(None)


def test_an_excess_has_its_effect() -> None:
    """100 kg that the mine did not make, at 2 kg CO2e each; of 200 kg, 300 go into 144000 kWh."""
    it = declared()
    it.chain.enter("mine", inventory(made("mine", "200"), inputs=[used("test:lime", "200")]))
    (found,) = findings_of(it)
    assert (found.code, found.subject) == ("balance.delivered_above_output", ident("mine"))
    assert found.effect_kg == "0.002083"


def test_an_excess_behind_what_is_left_out_has_none() -> None:
    """An entry that the calculation leaves out uses goods of a mine that the calculation does not reach."""
    it = declared()
    it.chain.enter("pit", inventory(made("pit", "10")))
    it.chain.deliver("coal", "pit", "plant", "15")
    it.chain.enter("other", inventory(made("other", "1"), inputs=[taken("coal", "15")]))
    (found,) = findings_of(it, "other")
    assert (found.code, found.subject) == ("balance.delivered_above_output", ident("pit"))
    assert found.effect_kg is None
