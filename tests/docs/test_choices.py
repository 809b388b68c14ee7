"""The page on choices shows what the demo says."""

import re
from pathlib import Path

from support.command import did

PAGE = (Path(__file__).parents[2] / "docs" / "choices.md").read_text()


def test_the_example_is_the_demo_s(tmp_path: Path) -> None:
    """The conservative figure, the count of choices and those worth most, but for the names of statements."""
    ran = did("demo", "--dir", tmp_path / "demo")
    (conservative,) = re.findall(r"^    conservative (.*)$", PAGE, re.MULTILINE)
    assert f"Conservative figure: {conservative}" in ran.out
    (example,) = re.findall(r"^    (What moves .*?)\n\n", PAGE, re.DOTALL | re.MULTILINE)
    said = plain(ran.out)
    shown = plain(example)
    assert len(shown) == 7
    at = said.index(shown[0])
    assert said[at : at + len(shown)] == shown


def plain(text: str) -> list[str]:
    """The lines of a text, without their indent and the statement that they begin with."""
    return [re.sub(r"^\s*(\w+: )?", "", line) for line in text.splitlines()]
