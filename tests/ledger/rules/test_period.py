"""The rules of periods: length of an entry, 12 months or all production, and entries beside those counted."""

import pytest
from support.graph import Graph, ident
from support.graph_battery import MODEL, Declared, declared
from support.rows import inventory, made

from ledger.rules.period import length_problems, neighbouring_entries, outdates, period_problems
from schemas.signed.entry import Entry
from schemas.values import Period

CALCULATION = ident("calculation")


def entry(start: str, end: str, model: str | None = MODEL) -> Entry:
    """The header of an entry."""
    chain = Graph()
    return chain.entries[
        chain.enter("entry", None, model=model, period=Period(start=start, end=end))
    ].entry


def batch(it: Declared, name: str, start: str, end: str) -> str:
    """Another entry of the model, of the same firm."""
    lot = inventory(made(name, "50", batteries=1))
    header = {"model": MODEL, "issuer": it.calculation.issuer}
    it.chain.enter(name, lot, period=Period(start=start, end=end), **header)
    return name


def short(it: Declared, *names: str) -> list[str]:
    """The details of the faults of the period, with these entries as production."""
    found = period_problems(CALCULATION, it.calculation, map(ident, names), it.chain.records())
    problems = list(found)
    assert {(row.code, row.subject) for row in problems} <= {("period.short", CALCULATION)}
    return [row.detail for row in problems]


@pytest.mark.parametrize(
    ("end", "model", "found"),
    [
        ("2025-03-15", MODEL, []),
        ("2025-03-16", MODEL, ["period.long"]),
        ("2034-03-15", MODEL, ["period.long"]),
        ("2034-03-15", None, []),
    ],
)
def test_an_entry_that_makes_a_model_spans_at_most_a_year(
    end: str, model: str | None, found: list[str]
) -> None:
    """A longer one would end where no calculation of its time looks; a supplier's average may be longer."""
    problems = list(length_problems(ident("entry"), entry("2024-03-15", end, model)))
    assert [row.code for row in problems] == found
    assert {row.subject for row in problems} <= {ident("entry")}


@pytest.mark.parametrize(
    ("period", "end", "outdated"),
    [
        (("2025-01-01", "2026-01-01"), "2026-01-01", True),
        (("2025-01-01", "2026-01-01"), "2026-01-02", False),
        (("2025-01-01", "2025-12-01"), "2026-01-02", True),
        (("2025-01-01", "2025-12-01"), "2024-12-02", True),
    ],
)
def test_a_short_period_is_outdated_by_any_entry(
    period: tuple[str, str], end: str, *, outdated: bool
) -> None:
    """A year is outdated by what ends in it; less than a year must hold all production, so by anything."""
    it = declared()
    it.asserted["period"] = Period(start=period[0], end=period[1])
    assert outdates(entry("2024-06-01", end), it.calculation) is outdated


PERIODS = [
    ("2025-01-01", "2026-01-01", False),  # the calendar year, with entries up to its end
    ("2025-01-01", "2025-01-02", True),  # one day
    ("2025-01-01", "2025-12-31", True),  # a day less than a year
    (
        "2024-12-31",
        "2025-12-31",
        False,
    ),  # 12 months by the calendar, of which entries reach the end
    ("2025-06-01", "2026-06-01", True),  # a year, of which only seven months have entries
    ("2025-01-01", "2027-01-01", False),  # two years, of which the first has entries
    ("2024-01-01", "2025-12-31", False),  # nearly two years
]


@pytest.mark.parametrize(("start", "end", "found"), PERIODS)
def test_a_year_of_production_is_counted(start: str, end: str, *, found: bool) -> None:
    """12 months by the calendar up to where entries reach; the plant also made packs in 2023 and 2025."""
    it = declared()
    batch(it, "early", "2023-01-01", "2024-01-01")
    it.asserted["period"] = Period(start=start, end=end)
    assert bool(short(it, "plant", "early")) is found


