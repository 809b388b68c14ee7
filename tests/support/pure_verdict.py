"""The verdict on a declaration by the pure rules alone, in the order in which the ledger calls them.

The observations are those of the verifier, without a ledger, a log or a signature.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from support.graph_battery import Declared

from ledger.audit.report.asserted import ROW, assert_recycling
from ledger.footprint.analysis.balances import balance_excesses
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import (
    EntryRecord,
    Observation,
    Problem,
    Records,
    Resolution,
    resolve,
)
from ledger.footprint.observations import observe
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.distribution import distribution_faults
from ledger.footprint.plausibility.feedstock_faults import feedstock_faults
from ledger.footprint.plausibility.recovery import recoveries, recovery_faults
from ledger.footprint.plausibility.shared_burdens import sharing_faults
from ledger.footprint.plausibility.substitution import substitution_faults
from ledger.footprint.valuation.figure import figures
from ledger.rules.circular import circular_faults
from ledger.rules.citation import citation_problems
from ledger.rules.composition import composition_problems, exclusion_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.delivery import delivery_problems
from ledger.rules.entry import entry_problems
from ledger.rules.stages import stage_problems
from ledger.rules.versions import kept_line_problem, version_problems
from schemas.signed.rulebook import Rulebook

Said = tuple[str, str, str]
"""A code or name, what it is about, and in which words."""


class Outcome(NamedTuple):
    """The result of a declaration: the codes that refuse it, or its total and the codes that name its moves."""

    refused: frozenset[str]
    total: Decimal = Decimal(0)
    said: frozenset[Said] = frozenset()


def graph_problems(resolution: Resolution, records: Records) -> list[Problem]:
    """The rules that the entries and deliveries of a graph break, whatever figure is asked for."""
    registered = {row.delivery.recipient for row in records.deliveries.values()}
    whole, live = _whole(records), _live(records)
    found = (resolve(live.entries, live.deliveries, live), live)
    return [
        *(each for record in records.entries.values() for each in entry_problems(record)),
        *(
            each
            for record in records.entries.values()
            for each in _version_problems(record, records)
        ),
        *delivery_problems(whole, records, registered),
        *citation_problems(whole, records),
        *citation_problems(resolution, records),
        *(each.problem for each in balance_excesses(*found)),
        *(each.problem for each in balance_excesses(resolution, records)),
    ]


def _whole(records: Records) -> Resolution:
    """The graph of the whole log: each statement was judged when it entered."""
    known = {name: it for name, it in records.changes.items() if it.kind != "withdrawn"}
    stated = Records(records.entries, records.deliveries, known)
    return resolve(records.entries, records.deliveries, stated)


def _live(records: Records) -> Records:
    """The last versions of entries that were not withdrawn: no goods are drawn twice by them."""
    gone = {row.entry.supersedes.id for row in records.entries.values() if row.entry.supersedes}
    gone |= records.changes.keys()
    entries = {name: it for name, it in records.entries.items() if name not in gone}
    kept = {name: it for name, it in records.changes.items() if name in records.deliveries}
    return Records(entries, records.deliveries, kept)


def _version_problems(record: EntryRecord, records: Records) -> Iterator[Problem]:
    """The rules that a correction breaks against what it replaces."""
    older = record.entry.supersedes
    old = None if older is None else records.entries.get(older.id)
    if old is not None:
        yield from version_problems(record.id, record.entry, old.entry, lambda name: name)
        for source in records.deliveries.values():
            problem = kept_line_problem(record, source) if source.delivery.entry == old.id else None
            yield from () if problem is None else (problem,)


def decide(it: Declared, rulebook: Rulebook) -> Outcome:
    """Judge a declaration as the ledger and the verifier do."""
    records, resolution, rows = it.chain.records(), it.resolve(), it.parts()
    calculation, composition = it.calculation, it.composition
    problems = graph_problems(resolution, records)
    table = FactorTable(it.chain.factor_sets, rulebook)
    found = figures(resolution, table, rulebook)
    problems += found.problems
    problems += composition_problems(calculation, rows, resolution, rulebook)
    problems += exclusion_problems(calculation, composition, records.entries)
    if problems:
        return Outcome(frozenset(row.code for row in problems))
    context = PlausibilityContext(resolution, found, table, rulebook)
    problems += [seen.problem for seen in circular_faults(rows, context)]
    faults = conservation_faults(calculation, rows, found, rulebook)
    problems += [fault.problem for fault in faults]
    problems += stage_problems(rows, found, rulebook)
    cells = declared_cells(rows, found, calculation, rulebook)
    if problems or cells is None:
        return Outcome(frozenset(row.code for row in problems))
    seen: list[Observation] = [
        *found.remarks,
        *observe(context),
        *recovery_faults(rows, tuple(recoveries(rows, context))),
        *sharing_faults(context),
        *substitution_faults(rows, context),
        *feedstock_faults(rows, context),
        *distribution_faults(rows, context),
    ]
    said = {(row.code, row.subject, row.detail) for row in seen}
    said |= {(ROW, part.row.model_dump_json(), "") for part in rows}
    said |= {(row.name, row.value, "") for row in assert_recycling(found)}
    said |= {("exclusion", row.entry, row.reason) for row in composition.exclusions}
    return Outcome(frozenset(), total_of(cells), frozenset(said))
