"""Stages and largest rows as text: six digits, a share, the way in which each is known, and an address."""

import re

import pytest
from support.signed_battery import honest
from support.verdicts import judge, words_of

from ledger.audit.report.figure_lines import contributor_lines, percent, shown, stage_lines
from ledger.audit.report.text import format_report
from ledger.footprint.graph.numbers import ZERO
from schemas.signed.calculation import StageValue
from schemas.views.report import Contributor
from schemas.vocabulary import DataBasis, Known, Stage

REPORT = judge(honest().ledger.files())
ENTRY = honest().ids["mine 2"]
ROW = Contributor(
    entry=ENTRY,
    place="inputs/3",
    label="db:diesel",
    source="dataset",
    known=Known.METERED,
    basis=DataBasis.LOT_ACTUAL,
    kg="0.012345678",
    percent="12.34",
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("0.5879", "0.5879"),
        ("-0.12407354720216570", "-0.124074"),
        ("1234567.8", "1234568"),
        ("0.000999999999", "0.00100000"),
    ],
)
def test_a_figure_has_six_digits(value: str, text: str) -> None:
    """It is rounded once, for the screen; one with fewer digits gets none more, and none before the point is lost."""
    assert shown(value) == text


def test_a_row_is_three_lines() -> None:
    """Amount and share, then how it is known beside site and firm, then its address."""
    lines = list(contributor_lines(REPORT.model_copy(update={"contributors": (ROW,)})))
    assert lines == [
        "Largest 1 contributors, kg CO2e per kWh of total energy",
        "       0.0123457   12.3 %  db:diesel",
        "      mine-1, mine; amount metered; secondary dataset; lot actual",
        f"      {ENTRY[7:19]}/inputs/3",
        "  (`cradle trace BUNDLE ROW` shows what a row rests on)",
        "",
    ]


def test_what_no_row_states_is_said() -> None:
    """A filled gap has no row; an unknown word of the circular formula stays as it is."""
    changed = {"known": None, "source": "recycled content", "percent": None}
    row = ROW.model_copy(update=changed)
    text = words_of(REPORT.model_copy(update={"contributors": (row,), "names": ()}))
    assert "0.0123457 db:diesel" in text
    assert f"{ENTRY[7:19]}; no row states the amount; recycled content; lot actual" in text


def test_stages_are_shares_of_the_total() -> None:
    """Credits are negative; the shares of stages that cancel out are not stated."""
    stages = [
        StageValue(stage=stage, value=value)
        for stage, value in zip(Stage, ("3", "1", "0", "-2"), strict=True)
    ]
    lines = list(stage_lines(REPORT.model_copy(update={"stages": tuple(stages)})))
    assert re.search(r"raw_material +3 +150\.0 %$", lines[1])
    assert re.search(r"end_of_life +-2 +-100\.0 %$", lines[4])
    assert percent(ZERO, ZERO) == "-"


def test_a_report_without_a_figure_has_neither() -> None:
    """Nothing was recomputed, so nothing is explained."""
    bare = REPORT.model_copy(update={"stages": None, "contributors": None})
    assert [*stage_lines(bare), *contributor_lines(bare)] == []


def test_totals_that_differ_late_are_shown_in_full() -> None:
    """Two totals that look the same in six digits are shown with all digits."""
    update = {"declared_total": "0.12345678", "recomputed_total": "0.12345679"}
    text = format_report(REPORT.model_copy(update=update))
    assert "declared     0.12345678 kg" in text
    assert "recomputed   0.12345679 kg" in text
