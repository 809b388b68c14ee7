"""The footprint of a battery part, Catena-X `pcf_for_battery_component_supplier` 1.0.0.

- The absolute value is the sum of the four stages, each in the declared unit. The model's descriptions call them a
  percentage, so files with shares are common.
- The overall data quality rating is the mean of the three.
- More than 300 kg CO2e per kg is beyond the parts of a battery. That is the ceiling of a mounted circuit board, the
  worst part per kg (a judgement, on values of carculator_utils 1.3.5).

Source: the model's JSON Schema. Left out: the texts on quality parameters and metals, which have no form.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.exchange.lint.battery_figure import class_faults
from ledger.exchange.lint.finding import collect, node_at, require_nodes, warning
from ledger.exchange.lint.numbers import Bound, missing_faults, number, number_faults, unit_faults
from ledger.exchange.lint.sums import STAGE_SUM, share_faults, sums_of
from ledger.exchange.lint.texts import link_faults, order_faults, partner_faults
from ledger.footprint.external.battery_component import RATINGS, STAGES, UNITS, component_sums
from ledger.footprint.external.document import Fields
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, format_decimal, rounding_allowance
from schemas.errors import CradleError
from schemas.views.lint_report import LintFinding

SHARES = ("pcfValues", "sharesPerStage")
TOTAL = "absPcfValue"
LARGEST_PER_KG = Decimal(300)
_PARTNERS = (("legalidentifier", "BPNL"), ("siteIdentifier", "BPNS"))
_PLACE = Decimal("0.01")
"""The place to which a mean is shown."""

MANDATORY = (
    "secondaryEmissionFactorSources",
    "customerPartId",
    "manufacturerPartId",
    *RATINGS,
    "validityPeriod",
    "siteIdentifier",
    "legalidentifier",
    "productQualityParameter",
    "contentC02Metals",
)


def lint_component(top: Fields) -> list[LintFinding]:
    """Check the footprint of a battery part."""
    shares, values = node_at(top, *SHARES), node_at(top, SHARES[0])
    checks: list[Iterator[LintFinding]] = [
        missing_faults(top, MANDATORY),
        require_nodes(top, *SHARES),
        number_faults(top, {"primaryDataShare": Bound.PERCENT}),
        number_faults(top, dict.fromkeys(RATINGS, Bound.RATING)),
        _rating(top),
        *(_partner(top, name, kind) for name, kind in _PARTNERS),
        _validity(top),
    ]
    if values is not None:
        checks += [class_faults(values, "pcfPerformanceClass")]
        checks += [link_faults(values, "webLinkToCarbonFootPrintStudy")]
    findings = [] if shares is None else collect(top, [_values(shares)])
    if shares is not None:
        checks += [
            sums_of(top, STAGE_SUM, lambda: component_sums(shares), findings),
            _shares(shares),
            unit_faults(shares, "declaredUnit", *UNITS),
            _magnitude(shares),
        ]
    return [*findings, *collect(top, checks)]


def _partner(top: Fields, name: str, kind: str) -> Iterator[LintFinding]:
    if top.has(name):
        yield from partner_faults(top, name, kind)


def _values(shares: Fields) -> Iterator[LintFinding]:
    names = (*(name for name, _ in STAGES), TOTAL)
    yield from missing_faults(shares, (*names, "declaredUnit"))
    for name in names:
        if shares.has(name):
            yield from missing_faults(shares.node(name), ("stageValue",))
            yield from number_faults(shares.node(name), {"stageValue": Bound.NOT_NEGATIVE})


def _shares(shares: Fields) -> Iterator[LintFinding]:
    try:
        totals = component_sums(shares)
    except CradleError:
        return  # Another check reports it.
    for total in totals:
        yield from share_faults(total, shares.path("").removesuffix("."))


def _magnitude(shares: Fields) -> Iterator[LintFinding]:
    node = node_at(shares, TOTAL)
    value = None if node is None else number(node, "stageValue")
    if node is None or value is None or shares.stated("declaredUnit") != "CO2KG/KG":
        return
    if value > LARGEST_PER_KG:
        detail = (
            f"More than {LARGEST_PER_KG} kg CO2e per kg is beyond the parts of a battery, circuit boards included;"
            " check value and unit."
        )
        yield warning("lint.range", node.path("stageValue"), detail, node.stated("stageValue"))


def _rating(top: Fields) -> Iterator[LintFinding]:
    """Check the overall rating against the mean of the three others, times three; a whole score is exact."""
    *three, overall = (number(top, name) for name in RATINGS)
    ratings = [value for value in three if value is not None]
    if overall is None or len(ratings) < len(RATINGS) - 1:
        return
    count = Decimal(len(ratings))
    rounded = [value for value in ratings if value != value.to_integral_value()]
    allowed = EXACT.add(
        rounding_allowance(rounded), EXACT.multiply(rounding_allowance([overall]), count)
    )
    summed = exact_sum(ratings)
    if EXACT.abs(EXACT.subtract(EXACT.multiply(overall, count), summed)) > allowed:
        mean = format_decimal(EXPLAIN.divide(summed, count).quantize(_PLACE, context=EXPLAIN))
        detail = f"The overall rating is the mean of the three others, which is {mean}; correct one of them."
        place, text = top.path(RATINGS[-1]), top.stated(RATINGS[-1])
        yield warning("lint.rating", place, detail, text, mean)


def _validity(top: Fields) -> Iterator[LintFinding]:
    if top.has("validityPeriod"):
        period = top.node("validityPeriod")
        for name in ("validFrom", "validTo"):
            if period.has(name):
                period.timestamp(name)
        words = "The validity does not end after it starts; correct it."
        yield from order_faults(period, "validFrom", "validTo", words)
