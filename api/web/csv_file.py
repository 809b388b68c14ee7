"""A table of a page as a CSV file that a browser stores (`ledger.documents.rendering.csv_table`)."""

from collections.abc import Iterable

from fastapi import Response

from api.web.workspace import PRIVATE
from ledger.documents.rendering.csv_table import csv_table


def csv_response(name: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """Answer with a table as a download.

    Args:
        name: of the file, without its ending.
        headings: of the columns; they are the members of the JSON form.
        rows: of values; None is an empty cell.
    """
    return Response(
        csv_table(headings, rows),
        media_type="text/csv; charset=utf-8",
        headers={**PRIVATE, "Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
