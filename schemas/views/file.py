"""A file as an answer: its bytes, and the name under which a program stores it."""

from typing import Literal, NamedTuple

ExportForm = Literal["pact-3", "catena-x-pcf-9", "battery-component-1"]
"""The formats in which the figure of a delivery leaves the ledger."""


class File(NamedTuple):
    """A file; `name` is empty if the file has none."""

    content: bytes
    name: str = ""
