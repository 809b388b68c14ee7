"""The string types: each grammar accepts its own form whole, and refuses near misses with a code."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.parsing import accepts, parse, refusal

from schemas.base import Model
from schemas.values import (
    ISO_COUNTRIES,
    REGIONS,
    Code,
    Count,
    Country,
    Date,
    Digest,
    FlowId,
    Index,
    Origin,
    Period,
    ProductId,
    RegistryState,
    Salt,
    Text,
    TreeHash,
)


class Days(Model):
    """A day."""

    value: Date


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_accepted_in_its_one_form(day: date) -> None:
    """A day from 1900 to 2199 is accepted as YYYY-MM-DD, and as no other ISO 8601 form."""
    assert accepts(Days, {"value": day.isoformat()})
    assert refusal(Days, {"value": f"{day:%Y%m%d}"}) == ("date.grammar", "value")
    assert refusal(Days, {"value": f"{day.isoformat()}T00:00"}) == ("date.grammar", "value")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-02-29", "date.unreal"),
        ("2025-13-01", "date.unreal"),
        ("2025-04-31", "date.unreal"),
        ("2025-00-10", "date.unreal"),
        ("2025-1-1", "date.grammar"),
        ("1899-12-31", "date.grammar"),
        ("2025-W01-1", "date.grammar"),
        ("\N{FULLWIDTH DIGIT TWO}025-01-01", "date.grammar"),
        ("2025-01-01\n", "date.grammar"),
    ],
)
def test_days_that_are_none_are_refused(text: str, code: str) -> None:
    """A day that no calendar has gets another code than a text that is not a date."""
    assert refusal(Days, {"value": text}) == (code, "value")


DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1)).map(date.isoformat)


@given(DAYS, DAYS)
def test_a_period_ends_after_it_starts(start: str, end: str) -> None:
    """A period is accepted if and only if it holds a day."""
    content = {"start": start, "end": end}
    if start < end:
        assert accepts(Period, content)
    else:
        assert refusal(Period, content) == ("period.empty", "")


@given(st.tuples(DAYS, DAYS).map(sorted), st.tuples(DAYS, DAYS).map(sorted))
def test_periods_overlap_if_they_share_a_day(one: list[str], two: list[str]) -> None:
    """Half-open periods overlap exactly if some day stands in both, in either order."""
    if one[0] == one[1] or two[0] == two[1]:
        return
    left, right = (Period(start=start, end=end) for start, end in (one, two))
    share = bool(_days(one) & _days(two))
    assert left.overlaps(right) == right.overlaps(left) == share


@given(
    st.tuples(DAYS, DAYS).map(sorted).filter(lambda days: days[0] < days[1]),
    st.lists(DAYS, min_size=2, unique=True).map(sorted),
)
def test_an_entry_ends_in_one_of_the_periods_that_follow_each_other(
    span: list[str], bounds: list[str]
) -> None:
    """Of periods without a gap exactly one holds its last day, where they hold it at all."""
    entry = Period(start=span[0], end=span[1])
    periods = [Period(start=start, end=end) for start, end in pairwise(bounds)]
    last = date.fromisoformat(entry.end).toordinal() - 1
    held = [last in _days([period.start, period.end]) for period in periods]
    assert [entry.ends_within(period) for period in periods] == held
    assert sum(held) == (last in _days([bounds[0], bounds[-1]]))


@pytest.mark.parametrize(
    ("start", "end", "lasts"),
    [
        ("2025-03-15", "2026-03-15", True),
        ("2025-03-15", "2026-03-14", False),
        ("2024-01-01", "2024-12-31", False),
        ("2024-02-28", "2025-02-28", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        ("2023-03-01", "2024-02-29", False),
        ("2025-01-01", "2025-01-02", False),
        ("2025-01-01", "2030-01-01", True),
    ],
)
def test_twelve_months_are_counted_by_the_calendar(start: str, end: str, *, lasts: bool) -> None:
    """Up to the same day of the next year; from 29 February, all of the next February."""
    assert Period(start=start, end=end).lasts_a_year is lasts


@pytest.mark.parametrize(
    ("end", "near"),
    [
        ("2024-03-15", False),
        ("2024-03-16", True),
        ("2025-10-01", True),
        ("2027-03-15", True),
        ("2027-03-16", False),
    ],
)
def test_near_a_period_is_a_year_on_either_side(end: str, *, near: bool) -> None:
    """Of a period from 15 March 2025 to 15 March 2026: what ends from a year before to a year after."""
    period = Period(start="2025-03-15", end="2026-03-15")
    assert Period(start="2024-01-01", end=end).ends_near(period) is near


def _days(span: list[str]) -> set[int]:
    return set(range(*(date.fromisoformat(day).toordinal() for day in span)))


class Words(Model):
    """One value of each identifier and text; all may be absent, so that one is tried at a time."""

    digest: Digest | None = None
    tree_hash: TreeHash | None = None
    salt: Salt | None = None
    origin: Origin | None = None
    code: Code | None = None
    flow: FlowId | None = None
    product: ProductId | None = None
    text: Text | None = None
    country: Country | None = None
    count: Count | None = None
    index: Index | None = None


@pytest.mark.parametrize(
    ("member", "good", "code", "bad"),
    [
        (
            "digest",
            ["sha256:" + "0a" * 32],
            "digest.grammar",
            [
                "0a" * 32,
                "sha256:" + "0A" * 32,
                "sha512:" + "0a" * 32,
                "sha256:" + "0a" * 31,
                "sha256:" + "0a" * 33,
            ],
        ),
        ("tree_hash", ["0a" * 32], "hash.grammar", ["0A" * 32, "0a" * 31, "sha256:" + "0a" * 32]),
        ("salt", ["0a" * 16], "salt.grammar", ["0A" * 16, "0a" * 15, "0a" * 17, ""]),
        (
            "origin",
            ["a", "ledger.example/battery", "a/b_c/1.2"],
            "origin.grammar",
            ["", "/a", "a/", "A", "a//b", "a b", "a/b\n", "-a", "https://a"],
        ),
        (
            "code",
            ["A", "PACK-1", "a.b_c-D", "x" * 64],
            "code.grammar",
            ["", "-a", ".a", "_a", "a b", "a/b", "x" * 65, "é", "a\n"],
        ),
        (
            "flow",
            ["a:b", "ecoinvent_3:x.y-Z:1"],
            "flow.grammar",
            ["a", "a:", ":b", "A:b", "a:b:", "a:b c", "a::b"],
        ),
        (
            "product",
            ["urn:a", "https://a.example/b?c", "x+y:é"],
            "product.grammar",
            ["a", "1urn:a", "urn:", "urn:a b", "urn:a\n", "urn:" + "a" * 501],
        ),
        (
            "text",
            ["a", "a b", "ü.", "x" * 1024],
            "text.grammar",
            ["", " ", " a", "a ", "a\nb", "a\n", "\ta"],
        ),
        ("country", ["FI", "GLO", "RoW"], "country.grammar", ["fi", "F", "FINN", "F1", "glo", ""]),
        ("country", ["DE"], "country.unknown", ["XX", "UK", "EU", "Glo", "ROW", "ROw"]),
    ],
)
def test_identifiers_have_one_grammar(
    member: str, good: list[str], code: str, bad: list[str]
) -> None:
    """Each kind of string accepts its own form whole and refuses near misses by its own code."""
    for text in good:
        assert accepts(Words, {member: text})
    for text in bad:
        assert refusal(Words, {member: text}) == (code, member)


def test_strings_are_bounded() -> None:
    """No string of the wire is longer than its limit."""
    for member, text in (("text", "x" * 1025), ("origin", "a" * 201), ("flow", "a:" + "b" * 199)):
        assert refusal(Words, {member: text}) == ("schema.string_too_long", member)


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("count", 0, "schema.greater_than_equal"),
        ("index", -1, "schema.greater_than_equal"),
        ("count", 2**53, "schema.less_than"),
        ("index", 2**53, "schema.less_than"),
        ("count", "1", "schema.int_type"),
        ("count", True, "schema.int_type"),
        ("count", 1.0, "schema.int_type"),
        ("index", 1.5, "schema.int_type"),
    ],
)
def test_counts_are_integers_that_every_reader_holds(member: str, value: object, code: str) -> None:
    """A count is a JSON integer below 2^53; no string, boolean or fraction passes as one."""
    assert refusal(Words, {member: value}) == (code, member)
    assert accepts(Words, {"count": 2**53 - 1, "index": 0})


def test_all_countries_and_regions_are_accepted() -> None:
    """Every word of the two lists passes the grammar in front of them; there are 249 countries."""
    assert len(ISO_COUNTRIES) == 249
    assert all(accepts(Words, {"country": word}) for word in ISO_COUNTRIES | REGIONS)


def test_a_registry_state_is_a_size_and_a_root() -> None:
    """The empty registry has a state too; a root is a bare tree hash."""
    assert parse(RegistryState, {"size": 0, "root": "0a" * 32}).to_json()["size"] == 0
    content = {"size": 0, "root": "sha256:" + "0a" * 32}
    assert refusal(RegistryState, content) == ("hash.grammar", "root")
