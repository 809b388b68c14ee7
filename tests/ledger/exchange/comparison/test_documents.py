"""Every document that the ledger writes compares equal with its bundle, and a changed one does not."""

import pytest
from support.beside import PAGE, Beside, states

from ledger.exchange.comparison.documents import LISTED, SIZE_LIMIT, recognise
from ledger.exchange.comparison.values import MOST
from ledger.translations.languages import LANGUAGES, Language

TEXTS = (
    "declaration.html",
    "study.html",
    "study.md",
    "issuer.html",
    "issuer.md",
    "everything.html",
)
DATA = ("declaration.json", "study.json", "issuer.json", "everything.json", "battery-pass.json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_in_every_language_is_the_same(beside: Beside, language: Language) -> None:
    """No value of any document that the ledger writes differs from the bundle's; each has values."""
    files = beside.files(language)
    for name in (*TEXTS, *DATA, "everything.md"):
        found = beside.compare(files[name])
        assert (found.unread, found.other_subject) == (None, None), name
        assert states(found).keys() == {"same"}, (name, found.values[:3])
        assert found.language in {None, language}
        assert f"{found.kind}.{found.format}" == name.replace("issuer", "study").replace(
            "everything", "study"
        ).replace("battery-pass", "passport")


@pytest.mark.parametrize("name", ["declaration.pdf", "study.pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pdf_in_every_language_is_the_same(
    beside: Beside, language: Language, name: str
) -> None:
    """Embedded data, lines, metadata, links and looks."""
    found = beside.compare(beside.files(language)[name])
    assert found.unread is None
    assert states(found).keys() == {"same"}, found.values[:3]
    assert (found.format, found.language) == ("pdf", language)


@pytest.mark.parametrize("name", ["declaration.html", "declaration.json", "declaration.pdf"])
def test_the_address_of_a_page_is_in_no_bundle(beside: Beside, name: str) -> None:
    """It is said, and everything else is the same, the picture of the code too."""
    found = beside.compare(beside.files("en", PAGE)[name])
    assert states(found).keys() == {"same", "not_in_bundle"}, found.values[:3]
    assert {row.document for row in found.values if row.state != "same"} == {PAGE}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a PDF, HTML, JSON or Markdown"),
        (b"PK\x03\x04", "not a PDF, HTML, JSON or Markdown"),
        (b"{}", "of no kind that is compared"),
        (b"[1, 2]", "of no kind that is compared"),
        (b'{"document": "declaration", "document": "study"}', "one key twice"),
        (b'{"a": ' + b"[" * 100_000, "nested more than 16 deep"),
        (b'{"total": NaN}', "not a JSON number"),
        (b"<html>\xff", "not UTF-8"),
        (b"%PDF-1.7\nnothing", "PDFium cannot read the file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(beside: Beside, data: bytes, words: str) -> None:
    """It has no values, and never counts as equal."""
    found = beside.compare(data)
    assert found.unread is not None
    assert words in found.unread.detail
    assert found.counts == ()


def test_a_file_over_the_limit_is_not_read(beside: Beside) -> None:
    """Its size is refused before anything is parsed."""
    found = beside.compare(b"{" + b" " * SIZE_LIMIT)
    assert found.unread is not None
    assert str(SIZE_LIMIT) in found.unread.detail


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_file_with_too_many_values_is_not_compared(beside: Beside, form: str) -> None:
    """It would take memory that a reader does not have."""
    data = beside.files()[f"declaration.{form}"]
    more = b"<p>1" * MOST if form == "html" else data[:-3] + b',"x":[' + b"1," * MOST + b"1]}"
    found = beside.compare(data + more if form == "html" else more)
    assert found.unread is not None
    assert "more than" in found.unread.detail


def test_a_list_of_values_is_bounded(beside: Beside) -> None:
    """All values are counted, and those that differ are listed first."""
    html = beside.files()["declaration.html"]
    found = beside.compare(html + b"<p>9</p>" * (LISTED + 10))
    assert states(found)["differs"] == LISTED + 10
    assert len(found.values) == LISTED
    assert {row.state for row in found.values} == {"differs"}


@pytest.mark.parametrize(
    ("start", "form"),
    [(b"\n\n<!doctype html>", "html"), (b"# Title", "md"), (b"> **Mark**", "md"), (b" [", "json")],
)
def test_a_format_is_recognised_by_its_start(start: bytes, form: str) -> None:
    """Names and endings are a stranger's word."""
    assert recognise(start) == form
