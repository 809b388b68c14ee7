"""Tables and bars fit a terminal of 80 columns, and moments are shown as dates."""

import re
from collections.abc import Iterator

import pytest
from support.command import did
from support.command_world import CommandWorld, build_world, signed

from ledger.cli.terminal import display

NARROW = 80


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    """A folder in which a figure is stale too."""
    with pytest.MonkeyPatch.context() as patch:
        built = build_world(tmp_path_factory.mktemp("width") / "world", patch)
        signed("recycler", "withdraw", built.ids["treatment"], "--reason", "new_data")
        yield built


@pytest.mark.parametrize(
    "command",
    [
        ("stale",),
        (
            "footprint",
            "{cell}",
            "--rulebook",
            "study-full-substitution-1",
            "--factor-set",
            "{factors}",
        ),
        ("factors", "show", "factors.json"),
        ("factors", "show", "mixes-ember-mee-2026"),
        ("received", "list"),
        ("keys", "distrust", "{cells}", "{cells_key}", "--from", "1"),
        ("study", "{calculation}", "--out", "study.json"),
    ],
)
def test_a_table_fits_the_terminal(
    command: tuple[str, ...], world: CommandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line of a table or tree is wider than 80 columns; only an id or a digest alone may stand out."""
    monkeypatch.chdir(world.folder)
    monkeypatch.setenv("COLUMNS", str(NARROW))
    monkeypatch.setattr(display, "is_screen", lambda: True)
    ran = did(*(word.format(**world.ids) for word in command))
    wide = [line for line in ran.out.splitlines() if len(line.rstrip()) > NARROW]
    assert [line for line in wide if "sha256:" not in line] == []


@pytest.mark.parametrize(
    "command", [("access", "organisation", "new", "--title", "New"), ("access", "journal")]
)
def test_a_moment_is_a_date(
    command: tuple[str, ...], world: CommandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person reads no seconds since 1970."""
    monkeypatch.chdir(world.folder)
    ran = did(*command)
    assert not re.search(r"\b1[0-9]{9}\b", ran.out)
    if command[1] == "organisation":
        assert re.search(r"created +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", ran.out)
