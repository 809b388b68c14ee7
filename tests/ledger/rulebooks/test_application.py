"""Start dates of the duties of Article 7, as a function of acts that may not exist."""

import json
from datetime import date

import pytest
from support.refusal import refused

from ledger.rulebooks.application import applies_from, load_application
from schemas.views.application import Application, BatteryKind


def test_the_later_act_and_its_months_decide() -> None:
    """Delegated act on 2027-01-10, implementing act on 2027-03-01: EV declarations from 2028-03-01."""
    assert applies_from("EV", "declaration", date(2027, 1, 10), date(2027, 3, 1)) == date(
        2028, 3, 1
    )


@pytest.mark.parametrize("category", ["EV", "LMT", "industrial", "industrial_external_storage"])
def test_no_date_while_an_act_is_missing(category: BatteryKind) -> None:
    """Without both acts there is no date for anybody."""
    assert applies_from(category, "declaration", None, date(2027, 3, 1)) is None
    assert applies_from(category, "class", date(2027, 3, 1), None) is None


def test_never_before_the_fixed_day() -> None:
    """Early acts do not bring a duty forward."""
    early = date(2024, 1, 1)
    assert applies_from("LMT", "declaration", early, early) == date(2028, 8, 18)
    assert applies_from("EV", "threshold", early, early) == date(2028, 2, 18)


def test_a_month_without_that_day_ends_earlier() -> None:
    """Eighteen months after 31 August is the last day of February."""
    act = date(2029, 8, 31)
    assert applies_from("EV", "class", act, act) == date(2031, 2, 28)


def test_every_category_has_every_duty_and_each_row_a_source() -> None:
    """Twelve rows, three duties for four categories."""
    table = load_application()
    assert len({(row.category, row.duty) for row in table.rows}) == 12


def test_a_repeated_row_and_a_missing_source_are_refused() -> None:
    """The table is checked where it is read."""
    table = load_application()
    text = table.to_json()
    for change, code in (
        ({"rows": [*text["rows"], text["rows"][0]]}, "application.repeated"),
        ({"references": []}, "application.reference"),
    ):
        with refused(code):
            Application.parse(json.dumps(text | change).encode())
