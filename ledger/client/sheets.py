"""Spreadsheets over the HTTP API: the template of a stage, and a dry run of a filled one.

A draft that the server returns is not a statement: its signer reads it first. The client checks only that the report
is of the bytes that were sent.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.client.api_client import ApiClient
from ledger.client.paths import Query
from schemas.errors import CradleError
from schemas.views.sheet_view import SheetResponse

_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The spreadsheets of the HTTP API; each call raises the server's refusal, or `remote.*`."""

    api: ApiClient

    def template(self, stage: str, language: str = "en", form: str = "xlsx") -> bytes:
        """The empty template of a stage, `xlsx` or `csv`."""
        query = {"stage": stage, "language": language, "format": form}
        return self.api.get("/v1/templates", query).body

    def read(
        self,
        data: bytes,
        name: str,
        language: str | None = None,
        factor_sets: Sequence[str] = (),
    ) -> SheetResponse:
        """The report on a file, and the draft of its entry; the server stores neither.

        Args:
            data: the file.
            name: its name; the ending must fit the content.
            language: overrides the language that the file states.
            factor_sets: digests of stored factor sets that value goods of unknown suppliers.
        """
        query = _query(name, language, factor_sets)
        answer = SheetResponse.parse(self.api.post("/v1/sheets", data, query, _BYTES).body)
        if answer.report.file_sha256 != hashlib.sha256(data).hexdigest():
            detail = "The server's report is of another file; send the file again."
            raise CradleError("remote.mismatch", detail, "file_sha256")
        return answer

    def correct(
        self,
        data: bytes,
        name: str,
        language: str | None = None,
        factor_sets: Sequence[str] = (),
    ) -> bytes:
        """The file as a new workbook with its wrong cells red; arguments as `read`."""
        query = _query(name, language, factor_sets)
        return self.api.post("/v1/sheets/corrected", data, query, _BYTES).body


def _query(name: str, language: str | None, factor_sets: Sequence[str]) -> Query:
    query = {"name": name, "factor_set": sorted(factor_sets)}
    return query if language is None else {**query, "language": language}
