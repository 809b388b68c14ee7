"""Laws of the formats of exchange: sums are exact, times moments, values are alternatives, criteria hold together."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st
from support.footprints import file_of, pact_3
from support.pact_matching import matches

from ledger.exchange.pact.filters import (
    Criteria,
    FootprintKey,
    key_of,
    parse_criteria,
    parse_time,
)
from ledger.exchange.parts import GATE, parts_of
from ledger.exchange.units_and_validity import format_time
from ledger.footprint.graph.cells import CellKey, Cells, total_of
from ledger.footprint.graph.numbers import format_decimal, round_delivered
from schemas.exchanged.pact.footprint import ProductFootprint
from schemas.vocabulary import CircularTerm, Group, Sign, Stage

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
).map(lambda moment: moment.replace(microsecond=0))
WORDS = st.sampled_from(["urn:a:1", "URN:A:1", "urn:b:2", "DE", "de", "Europe", "", "Active"])
NAMES = st.sampled_from(["productId", "companyId", "geography", "classification", "status"])
TIMES = st.sampled_from(["validOn", "validAfter", "validBefore"])
QUERIES = st.lists(st.tuples(NAMES, WORDS) | st.tuples(TIMES, MOMENTS.map(format_time)), max_size=6)


@st.composite
def keys(draw: st.DrawFn) -> FootprintKey:
    """Keys of footprints that a query may hit."""
    start = draw(MOMENTS).astimezone(UTC)
    urns = st.lists(st.sampled_from(["urn:a:1", "urn:b:2"]), unique=True).map(tuple)
    return FootprintKey(
        id="1",
        products=draw(urns),
        companies=draw(urns),
        classifications=draw(urns),
        geography=draw(st.sampled_from(["", "de", "europe"])),
        status=draw(st.sampled_from(["active", "deprecated"])),
        valid_from=format_time(start),
        valid_to=format_time(start + timedelta(days=draw(st.integers(1, 2000)))),
    )


@given(keys(), QUERIES)
def test_values_are_alternatives_and_criteria_hold_together(
    key: FootprintKey, query: list[tuple[str, str]]
) -> None:
    """A query matches if and only if, of each criterion that it names, one value alone would."""
    asked = [(name, value) for name, value in query if value]
    by_name = {name: [pair for pair in asked if pair[0] == name] for name, _ in asked}
    each = (
        any(matches(key, parse_criteria([pair])) for pair in pairs) for pairs in by_name.values()
    )
    assert matches(key, parse_criteria(query)) == all(each)


@given(keys(), QUERIES)
def test_order_and_case_mean_nothing(key: FootprintKey, query: list[tuple[str, str]]) -> None:
    """However the parameters are ordered and spelled."""
    other = [(name.upper(), value.swapcase()) for name, value in reversed(query)]
    assert matches(key, parse_criteria(other)) == matches(key, parse_criteria(query))


@given(keys())
def test_nothing_asked_for_is_everything(key: FootprintKey) -> None:
    """No criterion takes a footprint away."""
    assert matches(key, Criteria())


@given(MOMENTS)
def test_every_spelling_of_a_moment_is_that_moment(moment: datetime) -> None:
    """With its offset, with the plus lost, and as we write it."""
    spelled = moment.isoformat()
    for text in (spelled, spelled.replace("+", " "), format_time(moment)):
        assert parse_time(text, "") == format_time(moment)


@given(MOMENTS, MOMENTS)
def test_times_of_a_key_are_ordered_as_text(one: datetime, other: datetime) -> None:
    """So a store may compare them without reading them."""
    assert (one < other) == (format_time(one) < format_time(other))


@given(MOMENTS)
def test_the_fallback_is_three_years_and_at_most_one_day_more(end: datetime) -> None:
    """Whatever day a reference period ends on."""
    stated = pact_3(
        referencePeriodStart="1980-01-01T00:00:00Z", referencePeriodEnd=format_time(end)
    )
    key = key_of(ProductFootprint.parse(file_of(stated)))
    start, last = (datetime.fromisoformat(text) for text in (key.valid_from, key.valid_to))
    assert start == end
    assert last.year == start.year + 3
    assert last - start in (timedelta(days=1095), timedelta(days=1096))


CELLS = st.dictionaries(
    st.builds(
        CellKey,
        st.sampled_from(Stage),
        st.sampled_from(Group),
        st.sampled_from(Sign),
        st.none() | st.sampled_from(CircularTerm),
    ),
    st.decimals(min_value=0, max_value=10**9, places=12),
)


def signed(cells: Cells) -> Cells:
    """The cells as a figure has them: 4 digits, uptake and credits below zero."""
    return {
        key: round_delivered(
            value.copy_negate() if (key.group is Group.UPTAKE) or key.sign is Sign.CREDIT else value
        )
        for key, value in cells.items()
    }


@given(CELLS)
def test_parts_are_exact_and_nothing_is_lost(cells: Cells) -> None:
    """Totals are the sums of their parts to the last digit, and parts and rest are the whole stage."""
    figure = signed(cells)
    parts = parts_of(figure, GATE)
    assert (
        parts.excluding == parts.fossil + parts.land_use_change + parts.biogenic + parts.unspecified
    )
    within = {key: value for key, value in figure.items() if key.stage in GATE}
    assert parts.including + parts.left_out == total_of(within)


@given(CELLS)
def test_totals_of_any_figure_pass_the_strict_model(cells: Cells) -> None:
    """Written as strings, the parts of a figure keep PACT's sum rule, which the model holds exactly."""
    parts = parts_of(signed(cells), GATE)
    values = {
        "fossilGhgEmissions": parts.fossil + parts.unspecified,
        "landUseChangeGhgEmissions": parts.land_use_change,
        "biogenicNonCO2Emissions": parts.biogenic,
        "biogenicCO2Uptake": parts.uptake,
        "pcfExcludingBiogenicUptake": parts.excluding,
        "pcfIncludingBiogenicUptake": parts.including,
    }
    texts = {name: format_decimal(value) for name, value in values.items()}
    assert not set("".join(chain.from_iterable(texts.values()))) - set("-.0123456789")
    read = ProductFootprint.parse(file_of(pact_3(**texts))).pcf
    assert all(Decimal(getattr(read, name)) == value for name, value in values.items())
