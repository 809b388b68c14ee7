"""What a delivery opens of its supplier's own suppliers, as one of its readers is shown it.

The signed rows are in the statement, so its readers are those of the statement: issuer, recipient, operator and an
engaged auditor. Reading another firm's opening is noted in its journal as a read of the delivery.
"""

from typing import NamedTuple

from ledger.service.access.names import names_for
from ledger.service.access.principal import Principal
from ledger.service.access.reading import note_read, read_visible
from ledger.service.append.ledger import Ledger
from ledger.trust.envelope import parse_envelope
from schemas.delivery import Delivery
from schemas.names import NamedFirm
from schemas.statement import Kind


class ShownDelivery(NamedTuple):
    """A delivery that a principal is shown, and the firm that stated it."""

    id: str
    delivery: Delivery
    issuer: NamedFirm


def read_shown_delivery(ledger: Ledger, principal: Principal, name: str, now: int) -> ShownDelivery:
    """A delivery that the principal is shown; reading another firm's is noted.

    Raises:
        CradleError: as `read_visible` and `note_read`.
    """
    seen = read_visible(ledger, principal, name, Kind.DELIVERY)
    note_read(ledger, principal, seen, now)
    delivery = Delivery.parse(parse_envelope(seen.stored.envelope).payload)
    (issuer,) = names_for(ledger, principal, [delivery.issuer])
    return ShownDelivery(name, delivery, issuer)
