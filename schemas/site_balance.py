"""`site_balance`: what a site bought or metered of a utility or product over a span, and which entries it went into.

An entry states its own process alone, so electricity can be moved unseen from one product of a site to another. A
balance states the site's whole: for each flow or product what was bought, plus what was in stock before, minus what was
after, and the part that each entry takes; the rest is the remainder that no entry takes (offices, losses). Amounts are
secrets of the issuer, hence a section. All entries are listed, so an auditor who holds only some can check the sum.
"""

from pydantic import model_validator

from schemas.base import Model, broken, require_sorted
from schemas.statement import Issued, Superseding
from schemas.values import Amount, Code, Digest, FlowId, NotNegative, Period, ProductId, StatementId
from schemas.vocabulary import Unit


class EntryShare(Model):
    """What one entry takes in, in the unit of the row."""

    entry: StatementId
    amount: Amount


class BalanceRow(Model):
    """One flow or product, in one unit: what came in, what was in stock before and after, and where it went."""

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
            raise broken("site_balance.of", "a row is of a flow or of a product, one of them")
        require_sorted((row.entry for row in self.entries), "site_balance.order", "entries")
        return self


class Balance(Model):
    """Section `balance`: one row for each flow or product in a unit; flows first, each in the order of its id."""

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
    """The balance of a site, by the issuer's code for it, over a span."""

    site: Code
    period: Period
    supersedes: Superseding | None = None
    sections: SiteBalanceSections
