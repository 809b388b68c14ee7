"""Stated totals beside the sums of their parts, in exact decimals.

A total and its parts may each be off by half a unit of their last stated place, which is what rounding does; a zero is
not rounded. A larger difference is an error. Coarse digits are no way around it: where rounding would explain more than
5 % of the sum, a difference is a warning, because no reader can check such a total.

Stages that come to about 100, or to about 1, beside another total are shares of it: a description of BatteryPass 1.2.0
calls the stage values a share, and its unit is kg CO2e per kWh.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ledger.exchange.lint.finding import error, of_refusal, warning
from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import Sum
from ledger.footprint.graph.numbers import EXACT, ONE, format_decimal
from schemas.errors import CradleError
from schemas.views.lint_report import LintFinding

STAGE_SUM, PART_SUM = "lint.stage_sum", "lint.part_sum"

_COARSE = Decimal(20)
"""The share of a sum, one in so many, above which rounding explains too much."""

_WHOLES = ((Decimal(100), "in per cent"), (ONE, "of one"))
_NEAR, _FAR = Decimal("0.02"), Decimal("0.1")
"""Stages are taken for shares within this distance of the whole, if the total is at least that far from them."""


def sum_faults(code: str, totals: Iterable[Sum]) -> Iterator[LintFinding]:
    """Check each total against the sum of its parts."""
    for total in totals:
        difference, allowed = EXACT.abs(total.difference), total.allowance
        total_text, summed = format_decimal(total.stated), format_decimal(total.summed)
        said = f"{total.name} is {total_text}, and its parts come to {summed}"
        if difference > allowed:
            explained = format_decimal(allowed)
            detail = (
                f"{said}; half a unit of the last digit of each number explains {explained}."
                " Correct the total or the parts."
            )
            yield error(code, total.place, detail, total_text, summed)
        elif difference and EXACT.multiply(allowed, _COARSE) > EXACT.abs(total.summed):
            explained = format_decimal(allowed)
            detail = (
                f"{said}; the digits are so coarse that {explained} is rounding. State more digits."
            )
            yield warning("lint.coarse", total.place, detail, total_text, summed)


def sums_of(
    top: Fields, code: str, read: Callable[[], Iterable[Sum]], findings: Iterable[LintFinding]
) -> Iterator[LintFinding]:
    """Check the totals that a reader finds; its refusal is a finding, unless the place has one.

    Args:
        top: the object that places are below.
        code: of a total that differs.
        read: reads the totals and their parts.
        findings: the findings on the members.
    """
    try:
        totals = tuple(read())
    except CradleError as refused:
        if refused.place not in {row.place for row in findings}:
            yield of_refusal(top, refused)
        return
    yield from sum_faults(code, totals)


def share_faults(total: Sum, place: str) -> Iterator[LintFinding]:
    """Report stages that are shares of a total beside which they are stated as amounts."""
    if EXACT.abs(total.difference) <= total.allowance:
        return
    for whole, words in _WHOLES:
        near, far = (EXACT.multiply(whole, share) for share in (_NEAR, _FAR))
        is_whole = EXACT.abs(EXACT.subtract(total.summed, whole)) <= near
        if is_whole and EXACT.abs(total.difference) > far:
            total_text, summed = format_decimal(total.stated), format_decimal(total.summed)
            detail = (
                f"The stages come to {summed} beside a total of {total_text}, as shares {words} do; write"
                " each stage in the unit of the total."
            )
            yield error("lint.percentage", place, detail, summed, total_text)
