"""Part of step 15, balances: the total use of a site, compared with the parts that its entries state.

A bundle contains the balances for the sites and periods of its entries. Balances that the registry does not list as
replaced are compared with the entries in the bundle, as of the same registry state. A balance covers a site and its
year, whatever state a calculation names. A bundle cannot show that a balance was left out of it; an auditor asks the
operator or the issuer.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.bundle.citations import require_sections
from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import Graph, View
from ledger.footprint.analysis.contributions import declared_demand, reach
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, round_delivered
from ledger.footprint.graph.resolution import Problem, Records
from ledger.footprint.site_balance.balance import (
    BalanceContext,
    BalanceRecord,
    SiteFault,
    site_contradictions,
)
from ledger.footprint.site_balance.price import site_prices
from ledger.footprint.site_balance.remarks import site_remarks
from ledger.footprint.valuation.figure import Figures
from schemas.signed.site_balance import Balance, SiteBalance
from schemas.signed.statement import SectionName

STEP = StepNumber.BALANCES


def check_site_balances(
    bundle: Bundle,
    view: Graph,
    registry: Registry,
    method: Method,
    result: Figures,
    findings: Findings,
) -> None:
    """Check every live balance in the bundle, and apportioned amounts without a balance.

    Effects are in kg CO2e per kWh, if the whole figure is known.
    """
    records = Records(bundle.entries, bundle.deliveries, registry.changes_at(registry.size))
    price = site_prices(records, view.resolution, result, method.table, method.rulebook)
    balance_context = BalanceContext(records, frozenset(view.resolution.order), price)
    balances = list(_live(bundle, records, findings))
    contradicted = list(site_contradictions(balances, balance_context))
    remarked = list(site_remarks(balances, balance_context, method.rulebook))
    parts = _parts(view, method, result) if contradicted or remarked else {}
    for fault in contradicted:
        problem, effect = _priced(fault, parts)
        findings.contradict(STEP, problem, effect=effect)
    for fault in remarked:
        findings.remark(STEP, *_priced(fault, parts))


def _live(bundle: Bundle, records: Records, findings: Findings) -> Iterator[BalanceRecord]:
    """The balances that were neither superseded nor withdrawn; a missing section is a finding."""
    for signed, statement in bundle.of(SiteBalance):
        if signed.id not in records.changes:
            findings.checked(STEP)
            require_sections(signed, STEP, findings)
            value = signed.sections.get(SectionName.BALANCE)
            balance = value if isinstance(value, Balance) else None
            yield BalanceRecord(signed.id, statement, balance)


def _parts(view: Graph, method: Method, result: Figures) -> Mapping[str, Decimal]:
    """The part of each entry that one kWh uses; empty if a figure is unknown, or none is declared."""
    if not isinstance(view, View) or result.problems or len(view.rows) < len(view.composition.rows):
        return {}
    demand = declared_demand(view.rows, view.calculation, method.rulebook)
    return reach(demand, view.resolution, result).parts


def _priced(fault: SiteFault, parts: Mapping[str, Decimal]) -> tuple[Problem, Decimal | None]:
    """The problem of a fault, and its effect on the declared figure: an estimate, to 4 digits."""
    seen = fault.seen
    shares = {entry: share for entry, share in fault.falls_on.items() if entry in parts}
    if seen.effect is None or not shares:
        return seen.problem, None
    part = ZERO
    for entry, share in shares.items():
        part = EXPLAIN.fma(share, parts[entry], part)
    return seen.problem, round_delivered(EXPLAIN.multiply(seen.effect, part))
