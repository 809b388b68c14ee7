"""The live site balances of an issuer, with their sections."""

from collections.abc import Iterator

from ledger.footprint.site_balance.balance import BalanceRecord
from ledger.state.view import View
from ledger.store.changes import NOW, changes_of
from schemas.signed.site_balance import Balance, SiteBalance
from schemas.signed.statement import Kind, SectionName


def live_balances(
    view: View, issuer: str, entries_size: int = NOW, registry_size: int = NOW
) -> Iterator[BalanceRecord]:
    """The balances that an issuer has stated and neither superseded nor withdrawn, in the log's order.

    Args:
        view: the transaction.
        issuer: the participant that states them.
        entries_size: the size of the entries log up to which they count.
        registry_size: the size of the registry up to which changes count.
    """
    ids = view.issued(issuer, Kind.SITE_BALANCE, entries_size)
    changed = changes_of(view.connection, ids, registry_size)
    for name in ids:
        balance = view.statement(name, SiteBalance)
        if balance is not None and name not in changed:
            section = view.section(balance, SectionName.BALANCE, Balance)
            yield BalanceRecord(name, balance, section)
