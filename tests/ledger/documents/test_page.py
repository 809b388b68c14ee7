"""Blocks of plain texts: what holds numbers, and what is left out."""

from ledger.documents.page import Cell, Page, Table, fact, facts, is_numeric, listing, table


def test_a_title_says_which_column_holds_numbers() -> None:
    """It is aligned right if all of its cells are numbers; a cell of its own kind keeps that."""
    found = table("", ("name", ">kg"), [("ore", "5"), (Cell("mine", level=1), Cell("none"))])
    assert found.columns == ("name", "kg")
    assert found.rows[0] == (Cell("ore"), Cell("5", "number"))
    assert found.rows[1][0].level == 1
    assert [is_numeric(found, column) for column in (0, 1)] == [False, False]
    assert is_numeric(table("", (">kg",), [("5",)]), 0)
    assert not is_numeric(table("", (">kg",), []), 0)


def test_a_fact_without_a_value_is_left_out() -> None:
    """None says that there is none; zero and an empty text are values."""
    assert facts({"a": None, "b": 0, "c": ""}).rows == (fact("b", 0), fact("c", ""))
    assert fact("a", "x", None, "y").values == (Cell("x"), Cell("y"))


def test_a_list_is_a_page_with_one_table() -> None:
    """A row of cells for each value."""
    page = listing("Names", ("name", ">letters"), lambda name: (name, str(len(name))))(["a", "bc"])
    assert page == Page("Names", blocks=page.blocks)
    (found,) = page.blocks
    assert isinstance(found, Table)
    assert [[cell.text for cell in row] for row in found.rows] == [["a", "1"], ["bc", "2"]]
