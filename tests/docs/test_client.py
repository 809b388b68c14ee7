"""The page on the client: its Python runs, and its commands are those of the command line."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from structlog.testing import capture_logs
from support.http_api import furnished
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.servers import serving

from api.app import create_app
from ledger.cli.main import app
from ledger.trust.note import format_vkey

PAGE = (Path(__file__).parents[2] / "docs" / "client.md").read_text(encoding="utf-8")


def test_the_python_runs_as_it_stands(shared: BatteryChain) -> None:
    """It lists a supplier's entries with their place in the log."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    house = furnished(shared)
    printed = StringIO()
    with capture_logs(), serving(create_app(house.context)) as url, redirect_stdout(printed):
        given = {
            "url": url,
            "key": house.keys["mine"],
            "entries_key": format_vkey(LOG_SIGNERS.vkey(ORIGIN, "entries")),
            "registry_key": format_vkey(LOG_SIGNERS.vkey(ORIGIN, "registry")),
        }
        exec(code, given)  # noqa: S102 - the page is ours
    assert printed.getvalue() == f"{shared.mined} 0\n"


def test_every_command_has_its_row() -> None:
    """The table states for each command if a server accepts it."""
    table = PAGE.partition("## Which commands")[2].partition("## Accounts")[0]
    named = {row.name for row in app.registered_commands}
    named |= {row.name for row in app.registered_groups}
    assert {name for name in named if f"`{name}" not in table} == set()
