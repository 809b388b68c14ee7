"""A declared battery beside its bundle, built once for all tests of the comparison."""

from collections.abc import Iterator

import pytest
from support.beside import Beside
from support.beside import beside as built


@pytest.fixture(scope="session")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    """The battery, its verified bundle and its documents; not to be changed."""
    with built(tmp_path_factory.mktemp("beside")) as found:
        yield found
