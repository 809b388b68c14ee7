"""Counts below a request equal those of a reader of the whole tree, for every tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.asking import Firms, firms
from support.postgres import fresh_database

from ledger.service.requests.progress import progress_below
from ledger.service.requests.state import day_of
from ledger.store.requests.requests import Request
from ledger.store.rows import put
from schemas.exchanged.request import Tally

TODAY = "2026-02-01"
NUMBERS = count()


@dataclass(frozen=True)
class Grown:
    """A request of a random tree, below the one of that place; the root is the first."""

    above: int
    answered: bool
    declined: bool
    withdrawn: bool
    late: bool


@st.composite
def trees(draw: st.DrawFn) -> list[Grown]:
    """Trees of up to 25 requests."""
    size = draw(st.integers(1, 25))
    flag = st.booleans()
    rare = st.integers(0, 4).map(lambda drawn: drawn == 0)
    return [
        Grown(
            draw(st.integers(0, max(0, place - 1))), draw(flag), draw(rare), draw(rare), draw(flag)
        )
        for place in range(size)
    ]


@pytest.fixture(scope="module")
def delivered(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firms]:
    """A mine that has delivered to a maker, so that what the maker asks of that product is answered."""
    folder = tmp_path_factory.mktemp("firms") / "ledger"
    with firms(folder, None if kind == "sqlite" else fresh_database()) as begun:
        begun.deliver("mine", "maker")
        yield begun


def planted(delivered: Firms, tree: list[Grown]) -> list[Request]:
    """The requests of a tree, kept as they are: no rule is asked."""
    made: list[Request] = []
    template = Request(
        number=0,
        id="",
        asker=delivered.parties["maker"].id,
        reference="",
        asked=b"{}",
        parent=None,
        depth=0,
        addressee=delivered.parties["mine"].id,
        organisation=None,
        product="",
        start="2025-06-01",
        end="2025-07-01",
        due="",
        created=0,
    )
    with delivered.world.ledger.store.write() as connection:
        for place, one in enumerate(tree):
            name = f"{next(NUMBERS):032x}"
            stated = {
                "id": name,
                "reference": name,
                "parent": made[one.above].id if place else None,
                "product": "urn:test:mine" if one.answered else "urn:test:other",
                "due": "2026-01-31" if one.late else TODAY,
                "declined": 1 if one.declined else None,
                "reason": "no_data" if one.declined else None,
                "withdrawn": 1 if one.withdrawn else None,
            }
            request = template.model_copy(update=stated)
            put(connection, request)
            made.append(request)
    return made


def counted(rows: list[Grown]) -> Tally:
    """The counts of some requests, by the plain words of the page."""
    answered = sum(row.answered for row in rows)
    declined = sum(row.declined and not row.answered for row in rows)
    overdue = sum(row.late and not row.answered and not row.declined for row in rows)
    share = None
    if rows:
        digits = f"{round(Fraction(overdue, len(rows)), 4) * 10000 // 1:05d}"
        share = f"{digits[:-4]}.{digits[-4:]}".rstrip("0").rstrip(".")
    return Tally(
        open=len(rows) - answered - declined,
        answered=answered,
        declined=declined,
        overdue=overdue,
        overdue_share=share,
    )


def tiers_of(tree: list[Grown]) -> list[list[Grown]]:
    """The requests below the root without a withdrawn request in between, by distance."""
    place_of: dict[int, int] = {} if tree[0].withdrawn else {0: 0}
    tiers: dict[int, list[Grown]] = {}
    for place, one in enumerate(tree[1:], start=1):
        if one.above in place_of and not one.withdrawn:
            place_of[place] = place_of[one.above] + 1
            tiers.setdefault(place_of[place], []).append(one)
    return [tiers[distance] for distance in sorted(tiers)]


@settings(deadline=None, max_examples=60)
@given(tree=trees())
def test_the_counts_are_those_of_the_whole_tree(delivered: Firms, tree: list[Grown]) -> None:
    """Together and tier by tier, whatever was answered, declined, withdrawn or late in it."""
    root = planted(delivered, tree)[0]
    with delivered.world.ledger.store.read() as connection:
        found = progress_below(connection, root, TODAY)
    expected = tiers_of(tree)
    assert list(found.tiers) == [counted(tier) for tier in expected]
    assert found.total == counted([row for tier in expected for row in tier])


def test_a_day_ends_in_utc() -> None:
    """The last second of a day is of that day."""
    assert [day_of(second) for second in (0, 86399, 86400)] == [
        "1970-01-01",
        "1970-01-01",
        "1970-01-02",
    ]
