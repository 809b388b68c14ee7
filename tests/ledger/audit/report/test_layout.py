"""Stages and largest rows on a page: six digits, a share, the way in which each is known, and an address."""

import pytest
from support.signed_battery import honest
from support.terminal import lines_of
from support.verdicts import judge, report_text, words_of

from ledger.audit.report.layout import layout_rows
from ledger.audit.report.words import shown
from schemas.signed.calculation import StageValue
from schemas.views.contributor import Contributor
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


def test_a_row_has_its_address_amount_share_and_evidence() -> None:
    """How it is known stands beside site and firm."""
    lines = lines_of(layout_rows(REPORT.model_copy(update={"contributors": (ROW,)})))
    at = lines.index("Largest 1 contributors, kg CO2e per kWh of total energy")
    known = "db:diesel; mine-1, mine; amount metered; secondary dataset; lot actual"
    assert lines[at + 2] == f"{ENTRY[7:19]}/inputs/3  0.0123457  12.3 %  {known}"
    assert lines[at + 4] == "`cradle trace BUNDLE ROW` shows what a row rests on."


def test_what_no_row_states_is_said() -> None:
    """A filled gap has no row; an unknown word of the circular formula stays as it is."""
    changed = {"known": "added", "source": "recycled content", "percent": None}
    row = ROW.model_copy(update=changed)
    text = words_of(REPORT.model_copy(update={"contributors": (row,), "names": ()}))
    assert (
        f"0.0123457 db:diesel; {ENTRY[7:19]}; no row states the amount; recycled content; lot actual"
        in text
    )


def test_silence_on_how_an_amount_is_known_is_said() -> None:
    """A row that leaves it out is not shown as if it were calculated."""
    row = ROW.model_copy(update={"known": "not_stated"})
    text = words_of(REPORT.model_copy(update={"contributors": (row,), "names": ()}))
    assert "; how the amount was determined is not stated; secondary dataset; lot actual" in text


def test_stages_are_shares_of_the_total() -> None:
    """Credits are negative; the shares of stages that cancel out are not stated."""
    stages = [
        StageValue(stage=stage, value=value)
        for stage, value in zip(Stage, ("3", "1", "0", "-2"), strict=True)
    ]
    text = words_of(REPORT.model_copy(update={"stages": tuple(stages)}))
    assert "raw_material 3 150.0 % " in text
    assert "end_of_life -2 -100.0 % total 2 " in text


def test_a_report_without_a_figure_has_neither() -> None:
    """Nothing was recomputed, so nothing is explained."""
    bare = REPORT.model_copy(update={"stages": None, "contributors": None})
    assert layout_rows(bare).blocks == ()


def test_totals_that_differ_late_are_shown_in_full() -> None:
    """Two totals that look the same in six digits are shown with all digits."""
    update = {"declared_total": "0.12345678", "recomputed_total": "0.12345679"}
    text = report_text(REPORT.model_copy(update=update))
    assert "declared     0.12345678 kg" in text
    assert "recomputed   0.12345679 kg" in text
