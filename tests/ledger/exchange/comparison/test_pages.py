"""HTML, Markdown and PDF: each altered, added or deleted text is found, visible or embedded."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.beside import Beside, altered, states, verified
from support.ledger_battery import BatteryChain
from support.ledger_declared import EXAMPLE, calculate, declare

from ledger.documents.page import (
    Attachment,
    Block,
    Cell,
    Columns,
    Facts,
    Headline,
    Page,
    Picture,
    Table,
)
from ledger.documents.rendering.pdf import render_pdf
from ledger.exchange.comparison.pages import compare_html, compare_markdown
from ledger.exchange.comparison.rebuilt import PageKind, Rebuilt

DECLARATION, STUDY = PageKind("declaration"), PageKind("study")
HIDDEN = '<p style="display:none">Total 0.001</p>'
FINE = {"same", "rounded", "not_in_bundle"}


def texts(html: str) -> Iterator[re.Match[str]]:
    """The texts with a digit between tags."""
    return (found for found in re.finditer(r"(?<=>)[^<]+", html) if re.search("[0-9]", found[0]))


@pytest.mark.parametrize(
    ("name", "every", "last"),
    [("declaration.html", 1, True), ("declaration.html", 5, False), ("study.html", 25, True)],
)
def test_every_altered_text_of_html_is_found(
    beside: Beside, name: str, every: int, *, last: bool
) -> None:
    """Each text with a digit in turn, its first or its last digit."""
    html, rebuilt = beside.files()[name].decode(), Rebuilt(beside.context)
    found = list(texts(html))[::every]
    assert len(found) > 5
    for one in found:
        changed = html[: one.start()] + altered(one[0], last) + html[one.end() :]
        result = compare_html(changed, rebuilt)
        different = {row.state for row in result.values} - FINE
        assert different or result.other_subject, one[0]


def test_every_altered_line_of_markdown_is_found(beside: Beside) -> None:
    """Each line with a digit in turn."""
    lines, rebuilt = beside.files()["study.md"].decode().splitlines(), Rebuilt(beside.context)
    for at, line in enumerate(lines):
        if at % 20 == 0 and re.search("[0-9]", line):
            shown = "\n".join([*lines[:at], altered(line, last=True), *lines[at + 1 :]])
            result = compare_markdown(shown, rebuilt)
            assert {row.state for row in result.values} - FINE or result.other_subject, line


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ("</main>", f"{HIDDEN}</main>", "differs"),
        ("</main>", "<!-- 0.001 --></main>", "unattributed"),
        ("</body>", "<script>document.title = 1</script></body>", "unattributed"),
        ("</style>", "dd { display: none }</style>", "unattributed"),
        ('<p class="figure">', '<p class="figure" style="color: white">', "unattributed"),
        ('<figure aria-label="', '<figure aria-label="0.001 ', "differs"),
        ("<h1>", "<h1>Climate-neutral. ", "differs"),
        ('href="https://study', 'href="https://stud', "differs"),
    ],
)
def test_what_is_added_to_html_is_found(
    beside: Beside, before: str, after: str, state: str
) -> None:
    """Visible or hidden, a text contradicts; markup that is not ours cannot be compared."""
    html = beside.files()["declaration.html"].decode()
    assert before in html
    found = beside.compare(html.replace(before, after, 1).encode())
    assert state in states(found)


def test_a_deleted_warning_is_found(chain: BatteryChain) -> None:
    """The mark that a document is no law is one of its texts."""
    calculation = calculate(chain)
    rulebook = chain.world.ledger.keep(EXAMPLE)
    beside = verified(chain, calculation, declare(chain, calculation), rulebook)
    html = beside.files()["declaration.html"].decode()
    without = re.sub(r"<header>.*?</header>", "", html, flags=re.DOTALL)
    assert without != html
    (row,) = [row for row in beside.compare(without.encode()).values if row.state == "not_found"]
    assert "not law" in (row.bundle or "")


def test_a_difference_names_its_heading_and_label(beside: Beside) -> None:
    """A reader finds the place in the document."""
    html = beside.files("de")["declaration.html"].decode()
    total = re.search(r"<strong>([0-9],[0-9]+)</strong>", html)
    assert total is not None
    found = beside.compare(html.replace(total[1], altered(total[1])).encode())
    places = [row.place for row in found.values if row.state == "differs"]
    assert places
    assert any("Gesamt" in place or "Summe" in place for place in places)


def with_cell(blocks: tuple[Block, ...], old: str, new: str) -> tuple[Block, ...]:
    """Blocks with another text in place of one."""

    def cell(one: Cell) -> Cell:
        return replace(one, text=new) if one.text == old else one

    def block(one: Block) -> Block:
        match one:
            case Headline():
                return replace(one, value=new) if one.value == old else one
            case Table():
                return replace(one, rows=tuple(tuple(map(cell, row)) for row in one.rows))
            case Facts():
                rows = (replace(row, values=tuple(map(cell, row.values))) for row in one.rows)
                return replace(one, rows=tuple(rows))
            case Columns():
                left, right = (with_cell(side, old, new) for side in (one.left, one.right))
                return replace(one, left=left, right=right)
            case _:
                return one

    return tuple(map(block, blocks))


def page_of(beside: Beside, of: PageKind = DECLARATION) -> Page:
    """The page of a document in English."""
    return Rebuilt(beside.context).page(of, "en")


def test_an_altered_number_of_a_pdf_is_found(beside: Beside) -> None:
    """Visible, with the true data embedded; embedded, with the true text; and in both."""
    page = page_of(beside)
    total = Rebuilt(beside.context).declaration().total
    shown = replace(page, blocks=with_cell(tuple(page.blocks), total, altered(total)))
    found = beside.compare(render_pdf(shown))
    assert [row.place.partition(",")[0] for row in found.values if row.state == "differs"] == [
        "page 1"
    ] * 2
    (data,) = page.attachments
    false = data.data.replace(
        f'"total": "{total}"'.encode(), f'"total": "{altered(total)}"'.encode()
    )
    assert false != data.data
    hidden = replace(page, attachments=(replace(data, data=false),))
    (row,) = [row for row in beside.compare(render_pdf(hidden)).values if row.state == "differs"]
    assert (row.place, row.bundle) == ("embedded declaration.json.total", total)
    both = replace(shown, attachments=hidden.attachments)
    assert states(beside.compare(render_pdf(both)))["differs"] == 3


def test_a_pdf_without_its_data_or_with_more_is_found(beside: Beside) -> None:
    """Embedded files are those of the bundle's document, no fewer and no others."""
    page = page_of(beside)
    bare = beside.compare(render_pdf(replace(page, attachments=())))
    assert [row.place for row in bare.values if row.state == "not_found"] == [
        "embedded declaration.json"
    ]
    more = (*page.attachments, Attachment("total.json", b'{"total": "1"}', "more"))
    found = beside.compare(render_pdf(replace(page, attachments=more)))
    (place,) = [row.place for row in found.values if row.state == "unattributed"]
    assert place.startswith("embedded total.json")


