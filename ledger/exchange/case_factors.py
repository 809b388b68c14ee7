"""The factor set of a case: each factor as a product, and with changed sign as a treatment of a waste.

Factors have group `unspecified`, because a case does not state groups of gases.
"""

from typing import Literal

from ledger.exchange.case import Case
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_rows import CREDIT, MIX, CaseFactor
from ledger.exchange.case_statements import flow_id, refusing
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.vocabulary import Group


def build_factor_set(plan: Plan) -> FactorSet:
    """Build the case's factor set: each factor as a product, and with changed sign as a treatment of a waste."""
    case = plan.case
    flows = [f for rows in plan.flows.values() for f in rows if f.input in case.factors]
    treated = {f.input for f in flows if f.amount < 0 and f.kind != CREDIT}
    bought = {f.input for f in flows if f.amount > 0 or f.kind == CREDIT}
    rows = [_factor(case, case.factors[name], "treatment") for name in treated]
    rows += [
        _factor(case, factor, "product")
        for factor in case.factors.values()
        if factor.id in bought or factor.id not in treated
    ]
    rows.sort(key=lambda row: (row.flow, row.unit.value, row.direction))
    with refusing(f"{case.folder}/factors.csv"):
        return FactorSet(
            id=f"case-{case.slug}"[:64],
            version="1",
            title=f"Factors of the case {case.name}",
            method=case.method,
            licence="open",
            rows=tuple(rows),
        )


def _factor(case: Case, factor: CaseFactor, direction: Literal["product", "treatment"]) -> Factor:
    value = factor.value if direction == "product" else factor.value.copy_negate()
    facts = factor.facts
    if direction == "treatment":  # a mix is of what is supplied
        facts = {name: word for name, word in facts.items() if name not in MIX}
    composition = factor.composition if direction == "product" else None
    with refusing(f"{case.folder}/{factor.place}"):
        return Factor.model_validate(
            {
                "flow": flow_id(case, factor.id),
                "unit": factor.unit,
                "direction": direction,
                "name": factor.name,
                "values": (GroupValue(group=Group.UNSPECIFIED, value=format_decimal(value)),),
                "source": factor.source,
                "elements": composition,
                **facts,
            }
        )
