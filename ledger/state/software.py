"""The name and version of the software that computes, as calculations and reports of a monitor state them."""

from importlib.metadata import version
from typing import Final

SOFTWARE: Final = f"cradle-ledger {version('cradle-ledger')}"
