"""A page as Markdown (GitHub's tables), without pictures: their figures stand in a table beside them.

Characters with a meaning in Markdown are escaped, so that a name cannot become a link or a heading.
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
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def render_markdown(page: Page) -> str:
    """Render a page as Markdown."""
    head = [f"# {_escape(page.title)}", _escape(page.subtitle)]
    if page.mark is not None:
        head.insert(0, f"> **{_escape(page.mark)}**")
    body = [part for block in page.blocks for part in _block(block)]
    return "\n\n".join([*head, *body, "---", _escape(page.footer)]) + "\n"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _cell(cell: Cell) -> str:
    if cell.kind == "link":
        return f"<{cell.text}>"
    if cell.kind == "code":
        return f"`{cell.text.replace('`', ' ')}`"
    return f"**{_escape(cell.text)}**" if cell.kind == "strong" else _escape(cell.text)


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - one branch for each sort of block
    match block:
        case Heading():
            yield f"{'#' * block.level} {_escape(block.text)}"
        case Paragraph():
            yield _escape(block.text)
        case Headline():
            yield f"**{_escape(block.value)}** {_escape(block.unit)}"
            if block.below:
                yield _escape(block.below)
        case Facts():
            yield "\n".join(
                f"- {_escape(row.label)}{f' ({row.letter})' if row.letter else ''}: "
                f"{'; '.join(map(_cell, row.values))}"
                for row in block.rows
            )
        case Table():
            yield from _table(block)
        case Items():
            yield "\n".join(f"- {_escape(row)}" for row in block.texts)
        case Columns():
            for part in (*block.left, *block.right):
                yield from _block(part)
        case Picture():
            pass


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield f"**{_escape(block.caption)}**"
    numeric = [
        bool(block.rows) and all(row[index].kind == "number" for row in block.rows)
        for index in range(len(block.columns))
    ]
    lines = [
        f"| {' | '.join(map(_escape, block.columns))} |",
        f"| {' | '.join('---:' if right else '---' for right in numeric)} |",
    ]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in block.rows]
    yield "\n".join(lines)
