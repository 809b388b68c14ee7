"""A table of a page as a CSV file."""

from types import SimpleNamespace

from api.web.twins import columns, csv_response


def test_the_file_is_a_private_download() -> None:
    """It has a name, and no cache keeps it."""
    answer = csv_response("deliveries", ["a"], [])
    assert answer.headers["content-disposition"] == 'attachment; filename="deliveries.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert bytes(answer.body).startswith(b"\xef\xbb\xbf")


def test_a_column_is_a_member_or_that_of_a_member() -> None:
    """A row that lacks the member has an empty cell."""
    rows = [SimpleNamespace(id="a", period=SimpleNamespace(start="2025-01-01"))]
    rows.append(SimpleNamespace(id="b", period=None))
    headings, cells = columns(rows, "id", "period.start")
    assert headings == ["id", "period_start"]
    assert list(cells) == [["a", "2025-01-01"], ["b", None]]
