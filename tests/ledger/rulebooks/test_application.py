"""The table of the duties of Article 7."""

import json

from support.refusal import refused

from ledger.rulebooks.application import load_application
from schemas.views.application import Application


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
