"""The population of a sample: the processes behind a calculation, with their relevance, weight and depth.

A process is weighted by what the choices of its entry are worth: 1,000 without any, up to 10,000 for the entry whose
choices together would raise the figure most. The effects are those of the register of choices to 4 digits, with no
choice settled and no set but the calculation's own, so that they do not depend on the reader's policy; choices of
history and selection, which rest on what else a bundle shows of the log, count nothing. Choices of the calculation
itself, such as its service life, belong to no process: an auditor examines all of them.

The depth is `site_visit` where an entry has a choice that only a visit settles, and for most relevant amounts that were
measured at the site (PEF: company-specific data are verified there); `recomputed` for amounts that the method adds and
no row states; else `documents`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from ledger.audit.sample.quotas import MOST_RELEVANT_SHARE
from ledger.choices.conservative import weigh_choices
from ledger.choices.context import CalculationContext
from ledger.footprint.analysis.contributions import Contribution
from ledger.footprint.analysis.row_contributions import declared_contributions, places_of
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import (
    EXPLAIN,
    ZERO,
    explained_sum,
    format_decimal,
    round_delivered,
)
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.quality.data_quality import Process, ProcessKey, most_relevant, processes
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.rows import Row
from schemas.signed.sample import Relevance, SampleDepth
from schemas.vocabulary import Known

LEAST_WEIGHT: Final = 1_000
"""The weight of a process of an entry without choices that are worth anything."""

MOST_WEIGHT: Final = 10_000
"""The weight of a process of the entry whose choices are worth most."""

_SHOWN: Final = Decimal("0.000001")

MEASURED: Final = frozenset({Known.METERED, Known.WEIGHED, Known.ASSAYED})
"""The ways of knowing an amount whose records are at the site."""


class Member(NamedTuple):
    """A process of the population; attributes as `schemas.signed.sample.SampleItem`."""

    key: ProcessKey
    issuer: str
    site: str
    rows: tuple[str, ...]
    relevance: Relevance
    share: str
    weight: int
    depth: SampleDepth

    @property
    def stratum(self) -> tuple[str, str]:
        """The site of its issuer."""
        return self.issuer, self.site


@dataclass(frozen=True)
class _EntryChoices:
    """The worth of each entry's choices in kg CO2e per kWh, and the entries with a choice that only a visit settles."""

    worth: Mapping[str, Decimal]
    visited: frozenset[str]

    def weight(self, entry: str) -> int:
        """The weight of an entry's processes."""
        most = max(self.worth.values(), default=ZERO)
        if not most:
            return LEAST_WEIGHT
        part = Fraction(self.worth.get(entry, ZERO)) / Fraction(most)
        return LEAST_WEIGHT + int((MOST_WEIGHT - LEAST_WEIGHT) * part)


def population_of(
    subject: str,
    calculation: AssertedCalculation,
    rows: Sequence[Part],
    graph: PlausibilityContext,
) -> list[Member]:
    """The processes behind a calculation, the largest absolute contribution first.

    Args:
        subject: the id of the calculation.
        calculation: its assertions.
        rows: of its composition.
        graph: the entries behind it; all have figures.
    """
    contributions = list(
        declared_contributions(rows, calculation, graph.rulebook, graph.resolution, graph.figures)
    )
    ranked = processes(contributions, graph.table)
    rule = graph.rulebook.data_quality
    least = MOST_RELEVANT_SHARE if rule is None else rule.most_relevant_share
    relevant = {row.key for row in most_relevant(ranked, Decimal(least.value))}
    total = explained_sum(row.weight for row in ranked)
    rows_by_process, choices = (
        _rows_of(contributions, graph),
        _choices_of(subject, calculation, rows, graph),
    )
    return [
        _member(
            row,
            graph,
            total,
            rows_by_process[row.key],
            choices,
            is_relevant=row.key in relevant,
        )
        for row in ranked
    ]


def _choices_of(
    subject: str,
    calculation: AssertedCalculation,
    rows: Sequence[Part],
    graph: PlausibilityContext,
) -> _EntryChoices:
    context = CalculationContext(subject=subject, graph=graph, rows=rows, calculation=calculation)
    cells = context.cells(graph.figures)
    weighed = [] if cells is None else weigh_choices(context, total_of(cells))
    effects: dict[str, list[Decimal]] = defaultdict(list)
    for row in weighed:
        if row.effect is not None and row.choice.subject in graph.resolution.nodes:
            effects[row.choice.subject].append(round_delivered(row.effect))
    visited = (row.choice.subject for row in weighed if row.choice.kind.depth == "site_visit")
    worth = {entry: explained_sum(values) for entry, values in effects.items()}
    return _EntryChoices(worth, frozenset(visited))


def _rows_of(
    contributions: Sequence[Contribution], graph: PlausibilityContext
) -> Mapping[ProcessKey, Mapping[str, Row]]:
    """The rows of each process, by their places in the inventory."""
    places: dict[str, Mapping[int, str]] = {}
    rows: dict[ProcessKey, dict[str, Row]] = defaultdict(dict)
    for part in contributions:
        if part.entry not in places:
            places[part.entry] = places_of(graph.resolution.record(part.entry).inventory)
        place = places[part.entry].get(id(part.row))
        of = rows[ProcessKey(part.entry, part.key.stage, part.source, part.label)]
        if place is not None and part.row is not None:
            of[place] = part.row
    return rows


def _member(
    process: Process,
    graph: PlausibilityContext,
    total: Decimal,
    rows: Mapping[str, Row],
    choices: _EntryChoices,
    *,
    is_relevant: bool,
) -> Member:
    """A process of the population, with its rows; `is_relevant` if it is among the most relevant ones."""
    share = EXPLAIN.divide(process.weight, total).quantize(_SHOWN, context=EXPLAIN)
    measured = is_relevant and any(row.known in MEASURED for row in rows.values())
    depth: SampleDepth = "documents"
    if not rows:
        depth = "recomputed"
    elif measured or process.key.entry in choices.visited:
        depth = "site_visit"
    return Member(
        key=process.key,
        issuer=graph.resolution.record(process.key.entry).entry.issuer,
        site=process.site,
        rows=tuple(sorted(rows)),
        relevance="most_relevant" if is_relevant else "other",
        share=format_decimal(share),
        weight=choices.weight(process.key.entry),
        depth=depth,
    )
