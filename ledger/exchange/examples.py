"""The cases that come with Cradle: published supply chains.

The file `SOURCE.md` of each states the source of every number.
"""

from importlib import resources
from pathlib import Path

from ledger.exchange.case import Case
from ledger.exchange.case_folder import read_case


def example_folder(name: str) -> Path:
    """The folder of an example case."""
    return Path(str(resources.files("ledger.exchange") / "cases" / name))


def example_case(name: str) -> Case:
    """Read an example case.

    Raises:
        CradleError: `case.folder`.
    """
    return read_case(example_folder(name))
