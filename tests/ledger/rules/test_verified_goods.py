"""An attestation of goods counts for a newest delivery of another's goods, for all of their period, unless refused."""

import pytest
from support.attesting import attestation
from support.cbam import Border
from support.graph import firm, ident

from ledger.rules.verified_goods import (
    GoodsAttestation,
    counted_attestations,
    verified_quantities,
)
from schemas.values import Period

YEAR = Period(start="2026-01-01", end="2027-01-01")


def border() -> Border:
    """A maker of billets and a forge."""
    found = Border()
    found.make("billet", "72071111", "1000", "500", country="IN")
    found.make("forging", "73181542", "100", "10", [found.sell("billet", "forging", "120")])
    return found


def word(name: str = "word", **members: object) -> GoodsAttestation:
    """The word of a verifier on the billets, for the year, on emissions and free allocation."""
    usual = {
        "calculation": None,
        "delivery": ident("billet to forging"),
        "quantities": ("see", "sefa"),
        "period": YEAR,
        "accreditation": "V-1",
    }
    return GoodsAttestation(ident(name), attestation(**{**usual, **members}))


def counted(*words: GoodsAttestation, graph: Border | None = None) -> list[str]:
    """The ids of the words that count."""
    records = (graph or border()).records()
    return [row.id for row in counted_attestations(words, records)]


def test_what_an_attestation_verifies() -> None:
    """Emissions, free allocation, or both; two verifiers add up."""
    words = word(quantities=("see",)), word("more", issuer=firm("other"), quantities=("sefa",))
    assert counted(*words) == [ident("word"), ident("more")]
    found = verified_quantities(words)
    assert found == {ident("billet to forging"): {"see", "sefa"}}


@pytest.mark.parametrize(
    "members",
    [
        {"outcome": "refused"},
        {"period": Period(start="2026-01-02", end="2027-01-01")},
        {"period": Period(start="2026-01-01", end="2026-12-31")},
        {"delivery": ident("another")},
        {"issuer": firm("billet")},
        {"quantities": None},
    ],
)
def test_what_does_not_count(members: dict[str, object]) -> None:
    """A refusal, a part of the period, an unknown delivery, the maker's own word, a word on the footprint."""
    assert counted(word(**members)) == []


def test_the_last_word_of_a_verifier_counts() -> None:
    """A verifier that finds an error refuses what it attested, and may attest it again."""
    assert counted(word(), word("later", outcome="refused")) == []
    assert counted(word(outcome="refused"), word("later")) == [ident("later")]


def test_a_refusal_outweighs_the_word_of_another() -> None:
    """A maker that shops for a verifier does not get past the one that refused."""
    assert counted(word(), word("no", issuer=firm("other"), outcome="refused")) == []


def test_a_delivery_that_was_replaced_has_no_attestation() -> None:
    """What was verified was another version."""
    graph = border()
    graph.deliver("billets again", "billet", "forging", "120000")
    graph.change("superseded", "billet to forging", "billets again")
    assert counted(word(), graph=graph) == []


def test_a_maker_without_an_entry_has_no_attestation() -> None:
    """Goods of an entry that is not there have no period that could be covered."""
    graph = border()
    del graph.entries[ident("billet")]
    assert counted(word(), graph=graph) == []
