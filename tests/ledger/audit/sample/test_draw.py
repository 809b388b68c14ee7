"""The draw as a whole: quotas, order, digest, and what changes them."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.audit.sample.draw import RULE, draw_sample
from ledger.audit.sample.population import Member
from ledger.audit.sample.quotas import quota
from ledger.footprint.quality.data_quality import ProcessKey
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.signed.commitment import SeedCheckpoint
from schemas.signed.sample import Sample
from schemas.vocabulary import Stage

CALCULATION, COMMITMENT = "sha256:" + "1" * 64, "sha256:" + "2" * 64
CHECKPOINT = SeedCheckpoint(size=7, root="3" * 64, signature="A" * 86 + "==")
NONCE = "4" * 64


def member(number: int, site: str, relevance: str, weight: int) -> Member:
    """A process of a site."""
    key = ProcessKey(f"sha256:{number:064x}", Stage.RAW_MATERIAL, "activity", f"flow {number}")
    issuer = f"sha256:{len(site):064x}"
    return Member(key, issuer, site, ("inputs/0",), relevance, "0.01", weight, "documents")  # type: ignore[arg-type]


def population(sizes: dict[str, int], relevance: str = "other", weight: int = 1000) -> list[Member]:
    """Processes of sites, so many each."""
    numbers = iter(range(10_000))
    return [
        member(next(numbers), site, relevance, weight)
        for site, n in sizes.items()
        for _ in range(n)
    ]


def draw(members: list[Member], nonce: str = NONCE) -> Sample:
    """The sample of a population."""
    return draw_sample(CALCULATION, COMMITMENT, nonce, CHECKPOINT, members)


MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "CC"]),
        st.sampled_from(["most_relevant", "other"]),
        st.integers(0, 10_000),
    ),
    max_size=40,
).map(lambda rows: [member(at, *row) for at, row in enumerate(rows)])


@given(MEMBERS, st.integers(0, 1 << 32), st.randoms(use_true_random=False))
def test_quotas_are_met_and_order_does_not_matter(
    members: list[Member], nonce: int, shuffle: Random
) -> None:
    """By number for each relevance, no process twice, each site represented, from any order of the population."""
    sample = draw(members, f"{nonce:064x}")
    for row in sample.quotas:
        of = [it for it in members if it.relevance == row.relevance]
        drawn = [it for it in sample.items if it.relevance == row.relevance]
        sites = {it.stratum for it in of}
        assert len(drawn) == row.drawn == quota(row.relevance, len(of))
        assert (row.processes, row.sites) == (len(of), len(sites))
        assert len({(it.issuer, it.site) for it in drawn}) == min(len(sites), len(drawn))
    assert len({it.entry for it in sample.items}) == len(sample.items)
    assert [it.order for it in sample.items] == list(range(1, len(sample.items) + 1))
    turned = list(members)
    shuffle.shuffle(turned)
    assert draw(turned, f"{nonce:064x}") == sample


def test_the_digest_is_that_of_items_and_rule() -> None:
    """It is what an attestation states."""
    sample = draw(population({"A": 10, "B": 5}))
    listed = {"items": [row.to_json() for row in sample.items], "rule": RULE}
    assert sample.drawn == digest(canonical(listed))


def test_one_bit_of_the_seed_is_another_list() -> None:
    """Nonce, signature, root, size and commitment each change the draw of a hundred processes."""
    members = population({"A": 60, "B": 40})
    first = draw(members)
    bit = draw(members, NONCE[:-1] + "5")
    signed = CHECKPOINT.model_copy(update={"signature": "B" + "A" * 85 + "=="})
    other = [
        bit,
        draw_sample(CALCULATION, COMMITMENT, NONCE, signed, members),
        draw_sample(
            CALCULATION,
            COMMITMENT,
            NONCE,
            CHECKPOINT.model_copy(update={"root": "4" * 64}),
            members,
        ),
        draw_sample(
            CALCULATION, COMMITMENT, NONCE, CHECKPOINT.model_copy(update={"size": 8}), members
        ),
        draw_sample(CALCULATION, CALCULATION, NONCE, CHECKPOINT, members),
    ]
    assert len({first.drawn, *(row.drawn for row in other)}) == 6
    assert len({first.seed, *(row.seed for row in other)}) == 6


def test_more_most_relevant_processes_do_not_move_the_others() -> None:
    """Each relevance and site has a stream of its own."""
    others = population({"A": 12})
    more = [member(500 + at, "A", "most_relevant", 1000) for at in range(5)]
    alone = [row.entry for row in draw(others).items]
    assert [row.entry for row in draw(others + more).items if row.relevance == "other"] == alone


def test_the_most_relevant_come_first_and_sites_take_turns() -> None:
    """The list is in the order in which to examine it."""
    members = population({"A": 6, "BB": 6})
    members += [member(900, "A", "most_relevant", 1000)]
    drawn = draw(members).items
    assert [row.relevance for row in drawn] == ["most_relevant"] + ["other"] * 4
    assert [row.site for row in drawn[1:]] == ["A", "BB", "A", "BB"]


@settings(max_examples=20)
@given(st.integers(0, 1 << 32))
def test_a_weight_of_zero_starves_no_site(nonce: int) -> None:
    """A site whose entries have no weight is represented as any other."""
    members = population({"A": 10}, weight=10_000)
    members += [member(800 + at, "BB", "other", 0) for at in range(10)]
    sites = Counter(row.site for row in draw(members, f"{nonce:064x}").items)
    assert sites == {"A": 3, "BB": 3}


def test_inclusion_follows_the_weights() -> None:
    """Over 800 nonces, the process of weight 10,000 among nine of 1,000 is drawn more often than each of these."""
    members = [*population({"A": 9}), member(100, "A", "other", 10_000)]
    rounds = 800
    seen = Counter(row.entry for at in range(rounds) for row in draw(members, f"{at:064x}").items)
    heavy = seen.pop(members[-1].key.entry) / rounds
    assert heavy == pytest.approx(0.913, abs=0.04)
    assert all(
        count / rounds == pytest.approx((3 - 0.913) / 9, abs=0.07) for count in seen.values()
    )