def test_metadata_of_a_pdf_are_compared(beside: Beside) -> None:
    """The title that a viewer shows in its window is a text too."""
    found = beside.compare(render_pdf(replace(page_of(beside), author="Another Firm 7")))
    (row,) = [row for row in found.values if row.state == "differs"]
    assert (row.place, row.document) == ("metadata", "Author: Another Firm 7")


def of_chart(block: Block) -> bool:
    """True for the block of the figure with its chart."""
    return isinstance(block, Columns) and isinstance(block.left[0], Headline)


def test_a_picture_over_a_text_is_found_by_the_look(beside: Beside) -> None:
    """Every text is the same, and the page is not: it cannot be compared, and never passes as equal."""
    page = page_of(beside)
    at = next(at for at, row in enumerate(page.blocks) if of_chart(row))
    first = page.blocks[at]
    assert isinstance(first, Columns)
    (chart,) = first.right
    assert isinstance(chart, Picture)
    drawn = replace(chart, svg=chart.svg.replace("#", "#0", 1).replace("#0", "#", 0))
    blocks = (*page.blocks[:at], replace(first, right=(drawn,)), *page.blocks[at + 1 :])
    assert drawn != chart
    found = beside.compare(render_pdf(replace(page, blocks=blocks)))
    assert states(found).get("unattributed") == 1
    assert "differs" not in states(found)
