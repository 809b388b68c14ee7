"""PDFs are set in processes of their own, once for each content, and refusals come back as they are."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from support.refusal import refused

from api import typesetter
from api.typesetter import Typesetter, set_pdf
from ledger.documents.page import Page, Paragraph
from ledger.documents.rendering.pdf import render_pdf
from schemas.errors import CradleError

PAGE = Page(
    title="A page",
    subtitle="of words",
    mark=None,
    author="Plant Ltd",
    day="2026-01-01",
    language="en",
    keywords=("words",),
    blocks=(Paragraph("Some words."),),
    footer="the end",
)


@pytest.fixture
def set_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of pages that a process set."""
    titles = list[str]()

    def run(_sandbox: object, _seconds: float, work: object, page: Page) -> bytes:
        assert work is set_pdf
        titles.append(page.title)
        return set_pdf(page)

    monkeypatch.setattr("api.sandbox.Sandbox.run", run)
    return titles


def test_a_process_sets_the_same_bytes() -> None:
    """As the command line does."""
    assert Typesetter().render("pdf", b"{}", PAGE) == render_pdf(PAGE)


def test_equal_content_is_set_once(set_by: list[str]) -> None:
    """Also by many at once; another word is another file."""
    room = Typesetter()
    with ThreadPoolExecutor(8) as readers:
        found = set(readers.map(lambda _: room.render("pdf", b"{}", PAGE), range(8)))
    assert (len(found), len(set_by)) == (1, 1)
    room.render("pdf", b"{}", replace(PAGE, blocks=(Paragraph("Other words."),)))
    assert len(set_by) == 2


def test_other_formats_need_no_process(set_by: list[str]) -> None:
    """Data is what it is, and a page in HTML is text."""
    room = Typesetter()
    assert room.render("json", b"{}", PAGE) == b"{}"
    assert b"Some words." in room.render("html", b"{}", PAGE)
    assert set_by == []


def test_a_refusal_of_the_process_is_the_callers() -> None:
    """A letter that no font has."""
    with refused("document.font", "language"):
        Typesetter().render("pdf", b"{}", replace(PAGE, title="\U00012000"))


def test_a_process_without_an_answer_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever took it too long, the next request begins anew."""

    def slow(*_: object) -> bytes:
        raise CradleError("sheet.resource_limit", "too long")

    monkeypatch.setattr("api.sandbox.Sandbox.run", slow)
    room = Typesetter()
    for _ in range(2):
        with refused("document.busy"):
            room.render("pdf", b"{}", PAGE)


def test_requests_that_wait_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it one is refused at once, so that some threads stay free."""
    monkeypatch.setattr(typesetter, "WAITING", 0)
    with refused("document.busy"):
        Typesetter().render("pdf", b"{}", PAGE)
