"""A window counts what falls into the last minute of its own clock, and remembers nothing else."""

from collections import defaultdict
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from api.security.moving_window import SECONDS, MovingWindow


@dataclass
class Ticks:
    """A clock that a test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        """The time that it shows."""
        return self.now


HITS = st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 2 * SECONDS)), max_size=30)


@given(HITS, st.integers(1, 4))
def test_a_hit_counts_for_a_minute(hits: list[tuple[str, float]], most: int) -> None:
    """For each key on its own, as a list of all hits that were counted says."""
    clock = Ticks()
    window, counted = MovingWindow(clock), defaultdict[str, list[float]](list)
    for key, pause in hits:
        clock.now += pause
        free = sum(at > clock.now - SECONDS for at in counted[key]) < most
        assert window.test(most, key) is free
        assert window.hit(most, key) is free
        if free:
            counted[key].append(clock.now)


def test_a_cleared_key_begins_again() -> None:
    """The others keep their count."""
    window = MovingWindow(Ticks())
    assert [window.hit(1, key) for key in ("a", "a", "b")] == [True, False, True]
    window.clear("a")
    assert [window.test(1, key) for key in ("a", "b")] == [True, False]


def test_what_was_not_hit_for_a_minute_is_forgotten() -> None:
    """A key that is hit again stays; refused hits and tests keep nothing."""
    clock = Ticks()
    window = MovingWindow(clock)
    for name in map(str, range(100)):
        assert window.hit(1, name)
    clock.now = SECONDS / 2
    assert window.hit(2, "7")
    assert window.test(1, "never")
    clock.now = SECONDS
    assert window.hit(1, "new")
    assert set(window._hits) == {("7",), ("new",)}  # noqa: SLF001 - what it remembers
