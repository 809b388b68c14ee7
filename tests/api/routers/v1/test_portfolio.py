"""Scores over HTTP: those of the folder, within the login's rights."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from support.http_api import House, furnished
from support.ledger_batches import calculated
from support.ledger_battery import BatteryChain
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.footprint.graph.numbers import format_rounded
from ledger.service.portfolio.answer import answer
from ledger.service.portfolio.question import Question, SpreadRequest


@pytest.fixture
def there(chain: BatteryChain) -> Iterator[tuple[str, House, str]]:
    """A calculation, the house of its logins, and the server's address."""
    calculation = calculated(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        yield calculation, house, url


def client(there: tuple[str, House, str], name: str) -> Cradle:
    """The client of an organisation."""
    return Cradle(there[2], ApiKey(there[1].keys[name]))


def test_scores_over_a_server_are_those_of_the_folder(
    chain: BatteryChain, there: tuple[str, House, str]
) -> None:
    """To 4 digits, with their spread, and those alone that changed."""
    ledger, plant = chain.world.ledger, client(there, "plant")
    spread = SpreadRequest(Decimal("0.1"), 200)
    for found, whole in (
        (plant.portfolio(None, "0.1", 200), answer(ledger, [there[0]], Question(spread=spread))),
        (plant.portfolio(3, None, 0), answer(ledger, [there[0]], Question(since=3))),
    ):
        assert [row.score for row in found.rows] == [
            format_rounded(Decimal(row.score)) for row in whole.rows
        ]
        assert found.model_copy(update={"rows": ()}) == whole.model_copy(update={"rows": ()})


@pytest.mark.parametrize(
    ("since", "sigma", "samples", "code"),
    [
        (None, "3", 0, "portfolio.sigma"),
        (None, None, 5, "portfolio.sigma"),
        (None, "0.1", 1001, "http.malformed"),
        (None, "0.1", 30, "portfolio.spread"),
        (10_000, None, 0, "portfolio.since"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    there: tuple[str, House, str], since: int | None, sigma: str | None, samples: int, code: str
) -> None:
    """With its code."""
    with refused(code):
        client(there, "plant").portfolio(since, sigma, samples)


def test_a_supplier_is_refused(there: tuple[str, House, str]) -> None:
    """It has no calculations."""
    with refused("access.denied"):
        client(there, "mine").portfolio(None, None, 0)


def test_a_server_without_the_packages_says_so(
    there: tuple[str, House, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All else works."""
    monkeypatch.setitem(__import__("sys").modules, "ledger.service.portfolio.report", None)
    with refused("portfolio.package"):
        client(there, "plant").portfolio(None, None, 0)
