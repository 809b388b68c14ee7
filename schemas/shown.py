"""Reports that show themselves in a notebook: as HTML, and their tables as data frames.

How a report is laid out is not known here: `ledger.scripting` sets it (`show_by`). Without it a notebook prints the
fields of a report.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from schemas.base import Model


class Look(NamedTuple):
    """How reports are shown: as a piece of HTML, and one of their tables as a data frame, by its number from 0."""

    html: Callable[["Shown"], str | None]
    frame: Callable[["Shown", int], Any]


_LOOKS: list[Look] = []


def show_by(look: Look) -> None:
    """Show reports in this way from now on."""
    _LOOKS[:] = [look]


class Shown(Model):
    """A report that people read."""

    def _repr_html_(self) -> str | None:
        return _LOOKS[0].html(self) if _LOOKS else None

    def frame(self, table: int = 0) -> Any:  # noqa: ANN401 - of a package that may not be installed
        """One of the tables of this report as a data frame of pandas; numbers in its text are numbers.

        Raises:
            LookupError: no such table, or the report came from no desk.
            CradleError: `install.frames`.
        """
        if not _LOOKS:
            raise LookupError("this report came from no desk; import ledger.scripting")
        return _LOOKS[0].frame(self, table)
