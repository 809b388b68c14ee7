"""Values that are kept in the memory of a ledger."""

from ledger.state.kept import Kept
from ledger.state.view import Memory


def test_a_value_is_computed_once_for_each_key() -> None:
    """Until the memory makes room; other sorts and other keys have values of their own."""
    memory, numbers, words = Memory(), Kept[int]("numbers"), Kept[str]("words")
    calls = list[str]()

    def compute() -> int:
        calls.append("computed")
        return len(calls)

    assert [numbers.of(memory, "a", compute) for _ in range(3)] == [1, 1, 1]
    assert numbers.of(memory, "b", compute) == 2
    assert words.find(memory, "a") is None
    memory.make_room()
    assert numbers.find(memory, "a") is None


def test_beyond_the_most_all_values_of_the_sort_are_dropped() -> None:
    """Those of another sort stay."""
    memory, few, words = Memory(), Kept[int]("few", most=2), Kept[str]("words")
    words.keep(memory, 1, "one")
    for number in range(3):
        few.keep(memory, number, number)
    assert [few.find(memory, number) for number in range(3)] == [None, None, 2]
    assert words.find(memory, 1) == "one"
