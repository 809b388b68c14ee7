"""A scenario's file is read unambiguously or refused, and each price that comes with Cradle has its source."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.trade_chain import paid, priced, scenario

from ledger.rulebooks.scenario_catalog import (
    SCENARIO_LIMIT,
    load_scenario,
    parse_scenario,
    scenario_ids,
    shipped_scenarios,
)
from schemas.exchanged.price_scenario import PriceScenario
from schemas.toml_text import format_toml

PRICES = st.decimals("0", "1000", places=2).map(lambda value: format(value.normalize(), "f"))
SHARES = st.sampled_from(["0", "0.5", "0.125", "1"])
TEXTS = st.from_regex(r"[!-~é🔋](?:[ -~é🔋]{0,18}[!-~é🔋])?", fullmatch=True)
KEYS = st.tuples(st.sampled_from(["EU", "DE", "CN", "US"]), st.sampled_from([2026, 2030]))


@st.composite
def scenarios(draw: st.DrawFn) -> PriceScenario:
    """Scenarios with some prices, a default or none, and what is paid."""
    keys = draw(st.lists(KEYS, max_size=4, unique=True))
    rows = [
        priced(draw(PRICES), draw(st.sampled_from(["all", "direct"])), country=one) | {"year": year}
        for one, year in keys
    ]
    net = draw(st.lists(KEYS, max_size=2, unique=True))
    return scenario(
        *rows,
        default=priced(draw(PRICES)),
        paid=[paid(one, draw(PRICES), year) for one, year in net],
        pass_through=draw(st.lists(SHARES, min_size=1, max_size=3)),
        title=draw(TEXTS),
        note=draw(TEXTS),
    )


@given(scenarios())
def test_a_scenario_is_read_as_it_was_written(found: PriceScenario) -> None:
    """`parse_scenario` is the inverse of what writes TOML."""
    assert parse_scenario(format_toml(found.to_json())) == found


def test_each_price_that_comes_with_cradle_has_source_day_and_confidence() -> None:
    """The price of certificates is read in a summary; what a scenario assumes says so."""
    rows = [
        row
        for one in shipped_scenarios()
        for row in (one.default, one.certificate, *one.prices, *one.paid)
        if row is not None
    ]
    assert {
        (row.source.partition(",")[0], row.day, row.confidence)
        for row in rows
        if row.confidence != "inferred"
    } == {
        ("European Commission", "2026-07-06", "second_hand"),
        ("ICAP", "2026-11-27", "second_hand"),
    }
    assert all("assumption" in row.source for row in rows if row.confidence == "inferred")


def test_the_scenarios_side_by_side_are_all_that_come_with_cradle() -> None:
    """And each file is named by its id."""
    assert sorted(one.id for one in shipped_scenarios()) == list(scenario_ids())
    assert [load_scenario(one).id for one in scenario_ids()] == list(scenario_ids())


def test_an_unknown_scenario_is_refused() -> None:
    """With the known ids."""
    with refused("scenario.unknown"):
        load_scenario("../uniform-2026")


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"\xff", "scenario.syntax", ""),
        (b"id = ", "scenario.syntax", ""),
        (b"#" * (SCENARIO_LIMIT + 1), "scenario.size", ""),
        (b"", "scenario.field", "id"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(content: bytes, code: str, place: str) -> None:
    """By its text, its size, or the first missing line."""
    with refused(code, place):
        parse_scenario(content)


def changed(old: str, new: str) -> bytes:
    """The file of a scenario with other text."""
    text = format_toml(load_scenario("eu-and-china-2026").to_json()).decode()
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('price = "12"', "price = 12", "scenario.field", "prices[0].price"),
        ('price = "12"', "price = 12.5", "scenario.field", "prices[0].price"),
        ('price = "12"', 'price = "-12"', "scenario.field", "prices[0].price"),
        ('country = "CN"', 'country = "XX"', "scenario.country", "prices[0].country"),
        ('country = "CN"', 'country = "RoW"', "scenario.country", "prices[0].country"),
        ('country = "CN"', 'country = "EU"', "scenario.repeated", ""),
        ('currency = "EUR"', 'currency = "euro"', "scenario.field", "currency"),
        ('"1",', '"1.5",', "scenario.field", "pass_through[0]"),
        ('day = "2026-07-06"', "day = 2026-07-06T00:00:00", "scenario.field", "prices[1].day"),
    ],
)
def test_a_line_that_could_be_read_otherwise_is_refused(
    old: str, new: str, code: str, place: str
) -> None:
    """Numbers are strings, shares are at most 1, and a country is priced once a year."""
    with refused(code, place):
        parse_scenario(changed(old, new))


def test_a_day_may_be_a_toml_date() -> None:
    """It has one reading."""
    found = parse_scenario(changed('day = "2026-07-06"', "day = 2026-07-06"))
    assert found == load_scenario("eu-and-china-2026")


def test_a_scenario_without_a_price_for_its_year_is_refused() -> None:
    """It would refuse every chain."""
    content = json.dumps(scenario(default=priced("1")).to_json() | {"id": "x"})
    members = json.loads(content)
    del members["default"]
    with refused("scenario.empty"):
        PriceScenario.parse(json.dumps(members).encode())
