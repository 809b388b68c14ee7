"""A page as Markdown (GitHub's tables), without pictures: their figures stand in a table beside them.

A text is shown as it is: `_escape` leaves nothing in it that Markdown, its tables or HTML give a meaning (CommonMark
0.31, section 2.4). White space becomes one space. Left out: readers that link each e-mail address or @name.
"""

import re
from collections.abc import Iterator

from ledger.documents.page import (
    Block,
    Cell,
    Columns,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    Picture,
    Table,
    is_numeric,
)

_SPACE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>|#&~$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Signs with a meaning anywhere, and those that make an address a link in GitHub's Markdown."""

_START = re.compile(r"([0-9]{0,9})([-+=.)])(?=[-+= ]|\Z)")
"""The beginning of a list, a rule or an underline."""

_ADDRESS = re.compile(r"https?://[!-~]+")
_CODE = re.compile(r"[^\s`|]+( [^\s`|]+)*")


def render_markdown(page: Page) -> str:
    """Render a page as Markdown."""
    head = [f"# {_escape(page.title)}", *filter(None, (_escape(page.subtitle),))]
    if page.mark is not None:
        head.insert(0, f"> {_strong(page.mark)}")
    body = [part for block in page.blocks for part in _block(block)]
    foot = ["---", _escape(page.footer)] if page.footer else []
    return "\n\n".join([*head, *body, *foot]) + "\n"


def _escape(text: str) -> str:
    """A text on one line, that is read back as this text wherever it is put."""
    line = _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", text).strip())
    start = _START.match(line)
    return line if start is None else f"{start[1]}\\{line[start.end(1) :]}"


def _strong(text: str) -> str:
    """A text in bold; an empty one is nothing, since two pairs of stars would be a rule."""
    escaped = _escape(text)
    return f"**{escaped}**" if escaped else ""


def _cell(cell: Cell) -> str:
    """A cell behind the space of its level."""
    return "&emsp;" * cell.level + _content(cell)


def _content(cell: Cell) -> str:
    """The text of a cell; an address or code that Markdown could not show as it is becomes plain text."""
    if cell.kind == "link" and _ADDRESS.fullmatch(cell.text) and not set("<>|`") & set(cell.text):
        return f"<{cell.text}>"
    if cell.kind == "code" and _CODE.fullmatch(cell.text):
        return f"`{cell.text}`"
    return _strong(cell.text) if cell.kind == "strong" else _escape(cell.text)


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - one branch for each sort of block
    match block:
        case Heading():
            yield f"{'#' * block.level} {_escape(block.text)}"
        case Paragraph():
            yield _escape(block.text)
        case Headline():
            yield f"{_strong(block.value)} {_escape(block.unit)}"
            if block.below:
                yield _escape(block.below)
        case Facts():
            yield "\n".join(
                f"- {_escape(row.label)}{f' ({_escape(row.letter)})' if row.letter else ''}: "
                f"{'; '.join(map(_cell, row.values))}"
                for row in block.rows
            )
        case Table():
            yield from _table(block)
        case Items():
            yield "\n".join(
                "\n  - ".join(("- " + _escape(row[0]), *map(_escape, row[1:])))
                for row in block.rows
            )
        case Columns():
            for part in (*block.left, *block.right):
                yield from _block(part)
        case Picture():
            pass


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield _strong(block.caption)
    numeric = [is_numeric(block, index) for index in range(len(block.columns))]
    lines = [
        f"| {' | '.join(map(_escape, block.columns))} |",
        f"| {' | '.join('---:' if right else '---' for right in numeric)} |",
    ]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in block.rows]
    yield "\n".join(lines)
