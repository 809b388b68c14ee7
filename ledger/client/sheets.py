"""Spreadsheets behind a server: the template of a stage, and a dry run of a filled one.

What comes back as a draft is no statement yet: whoever signs it reads it first. Believed is only that the report is
of the bytes that were sent.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from ledger.client.api_client import ApiClient, Query
from ledger.client.problems import read_object, unexpected
from schemas.errors import CradleError
from schemas.row_report import RowReport

_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a server read of a file.

    Attributes:
        report: by sheet, row and cell.
        judged: whether the ledger's own rules were asked too.
        known: the live entry of one's own that says the same already.
        draft: as `ledger.exchange.entry_draft` reads it; None where something stands against it.
    """

    report: RowReport
    judged: bool
    known: str | None
    draft: bytes | None


@dataclass(frozen=True, slots=True)
class Sheets:
    """The doors for spreadsheets; each call raises what the server refuses, or `remote.*`."""

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
    ) -> SheetReading:
        """The report on a file, and the draft of its entry; nothing is kept there.

        Args:
            data: the file.
            name: its name; the ending must fit the content.
            language: in place of what the file says.
            factor_sets: digests of kept ones that value goods of unknown suppliers.
        """
        query = _query(name, language, factor_sets)
        members = read_object(self.api.post("/v1/sheets", data, query, _BYTES).body)
        report = RowReport.parse(orjson.dumps(_member(members, "report")))
        if report.file_sha256 != hashlib.sha256(data).hexdigest():
            detail = "The server's report is of another file than was sent."
            raise CradleError("remote.mismatch", detail, "file_sha256")
        known, draft = members.get("known"), members.get("draft")
        return SheetReading(
            report,
            judged=members.get("judged") is True,
            known=known if isinstance(known, str) else None,
            draft=orjson.dumps(draft) if isinstance(draft, dict) else None,
        )

    def correct(
        self,
        data: bytes,
        name: str,
        language: str | None = None,
        factor_sets: Sequence[str] = (),
    ) -> bytes:
        """The file as a fresh workbook with its wrong cells red; arguments as `read`."""
        query = _query(name, language, factor_sets)
        return self.api.post("/v1/sheets/corrected", data, query, _BYTES).body


def _query(name: str, language: str | None, factor_sets: Sequence[str]) -> Query:
    asked = {"name": name, "factor_set": sorted(factor_sets)}
    return asked if language is None else {**asked, "language": language}


def _member(members: Mapping[str, object], name: str) -> dict[str, object]:
    found = members.get(name)
    if not isinstance(found, dict):
        raise unexpected(name)
    return found
