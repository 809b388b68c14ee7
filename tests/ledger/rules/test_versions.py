"""A correction states the same thing again, and only its issuer may make it."""

import pytest
from support.graph import NONCE, ORIGIN, Graph, firm, ident
from support.graph_battery import calculation
from support.rows import inventory, made, ore_chain

from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.versions import kept_line_problem, version_problems
from schemas.signed.delivery import Withdrawal
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Issued

NAME = ident("new version")


def broken(new: Issued, old: Issued, first: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Code and place of the rules that a version breaks."""
    found = version_problems(NAME, new, old, lambda entry: (first or {}).get(entry, entry))
    return [(problem.code, problem.place) for problem in found]


def mine(chain: Graph) -> EntryRecord:
    """The entry of the mine."""
    return chain.entries[ident("mine")]


def withdrawal(issuer: str) -> Withdrawal:
    """A withdrawal of the mine's entry."""
    return Withdrawal.model_validate(
        {
            "origin": ORIGIN,
            "issuer": issuer,
            "withdraws": ident("mine"),
            "reason": "correction",
            "nonce": NONCE,
        },
        strict=False,
    )


def balance(site: str) -> SiteBalance:
    """A site balance of the mine."""
    return SiteBalance.model_validate(
        {
            "origin": ORIGIN,
            "issuer": firm("mine"),
            "site": site,
            "period": {"start": "2025-01-01", "end": "2026-01-01"},
            "sections": {"balance": ident("balance")},
        },
        strict=False,
    )


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({}, []),
        ({"issuer": firm("somebody else")}, [("supersedes.issuer", "supersedes.id")]),
        ({"site": {"code": "P2", "country": "FI"}}, [("supersedes.identity", "site.code")]),
        ({"site": {"code": "P1", "country": "SE"}}, []),
        ({"process": "raw_material.mining"}, [("supersedes.identity", "process")]),
        ({"model": "urn:test:model"}, [("supersedes.identity", "model")]),
    ],
)
def test_an_entry_keeps_issuer_site_process_and_model(
    header: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """Amounts, country and period may be corrected."""
    chain = ore_chain()
    old = mine(chain).entry
    chain.enter("mine", inventory(made("mine", "5")), **{"issuer": firm("mine"), **header})
    assert broken(mine(chain).entry, old) == expected


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ({"recipient": firm("somebody else")}, "recipient"),
        ({"product": "urn:test:mine:other"}, "product"),
        ({"unit": "m3"}, "unit"),
        ({"line": "other"}, "line"),
        ({"use": "representative", "valid_until": "2027-01-01", "amount": None}, "use"),
    ],
)
def test_a_delivery_keeps_recipient_use_product_unit_line_and_entry(
    header: dict[str, object], field: str
) -> None:
    """A lower amount is a correction; other goods are not."""
    chain = ore_chain()
    old = chain.deliveries[ident("ore")].delivery
    chain.deliver("less", "mine", "smelter", "5")
    assert broken(chain.deliveries[ident("less")].delivery, old) == []
    chain.deliver("other", "mine", "smelter", **{"amount": "60", **header})
    other = chain.deliveries[ident("other")].delivery
    assert broken(other, old) == [("supersedes.identity", field)]


def test_a_delivery_may_come_from_a_later_version_of_its_entry() -> None:
    """The first version of both entries is compared."""
    chain = ore_chain()
    old = chain.deliveries[ident("ore")].delivery
    new = old.model_copy(update={"entry": ident("mine 2")})
    assert broken(new, old, {ident("mine 2"): ident("mine")}) == []
    assert broken(new, old) == [("supersedes.identity", "entry")]


def test_a_site_balance_keeps_its_site() -> None:
    """A balance of another site is another balance."""
    assert broken(balance("P1"), balance("P1")) == []
    assert broken(balance("P2"), balance("P1")) == [("supersedes.identity", "site")]


def test_a_withdrawal_takes_back_an_own_entry_delivery_or_balance() -> None:
    """Another issuer's statement, or a withdrawal, is not withdrawn; a delivery does not replace an entry."""
    chain = ore_chain()
    entry, delivery = mine(chain).entry, chain.deliveries[ident("ore")].delivery
    own, other = withdrawal(firm("mine")), withdrawal(firm("somebody else"))
    assert broken(own, entry) == broken(own, delivery) == broken(own, balance("P1")) == []
    assert broken(other, entry) == [("withdrawal.issuer", "withdraws")]
    assert broken(own, own) == [("supersedes.identity", "withdraws")]
    assert broken(delivery, entry) == [("supersedes.identity", "supersedes.id")]


def test_a_version_keeps_the_lines_that_were_delivered() -> None:
    """Line, product and unit of a live delivery stay; an inventory that is not there has no line."""
    chain = ore_chain()
    ore = chain.deliveries[ident("ore")]
    assert kept_line_problem(mine(chain), ore) is None
    for section in (
        None,
        inventory(made("mine", "100", "other")),
        inventory(made("mine", "100", unit="m3")),
        inventory(made("mine", "100", product="urn:test:other")),
    ):
        found = kept_line_problem(mine(chain)._replace(inventory=section), ore)
        assert found is not None
        assert (found.code, found.place) == ("supersedes.line", "inventory.outputs")


def test_a_calculation_keeps_model_and_site() -> None:
    """Its figure, period and method may change: that is what is corrected."""
    old, year = calculation(), {"start": "2024-01-01", "end": "2025-01-01"}
    assert broken(calculation(period=year, total="1"), old) == []
    assert broken(calculation(model="urn:example:other"), old) == [("supersedes.identity", "model")]
    assert broken(calculation(site="P2"), old) == [("supersedes.identity", "site")]
    assert broken(calculation(issuer=firm("other")), old) == [
        ("supersedes.issuer", "supersedes.id")
    ]


def test_no_calculation_is_withdrawn_or_corrected_by_an_entry() -> None:
    """A version is of the kind of what it replaces, and a calculation stays in the log."""
    plant, old = firm("plant"), calculation()
    assert broken(withdrawal(plant), old) == [("supersedes.identity", "withdraws")]
    assert broken(balance("P1"), calculation(issuer=firm("mine"))) == [
        ("supersedes.identity", "supersedes.id")
    ]
