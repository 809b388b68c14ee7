"""The quantities of an entry's goods at the carbon border, as of now."""

from collections.abc import Collection

from ledger.append.ledger import Ledger
from ledger.footprint.trade.cbam.delivered import rounded_result
from ledger.footprint.trade.cbam.results import results, with_joint
from ledger.footprint.trade.cbam.tallies import quantities, told_quantities
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from ledger.rules.border_quantities import border_method
from ledger.state.asking import in_words_for_reader
from ledger.state.border_graph import BorderRequest, entry_context
from schemas.errors import CradleError
from schemas.views.cbam_result import CbamReport, CbamResult


def border_report(
    ledger: Ledger,
    entry: str,
    factor_sets: Collection[str],
    request: BorderRequest,
    *,
    exact: bool = True,
) -> CbamReport:
    """The goods of an entry with the method they are computed by; arguments and errors as `border_results`.

    They are exact, or to the digits that the issuer of the goods is told.
    """
    goods = border_results(ledger, entry, factor_sets, request, exact=exact)
    method = border_method()
    return CbamReport(
        rulebook=method.rulebook,
        tables=method.tables,
        state=load_cbam_tables().state,
        year=request.year,
        cscf=load_cbam_rulebook().of_year(request.year).correction.value,
        exact=exact,
        goods=goods if exact else tuple(map(rounded_result, goods)),
    )


def border_results(
    ledger: Ledger,
    entry: str,
    factor_sets: Collection[str],
    request: BorderRequest,
    *,
    exact: bool,
) -> tuple[CbamResult, ...]:
    """The quantities of each line of an entry that is a good of the carbon border.

    Args:
        ledger: the ledger with the entry.
        entry: its id, any version; the newest one counts.
        factor_sets: digests of factor sets with direct factors of fuels and electricity.
        request: the year, the correction factor and the accepted verifiers.
        exact: give them exactly, and not by what their issuer can know.

    Raises:
        CradleError: `entry.unknown`, `cbam.*`, `factor_set.unknown`, or the first problem of a quantity that counts.
    """
    with ledger.view() as view:
        context, records = entry_context(view, entry, factor_sets, request)
        newest = next(iter(context.resolution.nodes), None)
        if newest is None:
            raise CradleError("entry.unknown", f"There is no entry {entry}; check the id.", "entry")
        inventory = context.resolution.record(newest).inventory
        lines = [] if inventory is None else [(newest, row.line) for row in inventory.outputs]
        with in_words_for_reader(view, records):
            border_quantities = quantities(context, lines)
            border_quantities = border_quantities if exact else told_quantities(border_quantities)
            return tuple(
                with_joint(row, border_quantities) for row in results(lines, border_quantities)
            )
