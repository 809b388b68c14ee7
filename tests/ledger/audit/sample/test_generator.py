"""Draws from a seed: uniform, weighted, without replacement, and the same everywhere."""

import hmac
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.sample import generator
from ledger.audit.sample.generator import Stream, draw_weighted

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=40)
SEEDS = st.binary(min_size=32, max_size=32)


def seed(number: int) -> bytes:
    """The fixed seed of a number."""
    return sha256(b"sample %d" % number).digest()


def test_the_stream_is_hmac_with_a_counter_and_a_label() -> None:
    """As the format says, computed here without this code; the integers are written down for others."""
    stream = Stream(bytes(32), ["other", "sha256:00", "S-1"])
    drawn = [stream.below(1000) for _ in range(6)]
    text = '{{"at":{},"draw":["other","sha256:00","S-1"]}}'
    blocks = [hmac.new(bytes(32), text.format(at).encode(), sha256).hexdigest() for at in range(6)]
    assert drawn == [int(block, 16) % 1000 for block in blocks]
    assert drawn == [903, 612, 87, 884, 551, 56]


@given(SEEDS, st.integers(1, 1 << 64))
def test_an_integer_is_below_its_limit(data: bytes, limit: int) -> None:
    """From zero on."""
    assert 0 <= Stream(data, []).below(limit) < limit


def test_a_block_beyond_the_last_whole_multiple_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the small values would come more often."""
    blocks = iter([bytes([255] * 32), bytes([255] * 31 + [253]), bytes(31) + b"\7"])
    monkeypatch.setattr(generator, "hmac", lambda *_: next(blocks))
    limit = (1 << 256) - 3
    assert Stream(b"", []).below(limit) == 7


@given(WEIGHTS, SEEDS, st.data())
def test_places_are_drawn_once_each(
    weights: Sequence[int], data: bytes, drawing: st.DataObject
) -> None:
    """As many as asked, none twice, and those with a weight before those without one."""
    count = drawing.draw(st.integers(0, len(weights)))
    taken = draw_weighted(weights, count, Stream(data, ["x"]))
    assert len(taken) == len(set(taken)) == count
    assert set(taken) <= set(range(len(weights)))
    bare = [weights[place] == 0 for place in taken]
    assert bare == sorted(bare)
    if any(bare):
        assert {at for at, weight in enumerate(weights) if weight} <= set(taken)


@given(WEIGHTS, SEEDS)
def test_a_longer_draw_begins_with_a_shorter_one(weights: Sequence[int], data: bytes) -> None:
    """So a larger quota adds processes, and exchanges none."""
    whole = draw_weighted(weights, len(weights), Stream(data, ["x"]))
    half = len(weights) // 2
    assert draw_weighted(weights, half, Stream(data, ["x"])) == whole[:half]


def test_first_draws_follow_the_weights() -> None:
    """Over 6,000 fixed seeds, by the chi-squared statistic of 4 places: below 16.3, the 0.1 % point of 3 degrees."""
    weights, rounds = [1, 2, 3, 4], 6_000
    first = Counter(draw_weighted(weights, 1, Stream(seed(at), []))[0] for at in range(rounds))
    expected = [rounds * weight / sum(weights) for weight in weights]
    assert sum((first[at] - kg) ** 2 / kg for at, kg in enumerate(expected)) < 16.3


def test_inclusion_follows_successive_draws() -> None:
    """Two draws of three places: each is included as often as successive sampling says, within 4 standard errors."""
    weights, rounds = [1, 1, 8], 6_000
    seen = Counter(
        place for at in range(rounds) for place in draw_weighted(weights, 2, Stream(seed(at), []))
    )
    total = sum(weights)
    for place, weight in enumerate(weights):
        others = [(other, w) for other, w in enumerate(weights) if other != place]
        chance = weight / total + sum(w / total * weight / (total - w) for _, w in others)
        error = (chance * (1 - chance) / rounds) ** 0.5
        assert abs(seen[place] / rounds - chance) < 4 * error, place


def test_places_without_weights_are_alike() -> None:
    """If every weight is 0, each place comes first as often as the others."""
    rounds = 3_000
    first = Counter(draw_weighted([0, 0, 0], 1, Stream(seed(at), []))[0] for at in range(rounds))
    assert all(abs(first[place] - rounds / 3) < 4 * (rounds * 2 / 9) ** 0.5 for place in range(3))
