"""The machinery of Cradle: trust, footprint, audit, store, service, exchange and the command line.

    from ledger import connect, open_ledger

are the two ways to a desk for scripts and notebooks (`ledger.scripting`). Loading this package loads nothing else.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.client.api import Cradle
    from ledger.scripting import OpenLedger


def open_ledger(folder: "str | Path") -> "OpenLedger":
    """Open the ledger in a folder, as its operator: a desk, which is also a context that closes the folder."""
    from ledger import scripting

    return scripting.open_ledger(folder)


def connect(login: "str | Path") -> "Cradle":
    """Connect to the server that a login file names: a desk with what this login may see."""
    from ledger import scripting

    return scripting.connect(login)
