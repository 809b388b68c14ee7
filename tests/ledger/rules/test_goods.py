"""Goods are stated once: by lot where both entries have lots, otherwise by period."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, firm, ident
from support.rows import inventory, made

from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.goods import duplicates, states_the_same

DAYS = st.integers(0, 30)
LOTS = st.sampled_from([None, None, "a", "b"])


def stated(rows: list[tuple[int, int, str | None]]) -> list[EntryRecord]:
    """Entries of one process by start, length in days, and lot."""
    chain = Graph()
    for index, (start, length, lot) in enumerate(rows):
        first = date(2025, 1, 1) + timedelta(days=start)
        period = {"start": str(first), "end": str(first + timedelta(days=length + 1))}
        basis = "site_period_average" if lot is None else "lot_actual"
        chain.enter(
            f"entry {index}",
            inventory(made("mine", "1")),
            issuer=firm("mine"),
            period=period,
            lot=lot,
            basis=basis,
        )
    return list(chain.entries.values())


@given(st.lists(st.tuples(DAYS, DAYS, LOTS), max_size=8))
def test_the_sweep_finds_every_entry_that_repeats_an_earlier_one(
    rows: list[tuple[int, int, str | None]],
) -> None:
    """It agrees with comparing all pairs, and names an earlier entry of the same goods."""
    live = sorted(stated(rows), key=lambda row: (row.entry.period.start, row.id))
    pairs = [
        (later.id, earlier.id)
        for earlier, later in combinations(live, 2)
        if states_the_same(later.entry, earlier.entry)
    ]
    found = [(row.entry.id, row.earlier.id) for row in duplicates(live)]
    assert {later for later, _ in found} == {later for later, _ in pairs}
    assert set(found) <= set(pairs)


def test_other_products_sites_and_issuers_are_other_goods() -> None:
    """Entries are compared only if issuer, site, process and product are the same."""
    chain = Graph()
    chain.enter("mine", inventory(made("mine", "1")))
    chain.enter("other product", inventory(made("other", "1")), issuer=firm("mine"))
    chain.enter(
        "other site",
        inventory(made("mine", "1")),
        issuer=firm("mine"),
        site={"code": "P2", "country": "FI"},
    )
    chain.enter("other issuer", inventory(made("mine", "1")))
    chain.enter("withheld", None, issuer=firm("mine"))
    assert list(duplicates(chain.entries.values())) == []


def test_a_duplicate_names_its_product() -> None:
    """The finding names the product that both entries state."""
    (found,) = duplicates(stated([(0, 10, None), (5, 10, None)]))
    assert (found.entry.id, found.earlier.id) == (ident("entry 1"), ident("entry 0"))
    assert found.product == "urn:test:mine:main"
