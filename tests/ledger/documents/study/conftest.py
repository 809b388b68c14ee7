"""Studies of small chains: three tiers with a declaration, and the PEF rulebook with ratings."""

from collections.abc import Iterator

import pytest
from support.ledger_battery import battery_chain
from support.ledger_fixtures import built, chain
from support.ledger_rated import rated_calculation
from support.ledger_tiers import Tiers, tiers

from ledger.service.answers.study import build_study
from schemas.views.study import Study

__all__ = ["built", "chain"]

READERS = ("everything", "issuer", "public")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A mine, a refinery, a plant and a recycler; the plant's figure is attested and declared as a demo."""
    with tiers(tmp_path_factory.mktemp("tiers") / "ledger") as it:
        yield it


@pytest.fixture(scope="module")
def studies(three: Tiers) -> dict[str, Study]:
    """The study of the declared figure, by reader."""
    ledger, calculation = three.world.ledger, three.ids["calculation"]
    return {reader: build_study(ledger, calculation, reader) for reader in READERS}


@pytest.fixture(scope="module")
def pef(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Study]]:
    """The study of a figure under the PEF rulebook, which rates data and has the circular formula, by reader."""
    with battery_chain(tmp_path_factory.mktemp("pef") / "ledger") as chain:
        calculation = rated_calculation(chain)
        yield {reader: build_study(chain.world.ledger, calculation, reader) for reader in READERS}
