"""The page of codes is complete: it lists each code of the source once, and no other."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from support import codes
from support.golden import reading as golden
from support.parsing import changed, parse

from schemas.base import Model
from schemas.errors import CradleError

PAGES = ("docs/formats/codes.md", "docs/choices.md", "docs/spreadsheets.md")
PAGE = "".join((codes.TOP / page).read_text(encoding="utf-8") for page in PAGES)
LISTED = Counter(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE))
TOLD = codes.told()


def spelled_out() -> set[str]:
    """The codes in the source except `schema.*`, with templates replaced by their possible values."""
    templates = TOLD.keys() & codes.TEMPLATES.keys() - {"schema.{}"}
    made = set().union(*(codes.TEMPLATES[template] for template in templates))
    return made | {code for code in TOLD if "{" not in code}


def test_every_code_stands_once() -> None:
    """No code is explained twice."""
    assert [code for code, count in LISTED.items() if count > 1] == []
    assert len(LISTED) > 200


def test_every_code_of_the_source_is_on_the_page() -> None:
    """A code in the source that the page does not explain is reported with its modules."""
    assert {code: sorted(TOLD.get(code, ())) for code in spelled_out() - LISTED.keys()} == {}


def test_every_code_on_the_page_is_in_the_source() -> None:
    """A code on the page that the source does not have is reported."""
    known = spelled_out() | codes.TEMPLATES["schema.{}"]
    assert sorted(LISTED.keys() - known) == []


def test_every_template_is_spelled_out() -> None:
    """A code that is built at run time has a template that the tests know."""
    assert {code for code in TOLD if "{" in code} == codes.TEMPLATES.keys()


@contextmanager
def listed() -> Iterator[None]:
    """Accept a refusal, and fail if its code is not on the page."""
    try:
        yield
    except CradleError as error:
        if error.code not in LISTED:
            pytest.fail(f"{error.code} is not explained")


@pytest.mark.parametrize(
    ("model", "content"), [row[1:] for row in golden.values()], ids=[r[0] for r in golden.values()]
)
def test_every_shape_that_is_refused_has_its_code_on_the_page(
    model: type[Model], content: dict[str, object]
) -> None:
    """For any value in place of a golden member, the page explains the code of the refusal."""
    for member in content:
        for other in (1, -1, 2**60, True, 1.5, "x", "x" * 2000, [], ["x"] * 100, {}, ...):
            with listed():
                parse(model, changed(content, (member,), other))


def test_the_reader_of_the_source_sees_codes_and_no_places() -> None:
    """A code is found anywhere in the source; a field path, a file or a key is not a code."""
    source = """
raise CradleError("one.code", f"{x}.", "a.place")
Problem(code if x else "two.code", subject, "no.code")
check(digest, "three.code")
CODES = {"four.code": 1}
id: str = Field(foreign_key="table.column")
path = "a.csv"
note(f"{what}.withdrawn", statement)
"""
    found = set(codes.told_by(source))
    assert found == {"one.code", "two.code", "three.code", "four.code", "{}.withdrawn"}
