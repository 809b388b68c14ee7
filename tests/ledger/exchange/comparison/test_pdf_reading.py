"""PDF files read by PDFium: content, limits and hostile files."""

import json
from dataclasses import replace
from io import BytesIO, TextIOWrapper

import pikepdf
import pytest
from support.beside import Beside
from support.refusal import refused

from ledger.cli.terminal import pdf_process
from ledger.exchange.comparison import pdf_reading
from ledger.exchange.comparison.pdf_reading import read_pdf, to_json


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def edited(beside: Beside) -> pikepdf.Pdf:
    """The declaration's PDF, to be changed."""
    return pikepdf.open(BytesIO(beside.files()["declaration.pdf"]))


def test_the_content_of_a_document(beside: Beside) -> None:
    """Lines, look, links, embedded data and metadata."""
    content = read_pdf(beside.files()["declaration.pdf"])
    assert len(content.pages) == len(content.looks) == 2
    assert "https://study.example/1" in content.links
    assert set(content.attachments) == {"declaration.json"}
    assert content.metadata["Author"] == "Plant Ltd"
    assert content.others == []


def test_what_our_documents_never_have_is_said(beside: Beside) -> None:
    """Scripts, forms and notes."""
    pdf = edited(beside)
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(
        Names=pikepdf.Array([pikepdf.String("x"), pdf.make_indirect(script)])
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[100, 700, 300, 720],
        Contents=pikepdf.String("total 0.001"),
    )
    page = pdf.pages[0]
    page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])
    found = beside.compare(saved(pdf))
    words = {row.document for row in found.values if row.state == "unattributed"}
    assert {"scripts: 1", "notes on page 1: 1"} <= words


def test_a_link_to_another_address_is_found(beside: Beside) -> None:
    """The text of a link is not where it leads."""
    pdf = edited(beside)
    for note in pdf.pages[0].Annots:
        note.A.URI = pikepdf.String("https://other.example/1")
    found = beside.compare(saved(pdf))
    assert "https://other.example/1" in {
        row.document for row in found.values if row.state == "differs"
    }


def test_the_same_document_saved_by_another_program_is_the_same(beside: Beside) -> None:
    """Bytes differ, and no value does."""
    data = saved(edited(beside))
    assert data != beside.files()["declaration.pdf"]
    assert {row.state for row in beside.compare(data).counts} == {"same"}


def test_limits_of_a_file(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, their size, their characters, and embedded bytes."""
    data = beside.files()["declaration.pdf"]
    for name in ("PAGES", "CHARACTERS", "EMBEDDED", "LARGEST"):
        with monkeypatch.context() as patch, refused("document.unreadable"):
            patch.setattr(pdf_reading, name, 0)
            read_pdf(data)


@pytest.mark.parametrize("cut", [10, 1000, 20_000])
def test_a_damaged_file_is_refused_or_differs(beside: Beside, cut: int) -> None:
    """A file that ends early never compares equal."""
    found = beside.compare(beside.files()["declaration.pdf"][:cut])
    assert found.unread is not None or {row.state for row in found.counts} != {"same"}


def test_an_encrypted_file_is_refused(beside: Beside) -> None:
    """Nobody guesses a password."""
    out = BytesIO()
    edited(beside).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with refused("document.unreadable"):
        read_pdf(out.getvalue())


def test_the_process_answers_as_the_function_does(beside: Beside) -> None:
    """Content and refusals come back as JSON."""
    data = beside.files()["declaration.pdf"]
    assert pdf_process.read_pdf(data) == replace(read_pdf(data))
    with refused("document.unreadable"):
        pdf_process.read_pdf(b"%PDF-1.7 nothing")


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is unreadable; the command goes on."""
    monkeypatch.setattr(pdf_process, "SECONDS", 0.001)
    with refused("document.unreadable"):
        pdf_process.read_pdf(b"%PDF-1.7 nothing")


def test_a_process_that_fails_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium may end with it."""
    monkeypatch.setattr(pdf_process, "_READER", "no.such.module")
    with refused("document.unreadable"):
        pdf_process.read_pdf(b"%PDF-1.7 nothing")


@pytest.mark.parametrize("readable", [True, False])
def test_the_program_reads_standard_input_within_limits(
    beside: Beside, monkeypatch: pytest.MonkeyPatch, *, readable: bool
) -> None:
    """The limits are set before a byte is read."""
    data = beside.files()["declaration.pdf"] if readable else b"%PDF-"
    limits = []
    monkeypatch.setattr(pdf_reading.resource, "setrlimit", lambda *row: limits.append(row))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
    out = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(out))
    pdf_reading.main()
    answer = json.loads(out.getvalue())
    assert len(limits) == 3
    assert answer == to_json(read_pdf(data)) if readable else answer["code"]
