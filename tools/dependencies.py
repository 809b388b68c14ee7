"""What Cradle needs when it is installed: the distributions behind its extras, and their lines in the lock.

Markers are read for Linux and for the Python on which the lock is made, so that every machine finds the same.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distribution
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import tree

LOCK: Final = "constraints.txt"
RUN_LOCK: Final = "constraints-run.txt"
"""The part of the lock that the demo and its pages need, with what installs the checkout."""

RUN_EXTRAS: Final = ("server", "pdf-cjk")
"""The extras in it. Scores of a portfolio need three packages of 300 MB, and the demo's other pages do not."""

DEVELOPMENT: Final = ("dev", "docs")
"""The extras of those who work on Cradle; no user installs them."""

_PINS = re.compile(r"^([a-z0-9.-]+)==\S+ \\\n(?: +--hash=\S+(?: \\)?\n?)+", re.MULTILINE)
_WHERE: Final = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
}


@dataclass(frozen=True, slots=True)
class Needed:
    """An installed distribution with the names of those that it needs itself."""

    distribution: Distribution
    needs: tuple[str, ...]


@cache
def project() -> Mapping[str, Any]:
    """The table `project` of pyproject.toml."""
    read: Mapping[str, Any] = tomllib.loads((tree.TOP / "pyproject.toml").read_text())["project"]
    return read


def user_extras() -> tuple[str, ...]:
    """The extras that users may install."""
    return tuple(name for name in project()["optional-dependencies"] if name not in DEVELOPMENT)


def direct(extras: Iterable[str]) -> tuple[Requirement, ...]:
    """The requirements of Cradle with these extras."""
    metadata = project()
    rows = [row for extra in extras for row in metadata["optional-dependencies"][extra]]
    return tuple(map(Requirement, [*metadata["dependencies"], *rows]))


def needed(extras: Iterable[str]) -> Mapping[str, Needed]:
    """Every distribution that Cradle needs with these extras, as `needed_by`."""
    return needed_by(direct(extras))


def needed_by(requirements: Iterable[Requirement]) -> Mapping[str, Needed]:
    """Every distribution that these need, with themselves, by its name, ascending.

    Raises:
        PackageNotFoundError: one is not installed here.
    """
    open_ones = list(requirements)
    seen: dict[str, tuple[Distribution, set[str], set[str]]] = {}
    while open_ones:
        requirement = open_ones.pop()
        name = canonicalize_name(requirement.name)
        package, having, behind = seen.setdefault(name, (distribution(name), set(), set()))
        fresh = {"", *requirement.extras} - having
        having |= fresh
        for row in map(Requirement, package.requires or ()):
            if any(
                row.marker is None or row.marker.evaluate(_WHERE | {"extra": extra})
                for extra in fresh
            ):
                behind.add(canonicalize_name(row.name))
                open_ones.append(row)
    return {
        name: Needed(package, tuple(sorted(behind)))
        for name, (package, _, behind) in sorted(seen.items())
    }


def pins(lock: str = LOCK) -> Mapping[str, str]:
    """The pinned and hashed line of each distribution in a lock."""
    text = (tree.TOP / lock).read_text()
    return {match[1]: match[0] for match in _PINS.finditer(text)}
