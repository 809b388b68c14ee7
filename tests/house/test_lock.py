"""The lock holds every dependency of pyproject.toml, pinned and hashed, and no address; a part is enough to run."""

import re
import tomllib
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import dependencies

TOP = Path(__file__).parents[2]
PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pins() -> dict[str, str]:
    """Return the pinned version of each locked distribution."""
    return {
        name: version for name, version, _ in PIN.findall((TOP / "constraints.txt").read_text())
    }


@pytest.mark.parametrize("lock", ["constraints.txt", "constraints-run.txt", "tools/sbom.txt"])
def test_a_lock_is_pins_and_hashes_alone(lock: str) -> None:
    """A lock has only pinned, hashed entries, and is not empty."""
    text = (TOP / lock).read_text()
    assert (PIN.sub("", text), bool(text)) == ("", True)


BUILDING = ("hatchling", "editables")
"""What `pip install --no-build-isolation -e .` asks for."""


def test_the_lock_of_the_demo_is_a_part_of_the_lock() -> None:
    """The same pins and hashes: what the command line, the server and the font need, and what installs the checkout."""
    whole, part = dependencies.pins(), dependencies.pins(dependencies.RUN_LOCK)
    assert part.items() <= whole.items()
    project = dependencies.direct(dependencies.RUN_EXTRAS)
    wanted = dependencies.needed_by([*project, *map(Requirement, BUILDING)])
    assert [*part] == [*wanted]


@pytest.mark.parametrize("page", ["README.md", "docs/install.md"])
def test_a_page_states_how_many_packages_the_demo_installs(page: str) -> None:
    """As many as its lock pins."""
    stated = f"{len(dependencies.pins(dependencies.RUN_LOCK))} packages"
    assert stated in (TOP / page).read_text(encoding="utf-8")


def test_what_builds_a_wheel_is_what_the_lock_pins() -> None:
    """A wheel that is built in isolation has the same build system."""
    built = tomllib.loads((TOP / "pyproject.toml").read_text())["build-system"]["requires"]
    assert built == [f"{name}=={pins()[name]}" for name in ("hatchling",)]


@pytest.mark.parametrize("name", ["pip", "setuptools"])
def test_the_environment_has_the_installers_of_the_lock(name: str) -> None:
    """Not those that come with Python."""
    assert version(name) == pins()[name]


def test_every_dependency_is_locked_at_a_version_it_allows() -> None:
    """Each requirement, of the product and of its checks, is satisfied by its pin."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    stated = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    locked = pins()
    for requirement in map(Requirement, stated):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])
