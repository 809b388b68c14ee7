"""What a delivery opens of its supplier's own suppliers, as one of its readers is shown it.

The rows are a section that is open to all who are shown the delivery: issuer, recipient, operator and an engaged
auditor. Reading another firm's opening is noted in its journal as a read of the delivery.
"""

from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.service.access.names import names_for
from ledger.service.access.principal import Principal
from ledger.service.access.reading import note_read, read_visible
from ledger.service.access.visibility import unknown_statement
from schemas.signed.delivery import Delivery
from schemas.signed.opening import Opening
from schemas.signed.statement import Kind
from schemas.views.names import NamedFirm


class ShownDelivery(NamedTuple):
    """A delivery that a principal is shown, and the firm that stated it."""

    id: str
    delivery: Delivery
    opening: Opening | None
    issuer: NamedFirm


def read_shown_delivery(ledger: Ledger, principal: Principal, name: str, now: int) -> ShownDelivery:
    """A delivery that the principal is shown; reading another firm's is noted.

    Raises:
        CradleError: as `read_visible` and `note_read`.
    """
    seen = read_visible(ledger, principal, name, Kind.DELIVERY)
    note_read(ledger, principal, seen, now)
    with ledger.view() as view:
        record = view.delivery(name)
    if record is None:
        raise unknown_statement(name)
    (issuer,) = names_for(ledger, principal, [record.delivery.issuer])
    return ShownDelivery(name, record.delivery, record.opening, issuer)
