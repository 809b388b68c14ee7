"""Stated quantities equal the recomputation by the attestations that they name, and by no other method."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.attesting import attestation
from support.cbam import Border
from support.cbam import year as calendar_year
from support.graph import ident
from support.refusal import refused
from support.rows import taken

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook
from ledger.rules.border_quantities import (
    LIMIT,
    RUNS,
    BorderGraph,
    RecomputedGoods,
    StatedGoods,
    Year,
    border_context,
    border_method,
    border_quantities_problem,
    recompute_quantities,
)
from ledger.rules.verified_goods import GoodsAttestation
from schemas.signed.delivery import DeliveredCbam
from schemas.values import Period

LINE = (ident("forging"), "main")
WORD = GoodsAttestation(
    ident("word"),
    attestation(
        calculation=None,
        delivery=ident("billet to forging"),
        quantities=("see", "sefa"),
        period=calendar_year(2026),
        accreditation="V-1",
    ),
)


def forge(co2: str = "10") -> Border:
    """A maker of billets, and a forge that paid a carbon price."""
    border = Border()
    border.make("billet", "72071111", "1000", "500", country="IN", route="C")
    paid = [{"scheme": "national", "currency": "CNY", "amount": "1000", "evidence": []}]
    rows = [border.sell("billet", "forging", "120")]
    border.make("forging", "73181542", "3", co2, rows, carbon_prices=paid)
    return border


def stated(border: Border, *counted: GoodsAttestation) -> DeliveredCbam:
    """The quantities that the forge may state."""
    table = FactorTable((), load_cbam_rulebook())
    context = border_context(BorderGraph(border.resolve("forging"), table, {}), Year(2026), counted)
    names = tuple(row.id for row in counted)
    return delivered_cbam(LINE, context, CbamSource(*border_method(), names))


def problem(
    border: Border, quantities: DeliveredCbam, *counted: GoodsAttestation
) -> Problem | None:
    """The fault of quantities, with the attestations that count."""
    graph = BorderGraph(border.resolve("forging"), FactorTable((), load_cbam_rulebook()), {})
    known = {row.id: row for row in counted}
    name = ident("delivery")
    found = recompute_quantities({name: StatedGoods(LINE, quantities)}, graph, known)[name]
    return border_quantities_problem(name, quantities, found, is_new=True)


def test_quantities_have_six_decimals() -> None:
    """500 t over 1,000 t in 120 t of billets for 3 t, and 10 t of its own; the price of 1,000 CNY over 3 t."""
    found = stated(forge(), WORD)
    assert (found.see_direct, found.default_share) == ("23.333333", "0")
    assert [(row.currency, row.amount) for row in found.carbon_prices] == [("CNY", "333.333333")]
    assert found.attestations == (WORD.id,)


@given(st.decimals("0.001", "1000", places=3).map(format_decimal))
def test_what_is_computed_is_accepted(co2: str) -> None:
    """Whatever its emissions, with and without the attestation."""
    border = forge(co2)
    assert problem(border, stated(border, WORD), WORD) is None
    assert problem(border, stated(border), WORD) is None


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"see_direct": "23.333332"}, "delivery.cbam"),
        ({"default_share": "0.1"}, "delivery.cbam"),
        ({"sefa": "99"}, "delivery.cbam"),
        ({"cn": "73181535"}, "delivery.cbam"),
        ({"carbon_prices": ()}, "delivery.cbam"),
        ({"year": 2030}, "cbam.year"),
        ({"cscf": "3"}, "cbam.correction"),
        ({"cscf": "0.9"}, "cbam.correction"),
        ({"year": 2025}, "cbam.year"),
        ({"tables": ident("own tables")}, "cbam.method"),
        ({"rulebook": ident("own rulebook")}, "cbam.method"),
        ({"attestations": (ident("nobody"),)}, "cbam.attestation"),
    ],
)
def test_what_a_supplier_would_change(members: dict[str, object], code: str) -> None:
    """Less emissions, more allocation, another good, another year, its own tables, an attestation of nobody."""
    border = forge()
    found = problem(border, stated(border, WORD).model_copy(update=members), WORD)
    assert found is not None
    assert found.code == code


def test_an_attestation_that_no_longer_counts() -> None:
    """Quantities that rest on it are refused; without it the default of India stands in."""
    border = forge()
    found = problem(border, stated(border, WORD))
    assert found is not None
    assert found.code == "cbam.attestation"
    assert Decimal(stated(border).see_direct) > Decimal(stated(border, WORD).see_direct)
    assert Decimal(stated(border).default_share) > 0


def test_the_correction_is_the_rulebook_s() -> None:
    """A stated one that is equal is accepted in any digits; another is refused, whoever states it."""
    border, table = forge(), FactorTable((), load_cbam_rulebook())
    resolution = border.resolve("forging")
    same = border_context(BorderGraph(resolution, table, {}), Year(2026, Decimal("1.0")), ())
    assert same.cscf == 1
    for other in ("3", "0.99", "1.01"):
        with refused("cbam.correction"):
            border_context(BorderGraph(resolution, table, {}), Year(2026, Decimal(other)), ())


def test_goods_of_another_year_state_nothing_of_this_one() -> None:
    """The year is that of the last day of the entry: a lot into January is of the new year."""
    border = forge()
    record = border.entries[ident("forging")]
    for end, made in (("2031-01-01", 2030), ("2027-01-02", 2027)):
        entry = record.entry.model_copy(update={"period": Period(start="2026-12-01", end=end)})
        border.entries[ident("forging")] = record._replace(entry=entry)
        resolution, table = border.resolve("forging"), FactorTable((), load_cbam_rulebook())
        source = CbamSource(*border_method(), ())
        with refused("cbam.year"):
            delivered_cbam(
                LINE, border_context(BorderGraph(resolution, table, {}), Year(2026), ()), source
            )
        found = delivered_cbam(
            LINE, border_context(BorderGraph(resolution, table, {}), Year(made), ()), source
        )
        assert found.year == made


NAMES = ("iron", "billet", "forging", "nails")
UNPRICED = ("plates", "rods", "wire")
SOLD = [f"{maker} to {taker}" for maker, taker in (*pairwise(NAMES), ("rods", "wire"))]
WORDS = {
    ident(f"word on {sold}"): GoodsAttestation(
        ident(f"word on {sold}"),
        attestation(
            calculation=None,
            delivery=ident(sold),
            quantities=("see", "sefa"),
            period=calendar_year(2026),
            accreditation="V-1",
        ),
    )
    for sold in SOLD
}


def chain() -> Border:
    """Pig iron, billets, forgings and nails, each from the goods before it; and goods with a problem.

    Plates and rods are made of goods without a code, and wire of rods: it has a value if these count by default.
    """
    border = Border()
    border.make("iron", "72011011", "1000", "1300", country="IN", route="C")
    codes = ("72071111", "73181542", "73181558")
    for (maker, name), cn in zip(pairwise(NAMES), codes, strict=True):
        rows = [border.sell(maker, name, "120")]
        border.make(name, cn, "100", "10", rows, country="IN")
    border.make("stranger", None, "1000", "1")
    for name, cn in (("plates", "72081000"), ("rods", "72131000")):
        border.make(name, cn, "100", "10", [border.sell("stranger", name, "120")])
    border.make("wire", "72171000", "100", "10", [border.sell("rods", "wire", "120")])
    return border


CHAIN = chain()
GRAPH = BorderGraph(
    CHAIN.resolve("nails", "plates", "wire"), FactorTable((), load_cbam_rulebook()), {}
)
TERMS = st.tuples(
    st.sampled_from(NAMES + UNPRICED),
    st.sampled_from(["1", "0.5"]),
    st.sets(st.sampled_from(sorted(WORDS))),
)


def claim(maker: str, cscf: str, words: Iterable[str]) -> StatedGoods:
    """The quantities of a maker's delivery, with values that are not true."""
    good = stated(forge()).model_copy(
        update={"cscf": cscf, "attestations": tuple(sorted(words)), "carbon_prices": ()}
    )
    return StatedGoods((ident(maker), "main"), good)


