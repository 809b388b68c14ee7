"""Values of this second: found once, and anew as soon as they change, whoever was just reading."""

import pytest

from ledger.store.recent import Recent


def test_a_value_is_found_once_a_second() -> None:
    """The next second, another key and a change each find anew."""
    recent, found = Recent[int](), iter(range(10))
    asked = [(1, "a"), (1, "a"), (1, "b"), (2, "a"), (2, "a")]
    assert [recent.read(now, key, lambda: next(found)) for now, key in asked] == [0, 0, 1, 2, 2]
    recent.forget()
    assert recent.read(2, "a", lambda: next(found)) == 3


def test_what_was_found_while_it_changed_is_not_kept() -> None:
    """A reader that is overtaken by a change keeps its value from everybody else."""
    recent = Recent[str]()

    def overtaken() -> str:
        recent.forget()
        return "old"

    assert recent.read(1, "a", overtaken) == "old"
    assert recent.read(1, "a", lambda: "new") == "new"


def test_a_refusal_is_not_kept() -> None:
    """Who is refused is looked up again."""
    recent = Recent[str]()
    with pytest.raises(KeyError):
        recent.read(1, "a", lambda: {}["a"])
    assert recent.read(1, "a", lambda: "known") == "known"
