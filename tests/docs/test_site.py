"""The documentation builds as a site without a broken link, with every page in it, and asks nothing of the network."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import site, tree

DOCS = tree.TOP / "docs"
LOADS = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(?:https?:)?//"
    r"|<link\b[^>]*\brel=\"?(?:stylesheet|preconnect|preload)\"?[^>]*\bhref=\"?(?:https?:)?//"
    r"|url\(\"?(?:https?:)?//"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` builds it: a broken link or anchor stops it."""
    folder = tmp_path_factory.mktemp("site")
    command = [Path(sys.executable).parent / "mkdocs", "build", "--strict", "--site-dir", folder]
    environment = {**os.environ, "PYTHONPATH": str(tree.TOP), "NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(
        command, cwd=tree.TOP, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return folder


def test_every_page_is_in_the_site_and_in_its_search(built: Path) -> None:
    """The README of a folder is its first page."""
    search = (built / "search" / "search_index.json").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).as_posix()
        name = re.sub(r"README\.md$", "index.md", name).removesuffix(".md") + ".html"
        assert (built / name).is_file(), name
        assert f'"location":"{name}"' in search, name


def test_every_page_is_in_the_navigation(built: Path) -> None:
    """On the first page, so that a reader finds each without the search."""
    first = (built / "index.html").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).as_posix()
        name = re.sub(r"README\.md$", "index.md", name).removesuffix(".md") + ".html"
        assert re.search(rf'href="?(?:\./)?{re.escape(name)}["# >]', first), name


def test_the_site_loads_nothing_from_another_host(built: Path) -> None:
    """Neither a page nor a style sheet; fonts are those of the reader's machine."""
    for path in (*built.rglob("*.html"), *built.rglob("*.css")):
        assert LOADS.search(path.read_text(encoding="utf-8")) is None, path


def test_a_link_out_of_the_pages_names_the_file() -> None:
    """The site has no file of the repository but docs/."""
    text = site.without_outside(
        "See [the licence](../LICENSE), [notices](notices.md).", "install.md"
    )
    assert text == "See the licence (`LICENSE`), [notices](notices.md)."
    inner = "[a](../install.md)"
    assert site.without_outside(inner, "formats/policy.md") == inner


def test_what_belongs_to_an_item_stays_in_it() -> None:
    """Lists, blocks and paragraphs within an item are indented twice as much; code outside of lists is not."""
    assert site.indented("- a\n  - b\n\n  c\n\nd\n\n    e") == "- a\n    - b\n\n    c\n\nd\n\n    e"
