"""Rendered files are made once for each key, and never fill the memory."""

from hypothesis import given
from hypothesis import strategies as st

from api import rendered
from api.rendered import Rendered


def test_a_file_is_made_once() -> None:
    """The second request gets the same bytes without making them."""
    kept, made = Rendered(), list[int]()

    def make() -> bytes:
        made.append(1)
        return b"page"

    assert kept.get("a", make) == kept.get("a", make) == b"page"
    assert len(made) == 1
    assert kept.get("b", make) == b"page"
    assert len(made) == 2


@given(st.lists(st.integers(0, rendered.BYTES // 2), max_size=8))
def test_the_bytes_that_are_kept_have_a_limit(sizes: list[int]) -> None:
    """Whatever is asked for, the oldest go first."""
    kept = Rendered()
    for number, size in enumerate(sizes):
        kept.get(number, lambda size=size: bytes(size))  # type: ignore[misc]  # bound now
    assert kept._files.currsize <= rendered.BYTES  # noqa: SLF001 - what the limit is about


def test_a_file_beyond_the_limit_is_made_each_time() -> None:
    """It is served, and not kept."""
    kept = Rendered()
    assert len(kept.get("large", lambda: bytes(rendered.BYTES + 1))) == rendered.BYTES + 1
    assert kept._files.currsize == 0  # noqa: SLF001 - what the limit is about
