"""Checked spreadsheets, kept in memory for an hour, so that their report has an address and its files can be fetched.

A check stores nothing in the ledger. A firm's newest few files are kept, each under a random name, so that one firm
cannot push out the files of others by sending many. A restart forgets them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from cachetools import TTLCache

from ledger.exchange.spreadsheet.dry_run import Sheet
from schemas.errors import CradleError

if TYPE_CHECKING:
    from api.sheet_checks import (
        SheetCheck,
    )  # which needs the context, of which this memory is a part

SECONDS: Final = 3600
EACH: Final = 4
"""The files of a firm that are kept."""

BYTES: Final = 256 << 20
"""Bytes of all files and reports that are kept; the oldest go first."""

REPORT: Final = 3
"""Bytes of memory that a byte of a report takes; a file of 40 KiB can have a report of 500 KiB."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked file.

    Attributes:
        organisation: that sent it.
        sheet: the file and its settings.
        check: the result.
        request: the id of the request that it answers, or empty.
    """

    organisation: str
    sheet: Sheet
    check: "SheetCheck"
    request: str


def _size(upload: Upload) -> int:
    return len(upload.sheet.data) + REPORT * len(upload.check.sheet.model_dump_json())


@dataclass(slots=True)
class Uploads:
    """The kept files by name."""

    clock: Callable[[], float] = time.monotonic
    _kept: TTLCache[str, Upload] = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Make the empty memory."""
        self._kept = TTLCache(BYTES, SECONDS, self.clock, _size)

    def keep(self, name: str, upload: Upload) -> None:
        """Keep a file; a firm's oldest one goes if it has too many."""
        with self._lock:
            firm = upload.organisation
            own = [key for key, other in self._kept.items() if other.organisation == firm]
            for key in own[: max(0, len(own) + 1 - EACH)]:
                del self._kept[key]
            self._kept[name] = upload

    def get(self, name: str, organisation: str) -> Upload:
        """The file of that name.

        Raises:
            CradleError: `sheet.forgotten`, also for another firm's.
        """
        with self._lock:
            upload = self._kept.get(name)
        if upload is None or upload.organisation != organisation:
            detail = "The server keeps a checked file for an hour at most, and no longer has this one; choose it again."
            raise CradleError("sheet.forgotten", detail, "file")
        return upload
