"""Quantities at the carbon border as a principal may know them.

An issuer sees the quantities of its own goods to six decimals, as its customers do, computed from what it is told of
others' goods: exact digits would let it work out what its suppliers emit. The operator and the engaged auditor see them
exactly. Every participant with a part in them reads in the journal that they were shown.
"""

from collections.abc import Collection
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.footprint.graph.resolution import resolve
from ledger.service.access.asking import asking
from ledger.service.access.disclosed_data import disclosed_by_figure, disclosure_lines
from ledger.service.access.figures import is_exact, require_own
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.answers.border import border_report
from ledger.state.border import BorderRequest
from ledger.state.closure import read_closure
from schemas.views.cbam_result import CbamReport


class BorderReading(NamedTuple):
    """An entry, the factor sets that value its fuels and electricity, and the year."""

    entry: str
    factor_sets: Collection[str]
    of: BorderRequest


def border_for(ledger: Ledger, principal: Principal, asked: BorderReading, now: int) -> CbamReport:
    """The goods of an entry at the carbon border, with the digits that the principal may know.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `border_report` and `note`.
    """
    exact = is_exact(ledger, principal, asked.entry)
    require_own(ledger, principal, asked.entry, everything=exact)
    with asking(ledger, principal, now) as answers:
        found = border_report(answers, asked.entry, asked.factor_sets, asked.of, exact=exact)
    with ledger.view() as view:
        records = read_closure(view, (asked.entry,), view.registry().size)
        resolution = resolve((asked.entry,), (), records)
        newest = records.newest(asked.entry) or asked.entry
        issuer = resolution.record(newest).entry.issuer
        disclosed = list(disclosed_by_figure(resolution, [newest], issuer))
    whole = AccessRecord("border", asked.entry, None, str(asked.of.year))
    note(ledger.store, principal, now, [whole, *disclosure_lines("border", disclosed)])
    return found
