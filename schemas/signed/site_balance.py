"""`site_balance`: a site's purchases of utilities and products over a period, and their distribution to entries.

An entry states its own process alone, so electricity could be shifted unseen from one product of a site to another. A
balance states the whole site: for each flow or product the bought amount, plus the opening stock, minus the closing
stock, and the share of each entry. The rest is the remainder that no entry uses (offices, losses). Amounts are secrets
of the issuer, so they are in a section. All entries are listed, so that an auditor with only some of them can check the
sum.
"""

from pydantic import model_validator

from schemas.base import Model, broken, require_sorted
from schemas.signed.statement import Issued, Superseding
from schemas.values import Amount, Code, Digest, FlowId, NotNegative, Period, ProductId, StatementId
from schemas.vocabulary import Unit


class EntryShare(Model):
    """The amount that one entry uses, in the unit of the row."""

    entry: StatementId
    amount: Amount


class BalanceRow(Model):
    """The balance of one flow or product in one unit: purchase, opening and closing stock, entries, and remainder."""

    flow: FlowId | None = None
    product: ProductId | None = None
    unit: Unit
    bought: NotNegative
    opening: NotNegative | None = None
    closing: NotNegative | None = None
    entries: tuple[EntryShare, ...]
    remainder: NotNegative | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> "BalanceRow":
        if (self.flow is None) == (self.product is None):
            detail = "a row names both a flow and a product, or neither; name one of them"
            raise broken("site_balance.of", detail)
        require_sorted((row.entry for row in self.entries), "site_balance.order", "entries")
        return self


class Balance(Model):
    """Section `balance`: one row for each flow or product in a unit; flows first, both in the order of their ids."""

    rows: tuple[BalanceRow, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "Balance":
        keys = ((row.flow is None, row.flow or row.product, row.unit.value) for row in self.rows)
        require_sorted(keys, "site_balance.order", "rows")
        return self


class SiteBalanceSections(Model):
    """The digest of a site balance's section."""

    balance: Digest


class SiteBalance(Issued):
    """The balance of a site, named by the issuer's code, over a period."""

    site: Code
    period: Period
    supersedes: Superseding | None = None
    sections: SiteBalanceSections
