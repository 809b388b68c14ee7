"""The terms of a warranty as its publisher signs them, outside every ledger.

A reader's policy lists them with the publisher's key: what a carmaker promises every customer can then be held against
the service life that a calculation asserts. `ledger.audit.published_warranty` has the text and its signature.
"""

from schemas.base import Model
from schemas.values import Amount, Date, Digest, ModelId, Period, Share, StatementId


class PublishedWarranty(Model):
    """The warranty on one model, for batteries made from one day on.

    Attributes:
        manufacturer: the registration of the firm whose calculations state the model.
        model: as the calculation states it.
        made_from: the first day of production that the warranty covers.
        made_before: the day after the last one; absent while it is still given.
        years: of the warranty.
        km: the distance that may end it earlier; absent where none does.
        remaining_energy: the share of usable energy that it promises.
        document: the digest of the published document.
    """

    manufacturer: StatementId
    model: ModelId
    made_from: Date
    made_before: Date | None = None
    years: Amount
    km: Amount | None = None
    remaining_energy: Share
    document: Digest

    def concerns(self, period: Period) -> bool:
        """Return whether the warranty is given on something that is made in a period."""
        begins_in_time = self.made_before is None or period.start < self.made_before
        return self.made_from < period.end and begins_in_time

    def covers(self, period: Period) -> bool:
        """Return whether the warranty is given on all that is made in a period."""
        ends_after = self.made_before is None or period.end <= self.made_before
        return self.made_from <= period.start and ends_after
