"""Table 2 of tampering, periods: signed again by a manufacturer and an operator who collude.

What an honest ledger refuses, or would have put into the bundle: a period in which the dirty batch does not end, an
entry that ends where nobody looks, an older state of the registry.
"""

import pytest
from support.chain import Chain
from support.collusion import Row, act, update
from support.misdeeds import after_pack

DAY = {"start": "2025-12-31", "end": "2026-01-01"}
MONTHS = {"start": "2025-06-01", "end": "2026-01-01"}
ALL = {"pack header": update(period=MONTHS), "asserted": update(period=MONTHS)}
"""Seven months, in which everything was made that there is of the model."""


def made_later(chain: Chain) -> None:
    """A batch that ends after the period is entered between the state and the calculation."""
    after_pack(chain, period={"start": "2026-01-01", "end": "2026-02-01"})


ROWS = {
    "a day in place of a year": Row(
        "period.short", "declaration", {"asserted": update(period=DAY)}
    ),
    "a day in which the dirty batch does not end": Row(
        "period.short",
        "declaration",
        {
            "trial header": update(period={"start": "2025-11-01", "end": "2025-12-31"}),
            "composition": update(exclusions=[]),
            "asserted": update(period=DAY),
        },
    ),
    "a year of which half has no entries": Row(
        "period.short",
        "declaration",
        {"asserted": update(period={"start": "2025-07-01", "end": "2026-07-01"})},
    ),
    "a batch that ends in ten years": Row(
        "period.long",
        "trial",
        {
            "trial header": update(period={"start": "2025-11-01", "end": "2035-11-01"}),
            "composition": update(exclusions=[]),
        },
    ),
    "a state from before the next batch": Row(
        "calculation.outdated", "more", {**ALL, "late": act(made_later)}
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_collusion_is_one_finding_of_its_own(name: str) -> None:
    """The row's finding is there, about the row's subject, and there is no other one."""
    ROWS[name].check()


@pytest.mark.parametrize(
    "row",
    [
        Row("", "", ALL),
        Row("", "", {**ALL, "then": act(made_later)}),
        Row("", "", {"late": act(made_later)}),
    ],
)
def test_what_an_honest_ledger_takes_is_no_finding(row: Row) -> None:
    """All production in less than a year, what comes after it, a later batch beside a year."""
    assert row.report(row.chain()).exit_code == 0
