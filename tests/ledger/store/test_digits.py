"""Digits survive storage: what was signed is what is read, to the last place."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.ledger_world import World, made, taken, world

from schemas.signed.entry import Site
from schemas.vocabulary import Role

HUGE = "123456789012345678.123456789012345678901234567891"
TINY = "0.000000000000000000000000000001"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a mine and a plant."""
    with world(tmp_path_factory.mktemp("digits") / "ledger") as opened:
        yield opened


whole = st.integers(1, 10**18 - 1).map(str)
part = st.from_regex(r"\A[0-9]{0,29}[1-9]\Z")
amounts = st.one_of(whole, st.builds("{}.{}".format, whole, part), st.just(HUGE), st.just(TINY))
numbers = iter(range(10**9))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(amounts)
def test_amounts(begun: World, amount: str) -> None:
    """An amount comes back from payload, section and column as the string that was signed."""
    name = f"firm {next(numbers)}"
    mine, plant = (
        begun.register(f"mine of {name}", Role.SUPPLIER),
        begun.register(name, Role.SUPPLIER),
    )
    product = {"product": f"urn:test:{mine.name.replace(' ', '-')}"}
    entry = begun.enter(mine, [made(mine, amount, **product)])
    delivery = begun.deliver(mine, entry, plant, amount=amount, **product)
    rows = [taken(delivery, amount)]
    output = made(plant, product=f"urn:test:{name.replace(' ', '-')}")
    used = begun.enter(plant, [output], inputs=rows, site=Site(code="x", country="SE"))
    begun.ledger.memory.forget()
    with begun.ledger.view() as view:
        record, taken_in = view.entry(entry), view.entry(used)
        assert record is not None
        assert record.inventory is not None
        assert taken_in is not None
        assert taken_in.inventory is not None
        assert record.inventory.main.amount == amount
        assert taken_in.inventory.delivery_inputs[0].amount == amount
        key = view.facts.deliveries.one(delivery)
        assert key is not None
        assert key.amount == amount
        assert [draw.amount for draw in view.facts.live_draws(delivery)] == [amount]
