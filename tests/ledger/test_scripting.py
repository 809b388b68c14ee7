"""The two ways to a desk for scripts: a folder and a server have the same questions, and loading them loads little."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from support.http_api import furnished
from support.ledger_battery import battery_chain
from support.ledger_declared import calculate
from support.refusal import refused
from support.servers import serving
from support.trade_chain import UNIFORM

import ledger
from api.app import create_app
from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.passphrases import unprotected
from ledger.cli.keys.private_keys import write_private_key
from schemas.views.carbon_price import PriceRequest

pytestmark = pytest.mark.one_database


def login_file(folder: Path, lines: str) -> Path:
    """A login file that its owner alone may read."""
    path = folder / "login.toml"
    path.write_text(lines, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_folder_and_a_server_answer_a_script_alike(tmp_path: Path) -> None:
    """A desk that is connected by a login file asks as the operator does at the folder; the folder is then free."""
    folder, asked = tmp_path / "ledger", PriceRequest(scenarios=(UNIFORM,))
    with battery_chain(folder, None) as chain:
        calculation = calculate(chain)
        house = furnished(chain)
        with serving(create_app(house.context)) as url:
            lines = f'server = "{url}"\napi_key = "{house.keys["operator"]}"\n'
            there = ledger.connect(login_file(tmp_path, lines))
            told = there.territory(calculation), there.carbon_price(calculation, asked)
    (folder / KEYS).mkdir(exist_ok=True)
    for name, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
        write_private_key(folder / KEYS / name, sha256(word).digest(), unprotected)
    for _ in range(2):
        with ledger.open_ledger(folder) as here:
            assert told == (here.territory(calculation), here.carbon_price(calculation, asked))


def test_a_login_file_without_a_server_is_refused(tmp_path: Path) -> None:
    """With the line to add."""
    path = login_file(tmp_path, 'api_key = "cradle_a_b"\n')
    with refused("option.server"):
        ledger.connect(path)


def test_loading_the_package_loads_nothing_else() -> None:
    """The verifier loads it first."""
    code = "import ledger, sys; print(sorted(m for m in sys.modules if m.startswith('ledger.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