@given(st.lists(TERMS, min_size=1, max_size=6))
def test_deliveries_together_come_to_what_each_comes_to_alone(
    terms: list[tuple[str, str, set[str]]],
) -> None:
    """The same digits or the same problem, whatever attestations each names and whatever correction it states."""
    claims = {ident(f"delivery {at}"): claim(*row) for at, row in enumerate(terms)}
    together = recompute_quantities(claims, GRAPH, WORDS)
    assert together == {
        name: recompute_quantities({name: row}, GRAPH, WORDS)[name] for name, row in claims.items()
    }


def test_attestations_decide_what_is_recomputed() -> None:
    """The same delivery, with all words and with none, has two results; one of goods not behind it changes nothing."""
    rows = {
        ident(name): claim("billet", "1", words)
        for name, words in (("all", WORDS), ("none", ()), ("other", list(WORDS)[1:]))
    }
    found = recompute_quantities(rows, GRAPH, WORDS)
    shares = []
    for row in found.values():
        assert isinstance(row, RecomputedGoods)
        shares.append(row.quantities.default_share)
    assert shares[0] == "0"
    assert shares[1] == shares[2] > "0.9"


def test_the_work_for_one_bundle_has_a_bound() -> None:
    """Every delivery states a year of its own: the first ones are recomputed, the others are not, by one code."""
    row = claim("nails", "1", ())
    claims = {
        ident(f"delivery {at}"): row._replace(
            quantities=row.quantities.model_copy(update={"year": 2026 + at})
        )
        for at in range(RUNS + 3)
    }
    found = recompute_quantities(claims, GRAPH, {})
    kinds = [row.code if isinstance(row, Problem) else "" for row in found.values()]
    assert kinds == ["", *["cbam.year"] * (RUNS - 1), *[LIMIT] * 3]
    same = dict.fromkeys(claims, claim("nails", "1", ()))
    assert LIMIT not in {
        getattr(row, "code", "") for row in recompute_quantities(same, GRAPH, {}).values()
    }


