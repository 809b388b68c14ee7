"""The two ways to a desk for scripts: a folder and a server have the same questions, and loading them loads little."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.desks import give_keys, login_file, operator_desk
from support.http_api import furnished
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_declared import calculate
from support.ledger_fixtures import built, shared
from support.refusal import refused
from support.servers import serving
from support.trade_chain import UNIFORM

import ledger
import ledger.scripting  # which says how reports are shown
from api.app import create_app
from ledger.desk.declared import layouts, page_of
from ledger.documents.rendering.csv_table import tables_of
from schemas.shown import Shown
from schemas.views.carbon_price import PriceRequest
from schemas.views.standing import OfFigure

__all__ = ["built", "shared"]


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
    give_keys(folder)
    for _ in range(2):
        with ledger.open_ledger(folder) as here:
            assert told == (here.territory(calculation), here.carbon_price(calculation, asked))


def test_a_report_shows_itself_and_gives_its_tables(shared: BatteryChain) -> None:
    """Every report that has a layout; the cells are those of the terminal and of the CSV."""
    desk = operator_desk(shared.world.ledger)
    report = desk.territory(calculate(shared))
    shown, page = report._repr_html_(), page_of(report)
    assert shown is not None
    assert page is not None
    assert page.title in shown
    frame = report.frame()
    (_, table), *_ = tables_of(page.blocks, page.title)
    assert list(frame.columns) == list(table.columns)
    assert len(frame) == len(table.rows)
    assert frame[table.columns[1]].dtype == float
    with pytest.raises(LookupError, match="tables"):
        report.frame(99)


def test_without_pandas_a_data_frame_is_refused(
    shared: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the extra that brings it."""
    report = operator_desk(shared.world.ledger).territory(calculate(shared))
    monkeypatch.setitem(sys.modules, "pandas", None)
    with refused("install.frames"):
        report.frame()


def test_every_report_with_a_layout_is_one_that_shows_itself() -> None:
    """A new one is in the table of layouts; an answer about a figure may be one for programs and pages alone."""
    assert {*Shown.__subclasses__()} - {OfFigure} <= set(layouts())
    assert set(layouts()) <= {*Shown.__subclasses__(), *OfFigure.__subclasses__()}


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
