"""Two JSON values compared leaf by leaf."""

from ledger.exchange.comparison.trees import TreeRules, compare_trees


def compared(stated: object, expected: object, rules: TreeRules | None = None) -> dict[str, str]:
    """The state of each place."""
    rows = compare_trees(stated, expected, rules or TreeRules())
    return {row.place: row.state for row in rows}


def test_members_of_one_side_alone_are_named() -> None:
    """Each leaf below a missing or further member has its place."""
    stated = {"a": {"b": "1", "more": ["x", {"y": "2"}]}}
    expected = {"a": {"b": "1", "less": {"c": "3", "d": []}}}
    assert compared(stated, expected) == {
        "a.b": "same",
        "a.less.c": "not_found",
        "a.less.d": "not_found",
        "a.more[0]": "differs",
        "a.more[1].y": "differs",
    }
    open_rules = TreeRules(is_closed=False)
    assert compared(stated, expected, open_rules)["a.more[0]"] == "not_in_bundle"


def test_lists_are_compared_by_place() -> None:
    """A longer list has a leaf more, a shorter one lacks it."""
    assert compared(["1", "2"], ["1"]) == {"[0]": "same", "[1]": "differs"}
    assert compared(["1"], ["1", "2"]) == {"[0]": "same", "[1]": "not_found"}
    assert compared([], []) == {"": "same"}


def test_another_sort_of_value_differs() -> None:
    """An object in the place of a text, a null, a truth."""
    assert compared({"a": {}}, {"a": "1"}) == {"a": "differs"}
    assert compared({"a": None}, {"a": "1"}) == {"a": "differs"}
    assert compared({"a": True}, {"a": True, "b": 2}) == {"a": "same", "b": "not_found"}


def test_places_that_are_skipped_or_unknown() -> None:
    """The one is compared elsewhere; of the other the bundle says nothing."""
    rules = TreeRules(skipped=("a",), unknown=("b",), exact={"c": "0.1249"})
    stated = {"a": "1", "b": {"x": "2"}, "c": "0.1249"}
    assert compared(stated, {"a": "9", "b": {}, "c": "0.12"}, rules) == {
        "b.x": "not_in_bundle",
        "c": "same",
    }


def test_a_deep_value_is_walked_without_recursion() -> None:
    """A file of others may be nested as deep as its reader permits."""
    deep: object = "1"
    for _ in range(5000):
        deep = {"a": deep}
    assert list(compared(deep, {"b": "1"}).values()) == ["not_found", "differs"]
