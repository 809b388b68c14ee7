"""What the reader of a case must know before relying on its figure: what was read as, added up, and not used.

None is a fault: a name has one meaning, rows are meant to be added, and a folder may hold more than one chain. But a
row that is there twice by mistake doubles an amount, and a site that no row names counts as zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.exchange.case import Case
from ledger.exchange.case_plan import group_rows
from ledger.exchange.case_rows import place_of
from ledger.exchange.case_table import CaseRow
from ledger.exchange.case_words import Reading
from ledger.footprint.graph.order import reachable


@dataclass(frozen=True, slots=True)
class AddedRows:
    """Rows of activities.csv that differ at most in their amount; `amounts` are theirs, in file order."""

    place: str
    site: str
    input: str
    unit: str
    amounts: tuple[Decimal, ...]

    @property
    def is_repeated(self) -> bool:
        """True if two of the rows have the same amount, as a row that was pasted twice."""
        return len(set(self.amounts)) < len(self.amounts)


def added_rows(case: Case) -> tuple[AddedRows, ...]:
    """The rows that were added up, by site and in file order; rows of zero are left out."""
    return tuple(
        AddedRows(
            place=place_of(rows),
            site=site,
            input=flow.input,
            unit=flow.unit.value,
            amounts=tuple(row.amount for row in rows),
        )
        for site in case.sites
        for flow, rows in group_rows(r for r in case.used if r.site == site and r.amount).items()
        if len(rows) > 1
    )


def readings(case: Case) -> Mapping[Reading, str]:
    """The first place of each word that was read as another one, in the order of the files."""
    first: dict[Reading, str] = {}
    for row in _rows(case):
        for reading in row.readings:
            first.setdefault(reading, row.place)
    return first


def _rows(case: Case) -> Iterator[CaseRow]:
    yield from case.sites.values()
    yield from case.outputs.values()
    yield from case.activities
    yield from case.factors.values()
    yield from case.fractions


def unused_sites(case: Case) -> tuple[str, ...]:
    """The sites that the figure does not count; of a case with no subject and no import each has its own."""
    reached = _reached(case)
    return tuple(site for site in case.sites if site not in reached)


def _ends(case: Case) -> list[str]:
    """The sites at the end of the chain: the battery or product, a battery's treatment, and the import."""
    ends = [] if case.declared is None else [case.declared.site]
    ends += [] if case.battery is None else case.battery.services
    if case.border is not None and case.border.site in case.lines:
        ends.append(case.maker(case.border.site))
    return ends


def _reached(case: Case) -> frozenset[str]:
    """The sites of the chain: those at its end, and all whose goods they use or are credited for."""
    makers = defaultdict[str, list[str]](list)
    for row in case.used:
        if row.input in case.lines and row.amount:
            makers[row.site].append(case.maker(row.input))
    return reachable(_ends(case) or case.sites, makers.__getitem__)
