"""What the tests of the auditor's pages share."""

from collections.abc import Iterator

import pytest
from support.auditor_demo import Demo, served_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, served; each module has its own."""
    with served_demo(tmp_path_factory.mktemp("demo")) as served:
        yield served
