"""Stated totals against the sums of their parts: exact sums pass, and no difference beyond rounding does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.footprints import pact_3
from support.lint_files import (
    PACT_SAMPLES,
    battery_pass,
    catena_x_pass,
    component,
    found,
    gefeg,
    openepd,
    pact_sample,
    report,
)

from ledger.exchange.lint.linter import lint
from ledger.footprint.graph.numbers import EXACT, format_decimal, rounding_allowance

SUMS = {"lint.stage_sum", "lint.part_sum", "lint.coarse", "lint.percentage"}
AMOUNTS = st.decimals(min_value=0, max_value=1_000, places=6).map(EXACT.plus)


def sum_codes(content: object) -> set[str]:
    """The codes of the findings on sums."""
    return {row.code for row in report(content).findings} & SUMS


def passport(stages: list[Decimal], total: Decimal) -> bytes:
    """A passport of BatteryPass with exact numbers, which the JSON of Python cannot write."""
    content = battery_pass([f"#{value}#" for value in stages], f"#{total}#")
    text = str(content).replace("'", '"').replace('"#', "").replace('#"', "")
    return text.encode()


def codes_of(data: bytes) -> set[str]:
    """The codes of the findings on the sums of a file."""
    return {row.code for row in lint(data, "file.json").findings} & SUMS


@given(st.lists(AMOUNTS, min_size=4, max_size=4))
def test_exact_stages_and_their_sum_are_never_flagged(stages: list[Decimal]) -> None:
    """A total that is the sum of its stages, of any digits, has no finding on its sum."""
    total = sum(stages, Decimal(0))
    plain = [Decimal(format_decimal(value)) for value in (*stages, total)]
    assert codes_of(passport(plain[:4], plain[4])) == set()


@given(
    st.lists(AMOUNTS, min_size=4, max_size=4),
    st.sampled_from([-1, 1]),
    st.decimals(min_value="0.000001", max_value=1_000, places=6),
)
def test_a_total_beyond_the_tolerance_is_always_flagged(
    stages: list[Decimal], side: int, beyond: Decimal
) -> None:
    """The tolerance is half a unit of the last digit of each number, and no more."""
    plain = [Decimal(format_decimal(value)) for value in stages]
    exact = sum(plain, Decimal(0)).quantize(Decimal("0.0000001"))
    # A total of seven places adds 0.00000005 to the tolerance of the stages.
    allowed = rounding_allowance([*plain, Decimal("0.0000001")])
    off = exact + side * (allowed + beyond)
    assert "lint.stage_sum" in codes_of(passport(plain, off))


@given(st.lists(AMOUNTS, min_size=4, max_size=4), st.integers(min_value=0, max_value=5))
def test_rounded_stages_beside_a_rounded_total_are_no_error(
    stages: list[Decimal], places: int
) -> None:
    """Every number may be rounded for itself: an honest file is not accused."""
    unit = Decimal(1).scaleb(-places)
    plain = [value.quantize(unit) for value in (*stages, sum(stages, Decimal(0)))]
    # A stage that rounds to zero states no place, and so explains none.
    if all(plain[:4]):
        assert "lint.stage_sum" not in codes_of(passport(plain[:4], plain[4]))


@pytest.mark.parametrize("name", PACT_SAMPLES)
def test_the_samples_of_pact(name: str) -> None:
    """Three of the four do not add up; the fourth's land use change has one digit, which a reader cannot check."""
    stated, summed, _ = PACT_SAMPLES[name]
    rows = report(pact_sample(name)).findings
    expected = {
        "example-1": [("error", "lint.part_sum")],
        "example-2": [("error", "lint.part_sum")],
        "example-3": [],
        "example-4": [("warning", "lint.coarse")],
    }[name]
    assert [(row.severity, row.code) for row in rows] == expected
    for row in rows:
        assert (row.stated, row.recomputed) == (stated, summed)
        assert row.place == "pcf.pcfExcludingBiogenicUptake"


def test_the_sums_of_goods_that_cannot_be_imported() -> None:
    """Goods in liters are a unit of PACT, and their total is checked as any other."""
    total, _, parts = PACT_SAMPLES["example-2"]
    members = {"pcfExcludingBiogenicUptake": total, "pcfIncludingBiogenicUptake": total, **parts}
    content = pact_3(declaredUnitOfMeasurement="liter", declaredUnitAmount="12", **members)
    assert found(content) == [("error", "lint.part_sum", "pcf.pcfExcludingBiogenicUptake")]


def test_shares_in_per_cent_beside_a_small_total() -> None:
    """Stages of 100.01 beside a total of 0.2: the sum is wrong, and the reason is named."""
    first, second = report(battery_pass((60.01, 30, 5, 5))).findings
    assert (first.code, first.stated, first.recomputed) == ("lint.stage_sum", "0.2", "100.01")
    assert (second.code, second.stated, second.recomputed) == ("lint.percentage", "100.01", "0.2")
    assert second.place == "carbonFootprintPerLifecycleStage"
    assert "1.555" in first.detail


@pytest.mark.parametrize("write", [battery_pass, gefeg, catena_x_pass, component])
@pytest.mark.parametrize(
    ("stages", "total", "codes"),
    [
        ((0.6, 0.3, 0.05, 0.05), 0.2, {"lint.stage_sum", "lint.percentage"}),
        ((60, 30, 5, 5), 100, set()),
        ((60, 30, 5, 5), 100.4, set()),
        ((60, 30, 5, 5), 103, {"lint.stage_sum"}),
        ((1.2, 0.6, 0.3, 0.1), 2.5, {"lint.stage_sum"}),
        ((1.2, 0.6, 0.3, 0.1), 2.4, {"lint.coarse"}),
    ],
)
def test_stages_of_every_passport(
    write: object, stages: tuple[float, ...], total: float, codes: set[str]
) -> None:
    """The same rule for all: shares, sums that agree, sums that rounding explains, and sums that it does not."""
    assert callable(write)
    assert sum_codes(write(stages, total)) == codes


def test_an_exponent_widens_no_tolerance() -> None:
    """1E2 is 100, not a number between 50 and 150."""
    data = passport([Decimal(100), Decimal(40), Decimal(8), Decimal(1)], Decimal("1E+2"))
    assert codes_of(data) == {"lint.stage_sum"}


def test_the_sums_of_a_declaration() -> None:
    """A1 to A3, and the three parts of a total; a part without CO2 counts in or not."""
    assert sum_codes(openepd()) == set()
    assert sum_codes(openepd(A1=8.25)) == {"lint.part_sum"}
    assert sum_codes(openepd(C3=5.25)) == {"lint.part_sum"}
    content = openepd()
    content["impacts"]["EF 3.1"]["gwp-nonCO2"] = {"C3": {"mean": 1.25, "unit": "kgCO2e"}}
    assert sum_codes(content) == set()
    content["impacts"]["EF 3.1"]["gwp"]["C3"]["mean"] = 5.51
    assert sum_codes(content) == set()
    content["impacts"]["EF 3.1"]["gwp"]["C3"]["mean"] = 5.01
    assert sum_codes(content) == {"lint.part_sum"}
