"""What reaches a terminal: text, and no sequence that the terminal obeys."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.cli.terminal.display import console, print_error, print_json, print_line, print_table
from schemas.errors import CradleError

OBEYED = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u061c\u200e\u202e\u2066\u2028"} - {
    *"\n\t"
}
NAMES = st.text(st.sampled_from([*sorted(OBEYED), *"[]/=:;a1", "\u4e2d"]), max_size=12)
SEQUENCES = ("\x1b[2J", "\x1b]8;;https://e.example\x07x", "\x9b31m", "a\rb", "a\u202eb", "\x08\x08")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES | st.sampled_from(SEQUENCES))
def test_a_name_moves_no_cursor(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """In prose, a table, a refusal and JSON; JSON has it as an escape, so a program reads the name."""
    console.print(name)
    print_table(name, (name, f">{name}"), [(name, name)])
    print_error(CradleError("code.of", name, name), as_json=False)
    print_json({name: name})
    print_line({name: [name]})
    shown = capsys.readouterr()
    assert not OBEYED & {*shown.out, *shown.err}
    assert json.loads(shown.out.splitlines()[-1]) == {name: [name]}


@pytest.mark.parametrize(
    "name", ["[bold]x[/bold]", "[link=https://e.example]x[/link]", "[/x]", ":bomb:"]
)
def test_a_name_is_no_markup(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A bracket or colon is shown, and ends no command."""
    print_table("", ("name",), [(name,)])
    assert name in capsys.readouterr().out
