"""The limits of a request: its size, its pages, and the address in links."""

from collections.abc import Iterator

import pytest
from support.http_api import House, furnished, house_of
from support.ledger_battery import BatteryChain
from support.refusal import refused

from api.configuration import Configuration
from api.pages import cut, format_cursor, parse_cursor
from api.serving import read_configuration

pytestmark = pytest.mark.one_database  # A limit is checked before the database is asked.


def test_a_cursor_is_read_back(inside: House) -> None:
    """Every position has its cursor, and without one a list begins at its beginning."""
    for position in (0, 1, 255, 2**62):
        assert parse_cursor(format_cursor(position), 7) == position
    assert parse_cursor(None, 7) == 7
    assert inside.client.get("/v1/entries?cursor=%00").status_code == 401


@pytest.mark.parametrize(
    "text", ["", "cA", "cC0x", "eDE", "____", "cDk5OTk5OTk5OTk5OTk5OTk5OTk5OQ"]
)
def test_what_is_no_cursor(text: str) -> None:
    """No digits, a sign, another letter, or a number beyond all positions is refused."""
    with refused("cursor.invalid", "cursor"):
        parse_cursor(text, 0)


def test_a_page_knows_whether_more_follow() -> None:
    """One row beyond the page shows that more follow, and is not returned."""
    assert cut([1, 2, 3], 2) == ([1, 2], True)
    assert cut([1, 2], 2) == ([1, 2], False)


def test_a_request_without_a_length_is_cut_off(inside: House) -> None:
    """A body without a Content-Length is refused as soon as it exceeds the limit."""
    most = inside.context.configuration.body_bytes
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        while sent <= most:
            sent += 2**20
            yield bytes(2**20)

    answer = inside.client.post("/v1/entries", content=parts(), headers=inside.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (413, "http.too_large")


def test_who_has_no_login_is_not_read(inside: House) -> None:
    """A body that is too large is refused for its missing login, before any of it is read."""
    answer = inside.client.post("/v1/entries", content=b"x" * 100_000_000)
    assert answer.status_code == 401


def test_the_public_address(chain: BatteryChain) -> None:
    """Discovery names the address that is configured, without its last slash, else the one that was asked."""
    house = furnished(chain, Configuration(public_url="https://cradle.example/"))
    asked = house_of(chain.world.ledger)
    for one, address in ((house, "https://cradle.example"), (asked, "http://testserver")):
        told = one.client.get("/.well-known/openid-configuration").json()
        assert told["token_endpoint"] == f"{address}/auth/token"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable sets its setting; a wrong value is refused by name."""
    monkeypatch.setenv("CRADLE_BATCH_LINES", "5")
    assert read_configuration().batch_lines == 5
    monkeypatch.setenv("CRADLE_BATCH_LINES", "none")
    with refused("schema.int_parsing", "batch_lines"):
        read_configuration()


def test_a_batch_has_its_most_lines(chain: BatteryChain) -> None:
    """A batch with more lines is refused whole."""
    house = furnished(chain, Configuration(batch_lines=2))
    answer = house.client.post("/v1/batches", content=b"{\n{\n{", headers=house.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (413, "batch.lines")
