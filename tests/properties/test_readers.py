"""Readers of what strangers send: no bytes make them crash or hang; `make bench` does the same for minutes."""

from random import Random
from time import perf_counter

import pytest
from support.mangling import feed, mangled, targets

ROUNDS = {"audit bundle": 40}
SLOWEST = 5.0
"""Seconds for one input, on a busy machine: far above what any takes, far below a hang."""


@pytest.mark.parametrize("name", targets())
def test_a_reader_refuses_with_a_code_or_takes_what_it_gets(name: str) -> None:
    """Some hundred mangled inputs each: a code or a value, in no time; and the sound input is sound."""
    reader, sound = targets()[name]
    random = Random(name)  # noqa: S311 - the same inputs each time
    for _ in range(ROUNDS.get(name, 400)):
        data = mangled(sound, random)
        began = perf_counter()
        if data != sound:
            feed(reader, data)
        assert perf_counter() - began < SLOWEST


@pytest.mark.parametrize("name", sorted(targets().keys() - {"audit bundle"}))
def test_a_sound_input_is_taken(name: str) -> None:
    """The starting points of the rounds are valid."""
    reader, sound = targets()[name]
    assert feed(reader, sound) is None


@pytest.mark.parametrize("name", targets())
def test_limits_are_kept(name: str) -> None:
    """Tens of megabytes of nothing, or of brackets, are refused at once."""
    reader, sound = targets()[name]
    for data in (b"\x00" * 20_000_000, b"[" * 20_000_000, sound + b"\n" * 20_000_000):
        began = perf_counter()
        assert name == "audit bundle" or feed(reader, data) is not None
        if name == "audit bundle":
            feed(reader, data)
        assert perf_counter() - began < SLOWEST
