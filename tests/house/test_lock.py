"""The lock holds every dependency of pyproject.toml, pinned and hashed, and no address."""

import re
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[2]
PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pins() -> dict[str, str]:
    """Return the pinned version of each locked distribution."""
    return {
        name: version for name, version, _ in PIN.findall((TOP / "constraints.txt").read_text())
    }


def test_the_lock_is_pins_and_hashes_alone() -> None:
    """The lock has only pinned, hashed entries."""
    assert PIN.sub("", (TOP / "constraints.txt").read_text()) == ""


def test_every_dependency_is_locked_at_a_version_it_allows() -> None:
    """Each requirement, of the product and of its checks, is satisfied by its pin."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    stated = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    locked = pins()
    for requirement in map(Requirement, stated):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])
