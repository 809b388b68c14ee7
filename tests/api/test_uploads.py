"""The memory of checked files."""

import hashlib

import pytest

from api.sheet_checks import SheetCheck
from api.uploads import BYTES, EACH, REPORT, SECONDS, Upload, Uploads
from ledger.exchange.spreadsheet.dry_run import Sheet
from ledger.exchange.spreadsheet.findings import Findings
from schemas.errors import CradleError
from schemas.views.sheet_view import CheckedSheet


class Clock:
    """A clock that a test moves."""

    time = 0.0

    def __call__(self) -> float:
        """The time that it shows."""
        return self.time


def upload(organisation: str, title: str = "") -> Upload:
    """A small file of a firm, with a draft."""
    digest = hashlib.sha256(b"x").hexdigest()
    stated = Findings("en").report(digest, None, 0)
    found = CheckedSheet(report=stated, sheets=(), draft={"title": title})
    return Upload(organisation, Sheet(b"x", "a.csv"), SheetCheck(found), "")


def test_a_file_is_kept_for_an_hour() -> None:
    """Then it is forgotten."""
    clock = Clock()
    uploads = Uploads(clock)
    uploads.keep("a", upload("mine"))
    clock.time = SECONDS - 1
    assert uploads.get("a", "mine").sheet.data == b"x"
    clock.time = SECONDS
    with pytest.raises(CradleError, match="choose it again"):
        uploads.get("a", "mine")


def test_a_firm_pushes_out_its_own_files_only() -> None:
    """Its oldest one goes; those of others stay."""
    uploads = Uploads(Clock())
    uploads.keep("other", upload("plant"))
    for number in range(EACH + 2):
        uploads.keep(f"own{number}", upload("mine"))
    for name in ("own0", "own1"):
        with pytest.raises(CradleError):
            uploads.get(name, "mine")
    assert [uploads.get(f"own{n}", "mine").organisation for n in range(2, EACH + 2)]
    assert uploads.get("other", "plant")


def test_another_firms_file_is_absent() -> None:
    """A name alone opens nothing."""
    uploads = Uploads(Clock())
    uploads.keep("a", upload("mine"))
    with pytest.raises(CradleError) as refused:
        uploads.get("a", "plant")
    assert refused.value.code == "sheet.forgotten"


def test_small_files_with_large_reports_do_not_fill_the_memory() -> None:
    """A report counts as the memory that it takes, so the oldest file goes before there are too many."""
    uploads, title = Uploads(Clock()), "x" * (BYTES // REPORT // 10)
    for number in range(11):
        uploads.keep(str(number), upload(f"firm{number}", title))
    with pytest.raises(CradleError, match="choose it again"):
        uploads.get("0", "firm0")
    assert uploads.get("10", "firm10").check.sheet.draft == {"title": title}
