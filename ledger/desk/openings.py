"""What a delivery opens of its supplier's own suppliers, as one of its readers is shown it.

The rows are a section that is open to all who are shown the delivery: issuer, recipient, operator and an engaged
auditor. Reading another firm's opening is noted in its journal as a read of the delivery.
"""

from typing import NamedTuple

from ledger.desk.desk import Desk
from ledger.service.access.names import names_for
from ledger.service.access.visibility import unknown_statement
from ledger.service.access.visible_statements import read_visible
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


def read_shown_delivery(desk: Desk, name: str) -> ShownDelivery:
    """A delivery that the principal is shown; reading another firm's is noted.

    Raises:
        CradleError: as `read_visible`.
    """
    desk.note(read_visible(desk.ledger, desk.caller, name, Kind.DELIVERY).lines())
    record = desk.view.delivery(name)
    if record is None:
        raise unknown_statement(name)
    (issuer,) = names_for(desk.ledger, desk.caller, [record.delivery.issuer])
    return ShownDelivery(name, record.delivery, record.opening, issuer)