@pytest.mark.parametrize("days", [("2025-01-01", "2026-01-01"), ("2025-03-01", "2025-03-08")])
def test_all_production_may_be_less_than_a_year(days: tuple[str, str]) -> None:
    """A plant that started a week ago declares its production; a day less leaves some of it out."""
    it = declared()
    it.reenter("plant", period=Period(start=days[0], end=days[1]))
    it.asserted["period"] = Period(start=days[0], end=days[1])
    assert short(it, "plant") == []
    it.asserted["period"] = Period(start=days[0], end="2025-03-07")
    assert len(short(it, "plant")) == 1


def test_the_first_clean_week_of_a_running_plant_is_too_short() -> None:
    """It is the first that was entered, and not all: the weeks after it, and before it, are production too."""
    for other in (("2025-01-08", "2025-01-15"), ("2024-12-25", "2025-01-01")):
        it = declared()
        it.reenter("plant", period=Period(start="2025-01-01", end="2025-01-08"))
        batch(it, "dirty", *other)
        it.asserted["period"] = Period(start="2025-01-01", end="2025-01-08")
        assert short(it, "plant") == []
        assert len(short(it, "plant", "dirty")) == 1


def test_a_year_that_has_just_begun_is_no_year() -> None:
    """12 months from the clean week on hold nothing but that week, as long as nothing more is entered."""
    it = declared()
    batch(it, "dirty", "2024-01-01", "2025-01-01")
    it.reenter("plant", period=Period(start="2025-01-01", end="2025-01-08"))
    (detail,) = short(it, "plant", "dirty")
    assert detail == (
        "the period from 2025-01-01 to 2026-01-01 has no 12 months up to 2025-01-08, where the last entry ends, and "
        "does not hold all production of this model and site (2024-01-01 to 2025-01-08); calculate from 2024-01-08 to "
        "2025-01-08, or over all production"
    )
    batch(it, "next", "2026-01-01", "2026-02-01")
    assert short(it, "plant", "dirty", "next") == []


def test_the_remedy_is_a_period_that_holds() -> None:
    """The period that the sentence names is long enough: later if entries reach so far, else earlier."""
    for asked in (("2025-01-01", "2025-01-02"), ("2025-06-01", "2025-08-01")):
        it = declared()
        batch(it, "early", "2023-01-01", "2024-01-01")
        it.asserted["period"] = Period(start=asked[0], end=asked[1])
        (detail,) = short(it, "plant", "early")
        start, _, rest = detail.partition("calculate from ")[2].partition(" to ")
        it.asserted["period"] = Period(start=start, end=rest[:10])
        assert short(it, "plant", "early") == []


def test_what_was_withdrawn_or_corrected_is_no_production() -> None:
    """Of versions the newest counts, and a withdrawn entry does not; missing entries are reported elsewhere."""
    it = declared()
    it.asserted["period"] = Period(start="2025-01-01", end="2026-01-01")
    it.reenter("plant", period=Period(start="2025-02-01", end="2025-03-01"))
    batch(it, "wrong", "2024-01-01", "2025-01-01")
    it.chain.change("superseded", "wrong", "plant")
    batch(it, "void", "2024-01-01", "2025-01-01")
    it.chain.change("withdrawn", "void", "withdrawal")
    assert short(it, "wrong", "plant", "void", "lost") == []
    assert short(it) == []


def test_beside_are_the_excluded_and_the_near_ones() -> None:
    """Neither entries counted as product, nor those that ended more than a year away and are not excluded."""
    it = declared()
    batch(it, "far", "2023-01-01", "2024-01-01")
    batch(it, "trial", "2022-01-01", "2023-01-01")
    batch(it, "before", "2024-06-01", "2025-01-01")
    batch(it, "after", "2026-12-01", "2027-01-01")
    it.exclusions = [{"entry": ident("trial"), "reason": "not sold"}]
    names = ("far", "trial", "before", "plant", "after")
    made_of = list(map(ident, names))
    found = neighbouring_entries(it.calculation, it.composition, made_of, it.chain.records())
    assert [row.id for row in found] == list(map(ident, ("trial", "before", "after")))
