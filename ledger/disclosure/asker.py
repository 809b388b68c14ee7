"""Who asks, and whose rows it may see: its own, and those that an engagement opens to it."""

from dataclasses import dataclass

from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord


@dataclass(frozen=True)
class Asker:
    """A reader who may not see all rows.

    Attributes:
        participant: as which it is registered; None before that.
        opened: the statements whose sections are open to it beside its own.
    """

    participant: str | None
    opened: frozenset[str] = frozenset()

    def sees_rows(self, record: EntryRecord) -> bool:
        """True if the inventory of an entry is open to it."""
        return record.id in self.opened or self._is_own(record.entry.issuer)

    def sees_delivery(self, record: DeliveryRecord) -> bool:
        """True if a delivery is shown to it."""
        delivery = record.delivery
        own = self._is_own(delivery.issuer) or self._is_own(delivery.recipient)
        return own or record.id in self.opened

    def _is_own(self, participant: str) -> bool:
        return self.participant is not None and participant == self.participant
