"""Draws from a seed: uniform integers, and weighted draws without replacement, the same on every machine.

    block i of a stream = HMAC-SHA256(seed, canonical JSON of {at: i, draw: label})

A block is an integer of 256 bits, the most significant byte first. Integers below n are blocks modulo n; a block at or
above the largest multiple of n is skipped, so no value is preferred. Successive draws, each in proportion to the
weights that remain, have the distribution of the keys of Efraimidis and Spirakis (2006), whose logarithms would differ
between machines. Source of the stream: HKDF's expansion by HMAC with a counter (RFC 5869) in spirit; the label is ours.
"""

from collections.abc import Sequence
from hashlib import sha256
from hmac import digest as hmac

from ledger.trust.canonical import canonical

_BLOCK = 1 << 8 * sha256().digest_size


class Stream:
    """Uniform integers from a seed, independent for each label."""

    def __init__(self, seed: bytes, label: Sequence[str]) -> None:
        """Begin the stream of a label at its first block."""
        self._seed, self._label, self._at = seed, list(label), 0

    def below(self, limit: int) -> int:
        """A uniform integer from 0 to `limit` - 1; the limit is at least 1."""
        end = _BLOCK - _BLOCK % limit
        while (block := self._next()) >= end:
            continue
        return block % limit

    def _next(self) -> int:
        message = canonical({"at": self._at, "draw": self._label})
        self._at += 1
        return int.from_bytes(hmac(self._seed, message, "sha256"), "big")


def draw_weighted(weights: Sequence[int], count: int, stream: Stream) -> list[int]:
    """Draw places of a list without replacement, each time in proportion to the weights that remain.

    If only weights of 0 remain, each place is as likely as the others.

    Args:
        weights: of the places, 0 or more.
        count: the number of draws, at most that of places.
        stream: of the draws.

    Returns:
        The places in the order in which they were drawn.
    """
    remaining, taken = _Tree(weights), list[int]()
    while len(taken) < count and remaining.total:
        place = remaining.find(stream.below(remaining.total))
        remaining.add(place, -weights[place])
        taken.append(place)
    rest = [place for place in range(len(weights)) if weights[place] == 0]
    while len(taken) < count:
        taken.append(rest.pop(stream.below(len(rest))))
    return taken


class _Tree:
    """Sums of weights by place (a Fenwick tree), so that a draw takes logarithmic time."""

    def __init__(self, weights: Sequence[int]) -> None:
        self.total, self._sums = 0, [0] * (len(weights) + 1)
        for place, weight in enumerate(weights):
            self.add(place, weight)

    def add(self, place: int, weight: int) -> None:
        """Add to the weight of a place."""
        self.total += weight
        at = place + 1
        while at < len(self._sums):
            self._sums[at] += weight
            at += at & -at

    def find(self, value: int) -> int:
        """The place in whose part of the total a value below the total is."""
        at, step = 0, 1 << len(self._sums).bit_length()
        while step:
            beyond = at + step
            if beyond < len(self._sums) and self._sums[beyond] <= value:
                at, value = beyond, value - self._sums[beyond]
            step >>= 1
        return at