def test_deliveries_that_name_the_attestations_behind_them_share_a_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four makers of a chain name none, one, two and three attestations, and one run covers them."""
    monkeypatch.setattr("ledger.rules.border_quantities.RUNS", 1)
    words = list(WORDS)
    claims = {ident(name): claim(name, "1", words[:at]) for at, name in enumerate(NAMES)}
    found = recompute_quantities(claims, GRAPH, WORDS)
    assert all(isinstance(row, RecomputedGoods) for row in found.values())
    claims[ident("forgings alone")] = claim("forging", "1", words[:1])
    found = recompute_quantities(claims, GRAPH, WORDS)
    missed = [name for name, row in found.items() if isinstance(row, Problem)]
    assert missed == [ident("forgings alone")]


def test_a_missing_delivery_is_a_problem_of_the_goods_made_of_it() -> None:
    """The forging takes goods of an unknown delivery; the billets before it have the value that they have alone."""
    border = chain()
    rows = [border.sell("billet", "forging", "120"), taken("unknown", "1")]
    border.make("forging", "73181542", "100", "10", rows, country="IN")
    graph = BorderGraph(border.resolve("forging"), FactorTable((), load_cbam_rulebook()), {})
    claims = {name: claim(name, "1", WORDS) for name in ("forging", "billet")}
    found = recompute_quantities(claims, graph, WORDS)
    assert found["billet"] == recompute_quantities(claims, GRAPH, WORDS)["billet"]
    assert isinstance(found["forging"], Problem)
    assert found["forging"].code == "statement.missing"
