"""The figures of a case before it is entered are those of its entries."""

from decimal import Decimal
from pathlib import Path

from support.case_files import write_case
from support.graph import STUDY
from support.graph_case import case_figures as entered_figures
from support.refusal import refused

from ledger.exchange.case_figures import case_figures, period_of
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_plan import plan
from ledger.exchange.case_settings import DEFAULT_PERIOD
from ledger.rulebooks.catalog import load_rulebook


def test_they_are_the_figures_of_the_graph(tmp_path: Path) -> None:
    """With a credit on a site, which cites a representative delivery."""
    it = plan(read_case(write_case(tmp_path / "case")))
    assert case_figures(it, STUDY, ()) == entered_figures(it)
    assert all(isinstance(value, Decimal) for value in case_figures(it, STUDY, ()).values())


def test_a_case_without_battery_and_import_has_the_usual_period(tmp_path: Path) -> None:
    """A battery states its own."""
    assert period_of(read_case(write_case(tmp_path / "case", case_toml=None))) == DEFAULT_PERIOD


def test_a_case_without_a_figure_is_refused_with_its_reason(tmp_path: Path) -> None:
    """The method needs the mix of a country that neither case nor sets have."""
    it = plan(read_case(write_case(tmp_path / "case")))
    with refused("electricity.no_mix", "case"):
        case_figures(it, load_rulebook("eu-ev-draft-2024"), ())
