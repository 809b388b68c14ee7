"""The cases that come with Cradle: published supply chains.

The file `SOURCE.md` of each states the source of every number.
"""

from importlib import resources
from pathlib import Path


def example_folder(name: str) -> Path:
    """The folder of an example case."""
    return Path(str(resources.files("ledger.exchange") / "cases" / name))


def case_folder(named: Path) -> Path:
    """The folder that a path names; that of an example case if there is no such folder, and one of that name."""
    example = example_folder(str(named))
    return (
        example if not named.exists() and named.name == str(named) and example.is_dir() else named
    )
