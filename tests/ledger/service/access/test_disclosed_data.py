"""Journal lines about disclosed data: one for each owner, whatever the number of statements."""

from ledger.service.access.disclosed_data import DisclosedData, disclosure_lines


def test_a_hundred_footprints_are_a_line_for_each_owner() -> None:
    """Of several things their number and which parts, of one thing its id; owners in one order."""
    many = [DisclosedData("b", str(at), ("product", "quality")[: at % 3]) for at in range(99)]
    told = disclosure_lines("list", [*many, DisclosedData("a", "one", ("x",))], "things")
    assert [row[:4] for row in told] == [
        ("list", "one", "a", "x"),
        ("list", "things", "b", "99 things: product,quality"),
    ]
    assert disclosure_lines("list", []) == []
