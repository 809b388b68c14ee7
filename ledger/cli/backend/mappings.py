"""The mappings for a spreadsheet: the one that is named, its own beside it, or all others beside it."""

from collections.abc import Sequence
from pathlib import Path

from ledger.cli.terminal.files import read_file
from ledger.exchange.spreadsheet.mapping import SUFFIX, SheetMapping, parse_mapping


def find_mappings(file: Path, named: Path | None) -> Sequence[SheetMapping]:
    """Read the mappings that a spreadsheet may be read by.

    Args:
        file: the spreadsheet.
        named: the mapping that the user names.

    Raises:
        CradleError: `mapping.*`, or as `read_file`.
    """
    own = file.with_name(f"{file.name}{SUFFIX}")
    if named is not None:
        paths = [named]
    elif own.is_file():
        paths = [own]
    else:
        paths = sorted(file.parent.glob(f"*{SUFFIX}"))
    return [parse_mapping(read_file(path), path.name) for path in paths]
