"""Avoided lines and recycled feedstock are listed as assertions."""

from support.graph import STUDY, ident
from support.graph_circular import DRAFT, read
from support.graph_recycled import recycled_battery

from ledger.audit.report.asserted import CREDIT, VIRGIN, assert_recycling


def test_credits_and_feedstock_are_listed() -> None:
    """Two credits of the recycler, and 10 kg of the plant's salt in place of virgin salt."""
    listed = [
        (row.name, row.value) for row in assert_recycling(read(recycled_battery(), DRAFT).figures)
    ]
    credited = [
        (CREDIT, f"{ident('recycler')}: 30 kg of {ident('salt price')} as Ni"),
        (CREDIT, f"{ident('recycler')}: 10 kg of test:ni as Ni"),
    ]
    feedstock = f"{ident('plant')}: 10 kg of {ident('leach')}, in place of {ident('salt')}"
    assert sorted(listed) == sorted([*credited, (VIRGIN, feedstock)])
    study = list(assert_recycling(read(recycled_battery(), STUDY).figures))
    assert [row.name for row in study] == [CREDIT, CREDIT]
