"""The files of the page "Check a file" as they arrive: in memory, bounded, and each place given to the next."""

import tempfile

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_dropped import DATA, LINES, Dropped, dropped

from api.context import UPLOADS


@pytest.fixture
def files(chain: BatteryChain) -> Dropped:
    """A server that lets one address check many files."""
    return dropped(chain, checks_per_minute=1000)


def test_an_empty_upload_says_so_at_the_field(files: Dropped) -> None:
    """Also a form without any field, and a body that is not a form."""
    answer = files.post({"file": b""})
    assert (answer.status_code, 'id="file-wrong"' in answer.text) == (422, True)
    assert "<code>check.empty</code>" in answer.text
    client = files.house.client
    for body, kind in ((b"x", "text/plain"), (b"x", "multipart/form-data"), (b"", "")):
        told = client.post("/check", content=body, headers={"Content-Type": kind, "Accept": DATA})
        assert (told.status_code, told.json()["code"]) == (422, "check.form")


def test_nothing_of_a_file_is_written_to_disk(
    files: Dropped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of more than a MiB stays in memory, where the framework would have written it out."""

    def fail(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", fail)
    assert files.post({"file": bytes(3 << 20)}).status_code == 422


def test_a_file_beyond_the_limit_is_refused_without_a_login(chain: BatteryChain) -> None:
    """The page has its own limit, above a stranger's and below a member's; a cookie is not read."""
    files = dropped(chain, check_bytes=65536)
    files.house.client.cookies.set("cradle_session", "nonsense")
    assert files.post({"file": bytes(60_000)}).status_code == 422
    answer = files.post({"file": bytes(70_000)})
    assert answer.status_code == 413
    assert "<code>http.too_large</code>" in answer.text


def test_an_address_checks_few_files_a_minute(chain: BatteryChain) -> None:
    """Refused files count too, or the limit would not bound the server's work."""
    files = dropped(chain, checks_per_minute=2)
    assert files.post({"file": b""}).status_code == 422
    assert files.post({"file": b"x"}).status_code == 422
    answer = files.post({"file": files.whole})
    assert (answer.status_code, "quota.checks" in answer.text) == (429, True)


def test_every_end_of_a_check_gives_its_place_to_the_next(files: Dropped) -> None:
    """Results, refusals and streams leave all places free; with none free a visitor is asked to come back."""
    uploads = files.house.context.uploads
    for accept in ("text/html", DATA, LINES):
        for content in (b"", b"hello", b"PK"):
            files.post({"file": content}, accept)
    places = [uploads.acquire(blocking=False) for _ in range(UPLOADS)]
    assert all(places)
    answer = files.post({"file": b"PK"})
    assert (answer.status_code, "check.busy" in answer.text) == (503, True)
