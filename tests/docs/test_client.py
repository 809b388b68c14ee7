"""The page on the client: its Python runs, and its commands are those of the command line."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from support.desks import give_keys, login_file
from support.http_api import furnished, house_of
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_declared import calculate
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.servers import serving

from api.app import create_app
from ledger.cli.backend.folder import open_ledger
from ledger.cli.main import app
from ledger.trust.note import format_vkey
from schemas.vocabulary import Role

PAGE = (Path(__file__).parents[2] / "docs" / "client.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_python_runs_as_it_stands(shared: BatteryChain) -> None:
    """It lists a supplier's entries with their place in the log."""
    _, code = BLOCKS
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


def test_a_script_asks_the_folder_and_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first block, at a ledger of that name and with a login file of that name."""
    monkeypatch.chdir(tmp_path)
    code, _ = BLOCKS
    with battery_chain(tmp_path / "my-ledger", None) as chain:
        calculation = calculate(chain)
    give_keys(tmp_path / "my-ledger")
    folder, server = code.replace("sha256:09e5...", calculation).split("desk = connect")
    given: dict[str, Any] = {}
    exec(folder, given)  # noqa: S102 - the page is ours
    with open_ledger(tmp_path / "my-ledger") as opened, capture_logs():
        house = house_of(opened)
        house.open_account("operator", Role.OPERATOR)
        with serving(create_app(house.context)) as url, redirect_stdout(StringIO()) as printed:
            login_file(tmp_path, f'server = "{url}"\napi_key = "{house.keys["operator"]}"\n')
            shown = given["territory"]
            exec(f"desk = connect{server}", given)  # noqa: S102 - the page is ours
    assert given["territory"] == shown
    assert shown.delivered.total in printed.getvalue()


def test_every_command_has_its_row() -> None:
    """The table states for each command if a server accepts it."""
    table = PAGE.partition("## Which commands")[2].partition("## Accounts")[0]
    named = {row.name for row in app.registered_commands if not row.hidden}
    named |= {row.name for row in app.registered_groups}
    assert {name for name in named if f"`{name}" not in table} == set()
