"""Effects of disputed statements: the change of the declared figure with the worst dataset in their place.

Each statement is judged alone. The effect is the declared figure minus the figure with the dataset, so it is below
zero if the dataset is worse. A statement with a line that has no dataset has no stated effect.
"""

from collections.abc import Collection
from decimal import Decimal

from ledger.audit.findings import Findings
from ledger.audit.keys.use import DISPUTED, Dispute
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import View
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, round_delivered
from ledger.footprint.quality.data_quality import Target
from ledger.footprint.quality.fallback import line_changes, statement_lines
from ledger.footprint.valuation.figure import Figures


def estimate_disputes(
    view: View, method: Method, result: Figures, disputes: Collection[Dispute], findings: Findings
) -> None:
    """Add the effect of each disputed statement that the calculation rests on, if there are datasets."""
    if not disputes:
        return
    told = statement_lines(view.resolution)
    lines = {row.use.signed.id: told.get(row.use.signed.id, frozenset()) for row in disputes}
    demand = declared_demand(view.rows, view.calculation, method.rulebook)
    target = Target(demand, view.resolution, result, method.table, method.rulebook)
    changes = line_changes(target, frozenset().union(*lines.values()))
    effects: dict[str, Decimal] = {}
    for statement, of_statement in lines.items():
        line_effects = [changes[line] for line in of_statement if line in changes]
        if line_effects and None not in line_effects:
            total = ZERO
            for change in line_effects:
                total = EXPLAIN.subtract(total, change or ZERO)
            effects[statement] = round_delivered(total)
    findings.estimate(DISPUTED, effects)
