"""A page in the terminal: every text of it once, no sequence that a terminal obeys, and no cell that is cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.text import Text

from ledger.cli.terminal import display
from ledger.cli.terminal.page import print_page
from ledger.documents.page import (
    Cell,
    Columns,
    Fact,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    Picture,
    Table,
)

LONG = "sha256:" + "ab" * 32
HOSTILE = st.text(st.sampled_from("\x00\x07\x08\x1b\x9b\r\n\t\u202e[]/=:;b\u4e2d"), max_size=9)


def page_of(text: str) -> Page:
    """Every sort of block, with a text in each place."""
    cells = tuple(Cell(text, kind) for kind in ("text", "number", "code", "link", "strong"))
    table = Table(text, (text,) * len(cells), (cells, cells), has_total=True)
    left = (Heading(text), Heading(text, 3), Paragraph(text), Headline(text, text, text))
    right = (Facts((Fact(text, cells, text),)), Items((text,)), Picture("<svg/>", text, 9))
    return Page(text, text, text, blocks=(Columns(left, right), table), footer=text)


def shown(capsys: pytest.CaptureFixture[str], page: Page, *, as_csv: bool = False) -> str:
    """What the page prints."""
    print_page(page, as_csv=as_csv)
    return capsys.readouterr().out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_a_text_is_obeyed_in_no_place(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Controls and directions of writing become marks, in the text and in CSV."""
    for as_csv in (False, True):
        found = shown(capsys, page_of(text), as_csv=as_csv)
        assert not set("\x00\x07\x08\x1b\x9b\r\u202e") & set(found)


def test_a_text_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Brackets and colons are shown in every place."""
    assert shown(capsys, page_of("[b]x[/b]:bomb:")).count("[b]x[/b]:bomb:") == 35


def test_a_line_break_in_a_cell_makes_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    """A name cannot look like a row of the table below its own."""
    page = Page("T", blocks=(Table("", ("name",), ((Cell("a\ntotal  5"),),)),))
    assert shown(capsys, page).splitlines() == ["T", "", "name", "a total  5"]


def test_numbers_are_aligned_right_and_rows_indented(capsys: pytest.CaptureFixture[str]) -> None:
    """The total stands in the same columns; a row of level 1 is two spaces to the right."""
    rows = (
        (Cell("mine"), Cell("12.5", "number")),
        (Cell("of it ore", level=1), Cell("3", "number")),
    )
    page = Page("T", blocks=(Heading("Parts"), Table("", ("what", "kg"), rows)))
    assert shown(capsys, page).splitlines() == [
        "T",
        "",
        "Parts",
        "what           kg",
        "mine         12.5",
        "  of it ore     3",
    ]


def test_facts_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """A letter of the law is beside its label, and a second value below the first."""
    rows = (Fact("model", (Cell("a"), Cell("b")), "b"), Fact("site", (Cell("P9"),)))
    assert shown(capsys, Page("T", blocks=(Facts(rows),))).splitlines() == [
        "T",
        "model (b)    a",
        "             b",
        "site         P9",
    ]


def test_a_program_reads_whole_cells(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the output is not a terminal nothing is wrapped, however wide a row is."""
    page = Page("T", blocks=(Table("", ("a", "b", "c"), ((Cell(LONG), Cell(LONG), Cell(LONG)),)),))
    assert f"{LONG}  {LONG}  {LONG}" in shown(capsys, page)


def test_a_terminal_has_the_whole_text_in_its_own_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell is folded and not cut, and prose is broken between words."""
    monkeypatch.setattr(display, "is_screen", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    page = Page("T", blocks=(Table("", ("id",), ((Cell(LONG),),)), Paragraph("word " * 30)))
    lines = shown(capsys, page).splitlines()
    assert max(map(len, lines)) <= 40
    assert LONG in "".join(line.strip() for line in lines)


def test_colour_is_left_out_where_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file has no sequences, and NO_COLOR takes the colour from a terminal."""
    assert "\x1b" not in shown(capsys, page_of("a"))
    for setting, expected in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", setting)
        console = type(display.console)(force_terminal=True, color_system="standard")
        with console.capture() as captured:
            console.print(Text("a", "cyan"))
        assert ("\x1b[36m" in captured.get()) is expected


def test_csv_has_each_table_under_its_caption(capsys: pytest.CaptureFixture[str]) -> None:
    """Or under the heading that it stands below; a table alone needs none, and a formula becomes text."""
    first = Table("", ("a", "b"), ((Cell("=1+1"), Cell("-2", "number")),))
    second = Table("Others", ("a",), ((Cell("x", level=1),),))
    page = Page("T", blocks=(Heading("First"), first, Columns((second,), ())))
    assert shown(capsys, page, as_csv=True) == "First\na,b\n'=1+1,-2\n\nOthers\na\n  x\n"
    assert shown(capsys, Page("T", blocks=(first,)), as_csv=True) == "a,b\n'=1+1,-2\n"
    assert shown(capsys, Page("T"), as_csv=True) == ""
