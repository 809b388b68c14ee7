"""The table of licences in docs/licences.md: `python -m tools.licences [--check]`.

It lists every distribution that a user installs with Cradle, whatever the extras. A licence is the SPDX expression of
the distribution's metadata, or the one that was read and written into `tools/licences.toml`. A licence that nobody has
read, and a copyleft part without a reason, is a fault, so a new dependency is seen.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from tools import generated, tree
from tools.dependencies import needed, user_extras

PAGE: Final = Path("docs/licences.md")
READ: Final = Path("tools/licences.toml")
_COPYLEFT: Final = ("AGPL", "CC-BY-SA", "CDDL", "EPL", "EUPL", "GPL", "LGPL", "MPL", "ODbL", "OFL")
_HEAD: Final = """\
# Licences of what is installed with Cradle

Cradle itself is under [Apache-2.0](../LICENSE); data of others in it are named in [NOTICE](../NOTICE). This page lists
every distribution that its extras bring, at the versions of the lock. Licences are those that a package states, or that
were read in it (`tools/licences.toml`). Wheels bring libraries of their own, whose licences are in the wheels.
The page is generated (`python -m tools.licences`).

## Copyleft parts

All are installed unchanged, as packages of their own.

"""


@dataclass(frozen=True, slots=True)
class Licensed:
    """A distribution with its licence, an SPDX expression; None if nobody has read it."""

    name: str
    version: str
    licence: str | None

    @property
    def is_copyleft(self) -> bool:
        """True if a licence that must be kept, not merely may be chosen, is copyleft."""
        return any(all(map(_is_copyleft, part.split(" OR "))) for part in self._parts())

    def _parts(self) -> list[str]:
        return (self.licence or "").replace("(", "").replace(")", "").split(" AND ")


def licensed() -> tuple[Licensed, ...]:
    """Every distribution that a user may install, ascending by name."""
    licences: Mapping[str, str] = _read()["read"]
    packages = needed(user_extras())
    return tuple(
        Licensed(
            name, package.distribution.version, licences.get(name) or _stated(package.distribution)
        )
        for name, package in packages.items()
    )


def page(rows: tuple[Licensed, ...], reasons: Mapping[str, str]) -> str:
    """The page in Markdown."""
    kept = [row for row in rows if row.is_copyleft]
    why = "".join(f"| {row.name} | {row.licence} | {reasons.get(row.name, '')} |\n" for row in kept)
    every = "".join(
        f"| {row.name} | {row.version} | {row.licence} | {'yes' if row.is_copyleft else '-'} |\n"
        for row in rows
    )
    return (
        f"{_HEAD}| package | licence | why it may come along |\n|---|---|---|\n{why}\n## All\n\n"
        f"| package | version | licence (SPDX) | copyleft |\n|---|---|---|---|\n{every}"
    )


def faults(rows: tuple[Licensed, ...], read: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield what a person has to decide: licences that are not known, copyleft without a reason, rows for nothing."""
    for row in rows:
        if row.licence is None:
            yield f"{row.name}: its licence is not known; read it and write it into {READ}"
        elif row.is_copyleft and row.name not in read["copyleft"]:
            yield f"{row.name}: {row.licence} is copyleft; write into {READ} why it may come along"
    kept = {row.name for row in rows if row.is_copyleft}
    yield from (f"{name}: no copyleft part in {READ}" for name in read["copyleft"].keys() - kept)
    listed = {row.name for row in rows}
    yield from (f"{name}: not installed, in {READ}" for name in read["read"].keys() - listed)


def main(arguments: list[str]) -> int:
    """Write the page, or only compare it with `--check`; return the exit status."""
    rows, read = licensed(), _read()
    files = {PAGE: page(rows, read["copyleft"]).encode()}
    return generated.conclude(files, arguments, faults=faults(rows, read))


def _read() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((tree.TOP / READ).read_text())


def _stated(package: Distribution) -> str | None:
    """The licence in the metadata, if that is an SPDX expression."""
    metadata = package.metadata
    for member in filter(metadata.__contains__, ("License-Expression", "License")):
        try:
            return canonicalize_license_expression(metadata[member])
        except InvalidLicenseExpression:
            continue
    return None


def _is_copyleft(licence: str) -> bool:
    return licence.strip().startswith(_COPYLEFT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
