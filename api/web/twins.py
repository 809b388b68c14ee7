"""The machine forms of a page, which no cache keeps: its answer as JSON, its rows as CSV, and other files.

A function that reads what a page shows is declared once with `twins`, which serves its answer at the page's address
with `.json` and `.csv` behind it. The columns of a table are the members of the JSON form, with figures as exact as
there; the tables of a report's layout are rounded and in English, for people.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import reduce, wraps
from typing import Any, ParamSpec, TypeVar

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.web.workspace import PRIVATE, as_json
from ledger.documents.rendering.csv_table import csv_table

Rows = tuple[Iterable[str], Iterable[Iterable[object]]]
"""The headings of a table, and its rows of values; None is an empty cell."""

P = ParamSpec("P")
M = TypeVar("M", bound=BaseModel)


def twins(
    router: APIRouter, path: str, table: Callable[[Any], Rows] | None = None, name: str = ""
) -> Callable[[Callable[P, M]], Callable[P, M]]:
    """Serve a function's answer as data, and as a table if it has one; the function itself stays as it is.

    Args:
        router: of the page.
        path: of the page.
        table: the rows of an answer.
        name: of the CSV file, with the parameters of the address in braces; else the last word of the path.
    """

    def serve(read: Callable[P, M]) -> Callable[P, M]:
        @wraps(read)
        def data(*args: P.args, **arguments: P.kwargs) -> Response:
            return as_json(read(*args, **arguments))

        router.add_api_route(f"{path}.json", data, response_model=None)
        if table is not None:
            rows_of = table

            @wraps(read)
            def as_table(*args: P.args, **arguments: P.kwargs) -> Response:
                table = rows_of(read(*args, **arguments))
                return csv_response((name or path.rpartition("/")[2]).format_map(arguments), *table)

            router.add_api_route(f"{path}.csv", as_table, response_model=None)
        return read

    return serve


def columns(rows: Iterable[object], *names: str) -> Rows:
    """The members of rows by name; that of a member is named `period.start` and has the heading `period_start`."""
    return [name.replace(".", "_") for name in names], (
        [reduce(_member, name.split("."), row) for name in names] for row in rows
    )


def _member(value: object, name: str) -> object:
    return None if value is None else getattr(value, name)


def iso_time(seconds: int | None) -> str | None:
    """A time as the machine forms of tables have it; None without one."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def csv_response(name: str, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """Answer with a table as a download.

    Args:
        name: of the file, without its ending.
        headings: of the columns.
        rows: of values; None is an empty cell.
    """
    return download(csv_table(headings, rows), "text/csv; charset=utf-8", f"{name}.csv")


def download(content: bytes, media_type: str, name: str) -> Response:
    """Answer with a file that is kept nowhere on the way."""
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
