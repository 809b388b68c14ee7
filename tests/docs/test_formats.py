"""The pages of the formats: their examples are the golden vectors, and each kind is shown."""

import json
import re

import pytest
from support.codes import TOP
from support.golden import reading as golden

from schemas.signed.statement import Kind
from tools import docs, schemas

FOLDER = TOP / docs.FORMATS
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
VECTORS = {path.stem: json.loads(path.read_bytes()) for path in golden.VECTORS.glob("*.json")}
EACH = pytest.mark.parametrize("name", PAGES)


@EACH
def test_examples_are_cut_from_the_vectors(name: str) -> None:
    """A page stays as it is when its examples are cut again."""
    assert docs.with_examples(PAGES[name], VECTORS) == PAGES[name]


@EACH
def test_no_block_is_written_by_hand(name: str) -> None:
    """Every fenced block on a page is an example from the vectors; none is empty."""
    fences = re.findall(r"^```[a-z]+\n(.*?)^```\n", PAGES[name], re.MULTILINE | re.DOTALL)
    examples = re.findall(r"^<!-- example: \S+(?: raw)? -->\n```", PAGES[name], re.MULTILINE)
    assert len(fences) == len(examples)
    assert all(fences)


def test_a_changed_example_is_put_right() -> None:
    """An edited example is cut again, and the text around it is unchanged."""
    page = PAGES["statement.md"]
    edited = page.replace("entered_in_error", "edited_by_hand")
    assert edited != page
    assert docs.with_examples(edited, VECTORS) == page


@pytest.mark.parametrize("place", ["entry/none/payload", "none/a", "logs/registry/leaves/99"])
def test_an_example_of_nothing_is_refused(place: str) -> None:
    """A place that the vectors do not have stops the script instead of leaving an old example."""
    with pytest.raises(LookupError):
        docs.example(VECTORS, place, raw=False)


@EACH
def test_every_page_is_in_the_list_and_says_what_it_leaves_out(name: str) -> None:
    """The list of formats links each page; each format states its limits."""
    if name not in ("README.md", "codes.md"):
        assert "## What this does not do\n" in PAGES[name]
    if name != "README.md":
        assert f"[{name}]({name})" in PAGES["README.md"]


@EACH
def test_links_lead_somewhere(name: str) -> None:
    """Every relative link on a page is a file of this repository."""
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGES[name]):
        assert (FOLDER / target).exists(), target


def test_every_kind_and_every_leaf_is_shown() -> None:
    """There is an example of each kind's payload, and a literal one of each kind of leaf."""
    text = "".join(PAGES.values())
    shown = set(re.findall(r"<!-- example: (\w+)/\w+/payload -->", text))
    assert shown == {kind.value for kind in Kind}
    leaves = re.findall(r'^\{.*"v":1\}$', PAGES["logs.md"], re.MULTILINE)
    kinds = {json.loads(leaf)["kind"] for leaf in leaves}
    registry = {"participant", "key", "superseded", "withdrawn", "made"}
    assert kinds == {*registry, "entry", "delivery", "calculation"}
    assert any("old" in json.loads(leaf) and "registry" in leaf for leaf in leaves)


def test_the_schemas_are_where_the_pages_say() -> None:
    """The folder that the list of formats names is the one that the script writes."""
    assert f"`{schemas.FOLDER.as_posix()}`" in PAGES["README.md"]
