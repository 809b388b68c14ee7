"""Site balances: one's own live entries, each amount equal to the entry's own.

A balance that contradicts its own issuer is refused. Missing entries and a remainder of a sum, or
none, are no contradiction: the audit remarks on them. An entry is listed by its newest version; if
a listed entry is corrected later, the balance needs a new version.
"""

from decimal import Decimal

from ledger.admission.common import newest_version, require_role
from ledger.admission.supersession import check_supersession
from ledger.footprint.graph.numbers import ZERO
from ledger.footprint.site_balance.balance import BalanceRecord, share_problem, shared_commodity
from ledger.footprint.site_balance.intake import Commodity, intake
from ledger.state.admission import Admitted
from ledger.state.problems import refusal
from ledger.state.site_balances import live_balances
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.site_balance import Balance, EntryShare, SiteBalance
from schemas.signed.statement import SectionName


def check_site_balance(view: View, admitted: Admitted, balance: SiteBalance) -> None:
    """Refuse a balance that contradicts its issuer's entries, or another of its balances.

    Raises:
        CradleError: `issuer.*`, `supersedes.*` or `site_balance.*`.
    """
    section = admitted.section(SectionName.BALANCE, Balance)
    record = BalanceRecord(admitted.id, balance, section)
    require_role(view, admitted)
    check_supersession(view, admitted, balance)
    for index, (commodity, row) in enumerate(record.rows.items()):
        for number, share in enumerate(row.entries):
            place = f"balance.rows[{index}].entries[{number}]"
            _check_share(view, balance, commodity, share, place)
    _check_twins(view, record)


def _check_share(
    view: View, balance: SiteBalance, commodity: Commodity, share: EntryShare, place: str
) -> None:
    """Check that the entry is of this issuer, site and span, the newest version, with its own amount."""
    record = view.entry(share.entry)
    if record is None or record.inventory is None or record.entry.issuer != balance.issuer:
        detail = "The issuer has no entry with this id; list its own entries."
        raise CradleError("site_balance.entry", detail, f"{place}.entry")
    newest = newest_version(view, share.entry)
    if newest != share.entry:
        became = "was withdrawn" if newest is None else f"was corrected; list {newest}"
        raise CradleError("site_balance.entry", f"The entry {became}.", f"{place}.entry")
    taken: dict[Commodity, Decimal] = intake(record.inventory, lambda id_: _product(view, id_))
    problem = share_problem(balance, record.entry, share, taken.get(commodity, ZERO))
    if problem is not None:
        field = "amount" if problem.code == "site_balance.differs" else "entry"
        raise refusal(problem, f"{place}.{field}")


def _product(view: View, delivery: str) -> str | None:
    record = view.delivery(delivery)
    return None if record is None else record.delivery.product


def _check_twins(view: View, record: BalanceRecord) -> None:
    """Refuse a balance of something that another live balance of this site covers on the same days."""
    balance = record.statement
    replaced = None if balance.supersedes is None else balance.supersedes.id
    for other in live_balances(view, balance.issuer):
        commodity = None if other.id == replaced else shared_commodity(record, other)
        if commodity is not None:
            place = f"balance.rows[{list(record.rows).index(commodity)}]"
            detail = f"{other.id} already balances {commodity} over these days; supersede it."
            raise CradleError("site_balance.duplicate", detail, place)
