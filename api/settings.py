"""What the application is given: the ledger it serves and what its operator has decided.

The application opens nothing by itself. Whoever starts it holds the ledger's folder, hands the
open store in, and closes it afterwards.
"""

from dataclasses import dataclass

from ledger.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The ledger, and who may read its logs.

    Attributes:
        store: the ledger's open folder.
        logs_open: tiles and checkpoints are public. Their sizes over time tell the volume of a
            trade, so an operator opens them knowingly; unopened, they are refused.
        log_token: whoever brings this token may read unopened logs too; long and random.
    """

    store: Store
    logs_open: bool = False
    log_token: str | None = None
