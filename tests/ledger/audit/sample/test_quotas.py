"""Quotas by number, and their spread over sites."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.sample.generator import Stream
from ledger.audit.sample.quotas import (
    MOST_RELEVANT_SHARE,
    QUOTAS,
    SOURCE,
    SiteProcesses,
    quota,
    spread,
)

SITES = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.text("ST1234", min_size=1, max_size=3)),
    st.builds(SiteProcesses, st.integers(1, 30), st.integers(0, 10_000)),
    min_size=1,
    max_size=15,
)
SEEDS = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize(
    ("relevance", "number", "count"),
    [
        ("most_relevant", 0, 0),
        ("most_relevant", 1, 1),
        ("most_relevant", 5, 4),
        ("most_relevant", 6, 5),
        ("other", 0, 0),
        ("other", 1, 1),
        ("other", 10, 3),
        ("other", 11, 4),
    ],
)
def test_a_quota_is_at_least_the_share_by_number(relevance: str, number: int, count: int) -> None:
    """A part of a process counts whole."""
    assert quota(relevance, number) == count  # type: ignore[arg-type]


def test_constants_name_their_source() -> None:
    """Shares are those of the PEF method."""
    assert {row.source for row in (MOST_RELEVANT_SHARE, *QUOTAS.values())} == {SOURCE.key}
    assert [row.value for row in QUOTAS.values()] == ["0.8", "0.3"]


@given(SITES, SEEDS, st.data())
def test_a_quota_is_spread_in_proportion(
    sites: dict[tuple[str, str], SiteProcesses], data: bytes, drawing: st.DataObject
) -> None:
    """It is met exactly; a site gets no more than it has, at least one where the numbers allow, and its part."""
    whole = sum(row.number for row in sites.values())
    total = drawing.draw(st.integers(0, whole))
    given_ = spread(total, sites, Stream(data, ["x"]))
    assert sum(given_.values()) == total
    assert given_.keys() == sites.keys()
    assert all(count <= sites[name].number for name, count in given_.items())
    if total < len(sites):
        assert set(given_.values()) <= {0, 1}
        return
    assert min(given_.values()) >= 1
    for name, count in given_.items():
        # A site has less than its part by a whole draw only if smaller sites needed their one.
        part = Fraction(total * sites[name].number, whole)
        assert count <= max(1, part + 1)
        assert count >= part - len(sites)


@given(SITES, SEEDS)
def test_the_order_of_sites_does_not_matter(
    sites: dict[tuple[str, str], SiteProcesses], data: bytes
) -> None:
    """The same seed gives the same spread."""
    total = sum(row.number for row in sites.values()) // 2
    turned = dict(reversed(sites.items()))
    assert spread(total, sites, Stream(data, [])) == spread(total, turned, Stream(data, []))


def test_the_name_of_a_site_gains_nothing() -> None:
    """Of two equal sites either gets the odd draw, as the seed decides."""
    sites = {("a", "A"): SiteProcesses(3, 1), ("a", "Z"): SiteProcesses(3, 1)}
    odd = {spread(3, sites, Stream(bytes([number]) * 32, []))["a", "Z"] for number in range(20)}
    assert odd == {1, 2}


def test_sites_beyond_the_quota_are_drawn_by_weight() -> None:
    """With one draw for two sites, the one whose processes weigh nine times as much comes more often."""
    sites = {("a", "A"): SiteProcesses(1, 9_000), ("a", "B"): SiteProcesses(1, 1_000)}
    rounds = 2_000
    first = sum(
        spread(1, sites, Stream(number.to_bytes(32, "big"), []))["a", "A"]
        for number in range(rounds)
    )
    assert abs(first / rounds - 0.9) < 4 * (0.09 / rounds) ** 0.5
