"""The goods that belong into the closure of a figure, by tag, role, kind and time."""

import pytest

from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.same_goods import WantedGoods, is_same_lot, merged, window
from schemas.signed.closure import Mark
from schemas.signed.entry import Entry, EntrySections, Site
from schemas.signed.statement import Kind
from schemas.values import Period
from schemas.vocabulary import DataBasis, ProcessCode

PARTY, OTHER = "sha256:" + "0" * 64, "sha256:" + "1" * 64
TAG, SALT = "ab" * 16, "cd" * 16
YEAR = Period(start="2025-01-01", end="2026-01-01")


def mark(start: str, end: str, tag: str = TAG, role: str = "issued") -> Mark:
    """A mark of goods over a period."""
    period = Period(start=start, end=end)
    return Mark.model_validate(
        {
            "participant": PARTY,
            "role": role,
            "nr": 1,
            "period": period,
            "tags": (tag,),
            "salt": SALT,
        }
    )


@pytest.mark.parametrize(
    ("start", "end", "is_near"),
    [
        ("2025-03-01", "2025-03-06", True),
        ("2024-01-01", "2024-01-02", True),
        ("2023-12-31", "2024-01-01", False),
        ("2026-12-31", "2027-12-31", True),
        ("2027-01-01", "2027-12-31", False),
        ("2020-01-01", "2030-01-01", True),
    ],
)
def test_near_is_a_day_within_a_year(start: str, end: str, *, is_near: bool) -> None:
    """The period of the counted entry, the year before it and the year after it."""
    wanted = WantedGoods({(PARTY, "issued", TAG): merged([window(YEAR)])})
    assert wanted.includes(mark(start, end), Kind.ENTRY) is is_near


def test_only_like_goods_in_the_same_role_are_wanted() -> None:
    """Of what was issued entries alone, whatever else their marks say."""
    wanted = WantedGoods({(PARTY, role, TAG): merged([window(YEAR)]) for role in ("issued",)})
    now = YEAR.start, YEAR.end
    assert wanted.includes(mark(*now), Kind.ENTRY)
    assert not wanted.includes(mark(*now), Kind.DELIVERY)
    assert not wanted.includes(mark(*now, role="received"), Kind.DELIVERY)
    assert not wanted.includes(mark(*now, tag=SALT), Kind.ENTRY)


def test_windows_are_put_together() -> None:
    """Windows that touch are one, also if one is inside of another."""
    windows = [
        ("2025-06-01", "2025-07-01"),
        ("2025-01-01", "2026-01-01"),
        ("2026-01-01", "2026-02-01"),
    ]
    assert merged([*windows, ("2030-01-01", "2031-01-01")]) == [
        ("2025-01-01", "2026-02-01"),
        ("2030-01-01", "2031-01-01"),
    ]


def record(
    issuer: str = PARTY, lot: str | None = None, period: Period = YEAR, site: str = "a"
) -> EntryRecord:
    """An entry without its sections."""
    basis = DataBasis.SITE_PERIOD_AVERAGE if lot is None else DataBasis.LOT_ACTUAL
    entry = Entry(
        origin="ledger.example/test",
        issuer=issuer,
        site=Site(code=site, country="SE"),
        process=ProcessCode.MINING,
        period=period,
        lot=lot,
        basis=basis,
        sections=EntrySections(inventory=PARTY, product=PARTY),
    )
    return EntryRecord(PARTY, entry)


def test_the_same_lot() -> None:
    """Of one issuer and like goods: an equal lot, or without lots a shared day."""
    before = Period(start="2024-01-01", end="2025-01-01")
    assert is_same_lot(record(lot="L1"), record(lot="L1", period=before))
    assert is_same_lot(record(lot="L1"), record())
    assert not is_same_lot(record(lot="L1"), record(lot="L2"))
    assert not is_same_lot(record(), record(period=before))
    assert not is_same_lot(record(), record(OTHER))
    assert not is_same_lot(record(), record(site="b"))
