"""A table of a page as a CSV file."""

from api.web.twins import csv_response


def test_the_file_is_a_private_download() -> None:
    """It has a name, and no cache keeps it."""
    answer = csv_response("deliveries", ["a"], [])
    assert answer.headers["content-disposition"] == 'attachment; filename="deliveries.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert bytes(answer.body).startswith(b"\xef\xbb\xbf")
