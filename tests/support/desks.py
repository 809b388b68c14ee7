"""Desks of a test's ledger: of a login, and of the operator in the folder."""

from itertools import count

from support.principals import NOW

from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import operator_desk
from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal

_NUMBERS = count()


def desk(ledger: Ledger, principal: Principal, now: int = NOW) -> LocalDesk:
    """What a login may ask at a server, in this process."""
    return LocalDesk(
        ledger,
        principal,
        now,
        lambda: f"{next(_NUMBERS):032x}",
        lambda: f"{next(_NUMBERS):064x}",
    )


__all__ = ["desk", "operator_desk"]
