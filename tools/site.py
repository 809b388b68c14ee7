"""What the site of the documentation needs beyond mkdocs.yml: a hook of mkdocs, which `make site` runs.

The pages are written for a reader of the repository. On the site a link that leaves docs/ becomes the path of the file,
and lists are indented as Python-Markdown wants them. A folder's page in the navigation is followed by the other pages
of that folder.
"""

import re
from collections.abc import MutableMapping
from pathlib import Path, PurePosixPath
from typing import Any

from tools import tree

DOCS = tree.TOP / "docs"
FOLDERS = ("formats", "decisions")
"""The folders whose pages all stand in the navigation."""

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)#]*)(?:#[^)]*)?\)")
_ITEM = re.compile(r"(?:- |\d+\. )")


def on_config(config: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the pages of each folder below its own page."""
    for section in config["nav"]:
        for pages in section.values():
            for folder in FOLDERS:
                if pages == [f"{folder}/README.md"]:
                    pages.extend(others(folder))
    return config


def others(folder: str) -> list[str]:
    """The pages of a folder below docs/ besides its README."""
    paths = sorted((DOCS / folder).glob("*.md"))
    return [path.relative_to(DOCS).as_posix() for path in paths if path.name != "README.md"]


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:  # noqa: ANN401 - mkdocs has no types
    """The text of a page as the site takes it."""
    return indented(without_outside(markdown, page.file.src_uri))


def without_outside(markdown: str, name: str) -> str:
    """A page whose links out of docs/ are the paths of files of the repository."""

    def outside(link: re.Match[str]) -> str:
        path = Path("docs", PurePosixPath(name).parent, link[2])
        target = (tree.TOP / path).resolve()
        if target.is_relative_to(DOCS):
            return link[0]
        named = f"`{target.relative_to(tree.TOP).as_posix()}`"
        return named if link[1].strip("`") in (link[2], target.name) else f"{link[1]} ({named})"

    return _LINK.sub(outside, markdown)


def indented(markdown: str) -> str:
    """A page whose list items hold what is indented by two spaces, as they do in the repository."""
    lines: list[str] = []
    in_list, fenced, loose = False, False, False
    for line in markdown.splitlines():
        after_blank = not lines or not lines[-1]
        if line.startswith("```"):
            fenced = not fenced
        if not fenced and _ITEM.match(line):
            if in_list and loose and not after_blank:
                lines.append("")
            in_list, loose = True, False
        elif not line.startswith(" ") and line.strip() and (after_blank or fenced):
            in_list = False
        loose = loose or not line.strip()
        lines.append(f"  {line}" if in_list and line.startswith("  ") else line)
    return "\n".join(lines)
