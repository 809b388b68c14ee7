"""A delivery whose figure has all groups, gathered once for the tests of formats; nothing changes it."""

from collections.abc import Iterator

import pytest
from support.exchanging import Exchange, exchange

from ledger.documents.delivery_contents import DeliveryContents


@pytest.fixture(scope="session")
def it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """The ledger with a delivery and the one that replaced it."""
    with exchange(tmp_path_factory.mktemp("exchange") / "ledger") as made:
        yield made


@pytest.fixture(scope="session")
def contents(it: Exchange) -> DeliveryContents:
    """The contents of the newer delivery."""
    return it.contents()
