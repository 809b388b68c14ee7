"""A row cites a delivery to its own issuer, in its unit, and valid at the time."""

import pytest
from support.graph import Graph, firm, ident
from support.rows import avoided, inventory, made, ore_chain, taken, used

from ledger.rules.citation import citation_problems


def broken(chain: Graph, name: str = "smelter") -> list[tuple[str, str, str]]:
    """Code, subject and place of the rules that the citations behind an entry break."""
    found = citation_problems(chain.resolve(name), chain.records())
    return [(problem.code, problem.subject, problem.place) for problem in found]


def test_a_citation_in_order_breaks_no_rule() -> None:
    """Recipient, unit and day fit."""
    assert broken(ore_chain()) == []


@pytest.mark.parametrize(
    ("member", "code", "field"),
    [
        ({"recipient": firm("somebody else")}, "delivery.recipient", "delivery"),
        ({"unit": "m3"}, "delivery.unit", "unit"),
    ],
)
def test_recipient_and_unit_are_those_of_the_row(
    member: dict[str, object], code: str, field: str
) -> None:
    """A delivery to another firm, or in another unit, is named with the field of the row."""
    place = f"inventory.inputs[0].{field}"
    assert broken(ore_chain(**member)) == [(code, ident("ore"), place)]


@pytest.mark.parametrize(
    ("valid_until", "codes"), [("2025-01-02", []), ("2025-01-01", ["delivery.expired"])]
)
def test_a_representative_delivery_expires(valid_until: str, codes: list[str]) -> None:
    """The period of the citing entry starts before the last day of the delivery."""
    chain = ore_chain()
    chain.deliver("ore", "mine", "smelter", None, valid_until=valid_until)
    assert [code for code, _, _ in broken(chain)] == codes


@pytest.mark.parametrize(
    ("start", "amount", "codes"),
    [
        ("2025-12-31", "60", []),
        ("2026-01-01", "60", ["delivery.before_made"]),
        ("2026-01-01", None, []),
    ],
)
def test_physical_goods_are_made_before_they_are_used(
    start: str, amount: str | None, codes: list[str]
) -> None:
    """The smelter's year ends with 2025: ore made from its last day on may be used, and a price is of any year."""
    chain = ore_chain()
    period = {"start": start, "end": "2026-06-01"}
    chain.enter("mine", inventory(made("mine", "100")), period=period)
    chain.deliver("ore", "mine", "smelter", amount)
    assert [code for code, _, _ in broken(chain)] == codes


def test_averages_over_the_same_year_break_no_order() -> None:
    """A mine may enter its whole year after a smelter's month, since both are averages."""
    chain = ore_chain()
    rows = [taken("ore", "60")]
    month = {"start": "2025-01-01", "end": "2025-02-01"}
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=rows), period=month)
    assert broken(chain) == []


def test_virgin_goods_behind_recycled_feedstock_are_a_price_of_any_year() -> None:
    """Ev names goods that are replaced and not used."""
    chain = ore_chain()
    period = {"start": "2026-01-01", "end": "2027-01-01"}
    chain.enter("quarry", inventory(made("quarry", "100")), period=period)
    chain.deliver("virgin", "quarry", "smelter", "5")
    recycled = {"material": "Co", "evidence": "traced", "delivery": ident("virgin")}
    row = {**used("test:scrap", "1"), "recycled": recycled}
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("ore", "60"), row]))
    assert broken(chain) == []


def test_an_avoided_line_names_a_representative_delivery() -> None:
    """A physical delivery is refused there; a flow is no citation."""
    chain = ore_chain()
    chain.deliver("priced", "mine", "recycler", None)
    chain.deliver("drawn", "mine", "recycler", "1")
    rows = [
        avoided("1", delivery="priced"),
        avoided("1", delivery="drawn"),
        avoided("1", flow="a:b"),
    ]
    chain.enter("recycler", inventory(made("recycler", "1"), avoided=rows))
    place = "inventory.avoided[1].delivery"
    assert broken(chain, "recycler") == [("avoided.physical", ident("drawn"), place)]


@pytest.mark.parametrize(
    ("delivery", "codes"),
    [
        ({}, []),
        ({"recipient": firm("somebody else")}, ["delivery.recipient"]),
        ({"unit": "piece"}, ["delivery.unit"]),
        ({"valid_until": "2011-06-01"}, ["delivery.expired"]),
    ],
)
def test_the_virgin_goods_behind_recycled_feedstock_are_cited_like_any_other(
    delivery: dict[str, object], codes: list[str]
) -> None:
    """A credit delivered to another firm, in pieces, or long expired, prices no virgin material."""
    chain = ore_chain()
    chain.deliver("virgin", "mine", "smelter", None, **{"valid_until": "2027-01-01", **delivery})
    recycled = {"material": "Co", "evidence": "traced", "delivery": ident("virgin")}
    row = {**used("test:scrap", "1"), "recycled": recycled}
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("ore", "60"), row]))
    assert [code for code, _, _ in broken(chain)] == codes
    assert all("inputs[1].recycled" in place for _, _, place in broken(chain))


def test_a_section_or_delivery_that_is_not_there_breaks_no_rule() -> None:
    """The graph reports the missing statement."""
    chain = ore_chain()
    chain.enter("smelter", None)
    assert broken(chain) == []
    chain = ore_chain()
    del chain.deliveries[ident("ore")]
    assert broken(chain) == []
