"""Quantities over all statements of a ledger: draws, duplicates, declared periods, entries that rest on themselves.

The rules are those of an audit, over all buyers in place of one calculation's: the newest versions
of all entries and deliveries that were not withdrawn, as of the last leaf of the registry. A
withdrawal is no fault and no finding here; a statement that rests on it has no figure.
"""

from ledger.audit.bundle.citations import require_statement
from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.rules.declarations import check_replacements, check_shared_periods
from ledger.audit.rules.entries import check_duplicates, check_entries, check_versions
from ledger.footprint.analysis.balances import balance_excesses
from ledger.footprint.graph.resolution import Problem, Records, Resolution, resolve
from ledger.footprint.site_balance.balance import (
    BalanceContext,
    BalanceRecord,
    Site,
    site_contradictions,
    site_of,
)
from ledger.rules.citation import citation_problems
from ledger.rules.delivery import delivery_problems
from schemas.signed.site_balance import Balance, SiteBalance
from schemas.signed.statement import Issued, SectionName


def check_quantities(bundle: Bundle, registry: Registry, findings: Findings) -> None:
    """Check lineage, deliveries, balances and uniqueness over all statements."""
    for signed in bundle.statements.values():
        for name in signed.cited:
            findings.checked(StepNumber.LINKS)
            require_statement(bundle, name, Issued, StepNumber.LINKS, findings)
    check_versions(bundle, findings)
    check_replacements(bundle, findings)
    check_shared_periods(bundle, registry, findings)
    check_entries(bundle, findings)
    records = Records(bundle.entries, bundle.deliveries, registry.changes_at(registry.size))
    resolution = resolve(
        (name for name in records.entries if name not in records.changes),
        (name for name in records.deliveries if name not in records.changes),
        records,
    )
    _check_graph(bundle, resolution, findings)
    findings.checked(StepNumber.DELIVERIES, len(resolution.sources))
    for problem in (
        *citation_problems(resolution, records),
        *delivery_problems(resolution, records, registry.registered),
    ):
        findings.contradict(StepNumber.DELIVERIES, problem)
    findings.checked(StepNumber.BALANCES, len(resolution.nodes) + len(resolution.lines))
    for excess in balance_excesses(resolution, records):
        findings.contradict(StepNumber.BALANCES, excess.problem)
    check_duplicates(bundle, records, findings)
    _check_sites(bundle, records, findings)


def _check_graph(bundle: Bundle, resolution: Resolution, findings: Findings) -> None:
    """Check that no entry rests on itself, and that cited entries and deliveries are of that kind."""
    findings.checked(StepNumber.LINEAGE, len(resolution.nodes))
    for problem in resolution.problems:
        if problem.code == "graph.loop":
            findings.contradict(StepNumber.LINEAGE, problem)
        elif problem.code == "statement.missing" and problem.subject in bundle.statements:
            kind = bundle.statements[problem.subject].kind.value
            detail = f"it is cited as an entry or a delivery, and it is of kind {kind}"
            findings.contradict(StepNumber.LINKS, Problem("citation.kind", problem.subject, detail))


def _check_sites(bundle: Bundle, records: Records, findings: Findings) -> None:
    """Check that no live balance contradicts an entry that it lists, or another balance of its site."""
    context = BalanceContext(records, frozenset(), lambda _site, _commodity: None)
    sites: dict[Site, list[BalanceRecord]] = {}
    for signed in bundle.statements.values():
        if isinstance(signed.statement, SiteBalance) and signed.id not in records.changes:
            findings.checked(StepNumber.BALANCES)
            value = signed.sections.get(SectionName.BALANCE)
            balance = value if isinstance(value, Balance) else None
            record = BalanceRecord(signed.id, signed.statement, balance)
            sites.setdefault(site_of(signed.statement), []).append(record)
    for balances in sites.values():
        for fault in site_contradictions(balances, context):
            findings.contradict(StepNumber.BALANCES, fault.seen.problem)
