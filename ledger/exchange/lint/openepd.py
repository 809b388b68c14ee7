"""openEPD, the JSON of environmental product declarations: `impacts` by LCIA method, indicator and module.

    impacts.<method>.<indicator>.<module> = {"mean": number, "unit": "kgCO2e", "rsd": number, "dist": word}

Indicators are `gwp` and its parts `gwp-fossil`, `gwp-biogenic`, `gwp-luluc` and `gwp-nonCO2`; modules are those of
EN 15804, with `A1A2A3` for the sum of A1 to A3. Checked are two sums:

    A1A2A3 = A1 + A2 + A3                              of each indicator that states all four
    gwp    = gwp-fossil + gwp-biogenic + gwp-luluc     of each module that states all four (EN 15804+A2)

Biogenic carbon in `gwp` counts `gwp-nonCO2` in or not, so a total that agrees either way is sound. Fossil emissions and
those of land use are not below zero before module D, which alone has benefits beyond the system. A total below zero
needs its biogenic part beside it. The end-of-life scenarios of an indicator are weighted by likelihoods that come to 1.

Source: the openEPD schema, as the package `openepd` has it (Apache-2.0). Left out: other indicators, resource use and
flows.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.exchange.lint.finding import collect, error, remark, rows_of, warning
from ledger.exchange.lint.numbers import Bound, missing_faults, number, number_faults, unit_faults
from ledger.exchange.lint.sums import PART_SUM, sum_faults
from ledger.exchange.lint.texts import link_faults, read_day
from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import Sum
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, format_decimal, rounding_allowance
from schemas.views.lint_report import LintFinding

UNIT = "kgCO2e"
TOTAL, FOSSIL, BIOGENIC, LAND_USE, NON_CO2 = (
    "gwp",
    "gwp-fossil",
    "gwp-biogenic",
    "gwp-luluc",
    "gwp-nonCO2",
)
INDICATORS = (TOTAL, FOSSIL, BIOGENIC, LAND_USE, NON_CO2)
GATE, GATE_PARTS = "A1A2A3", ("A1", "A2", "A3")
BENEFITS = "D"
MODULES = (
    GATE,
    *GATE_PARTS,
    *("A4", "A5", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1", "C2", "C3", "C4"),
    BENEFITS,
)
METHODS = frozenset(
    {
        *("CML 1992", "CML 2001", "CML 2007", "CML 2012", "CML 2016"),
        *("EF 2.0", "EF 3.0", "EF 3.1", "EN 15978:2011", "IPCC AR5", "LIME2"),
        *("ReCiPe 2008", "ReCiPe 2016", "TRACI 1.0", "TRACI 2.0", "TRACI 2.1", "USEtox 2.12"),
    }
)
"""The methods that the schema names; `Unknown LCIA` is none."""


def lint_openepd(top: Fields) -> list[LintFinding]:
    """Check a declaration."""
    impacts = rows_of(top, "impacts")
    checks: list[Iterator[LintFinding]] = [_head(top), _validity(top)]
    for methods in impacts:
        for method in methods.names():
            checks.append(_method(methods, method))
            for indicators in rows_of(methods, method):
                checks += _indicators(indicators)
    return collect(top, checks)


def _head(top: Fields) -> Iterator[LintFinding]:
    yield from missing_faults(top, ("declared_unit", "impacts"))
    if top.has("declared_unit"):
        unit = top.node("declared_unit")
        yield from missing_faults(unit, ("qty", "unit"))
        yield from number_faults(unit, {"qty": Bound.POSITIVE})
    if top.has("kg_per_declared_unit"):
        yield from number_faults(top.node("kg_per_declared_unit"), {"qty": Bound.NOT_NEGATIVE})
    if top.has("declaration_url") and "://" in (top.stated("declaration_url") or ""):
        yield from link_faults(top, "declaration_url")
    if top.has("impacts") and not top.node("impacts").names():
        detail = (
            "The declaration has no impacts, so it states no footprint; ask for a complete one."
        )
        yield error("lint.missing", top.path("impacts"), detail)


def _validity(top: Fields) -> Iterator[LintFinding]:
    days = [top.stated(name) for name in ("date_of_issue", "valid_until")]
    issued, ends = (read_day(day or "") for day in days)
    for name, text, day in zip(("date_of_issue", "valid_until"), days, (issued, ends), strict=True):
        if text is not None and day is None:
            detail = f"{text:.40} is not a time; write it as 2025-01-31T00:00:00Z."
            yield error("lint.date", top.path(name), detail, text)
    if issued is not None and ends is not None and ends <= issued:
        detail = (
            "The declaration expires before it was issued, or on that day; correct one of the days."
        )
        yield error("lint.date", top.path("valid_until"), detail, days[1])


def _method(methods: Fields, name: str) -> Iterator[LintFinding]:
    if name not in METHODS:
        detail = f"{name:.60} is not a method of the format, so its figures compare with none; name the method."
        yield warning("lint.method", methods.path(name), detail, name)
    node = methods.node(name)
    if TOTAL not in node.names():
        detail = "This method states no gwp, so it has no footprint."
        yield remark("lint.missing", node.path(TOTAL), detail)


def _indicators(indicators: Fields) -> Iterator[Iterator[LintFinding]]:
    """The checks on the footprint by one method."""
    for name in INDICATORS:
        for scopes in rows_of(indicators, name):
            yield _scopes(scopes, name)
            yield _gate(scopes)
            yield _scenarios(scopes)
    for module in MODULES:
        yield _parts(indicators, module)


def _scopes(scopes: Fields, indicator: str) -> Iterator[LintFinding]:
    """Check the unit, form and sign of each module."""
    for module in scopes.names():
        if module not in MODULES:
            continue
        value = scopes.node(module)
        yield from missing_faults(value, ("mean", "unit"))
        below = indicator in {TOTAL, BIOGENIC} or module == BENEFITS
        bound = Bound.ANY if below else Bound.NOT_NEGATIVE
        yield from number_faults(value, {"mean": bound, "rsd": Bound.NOT_NEGATIVE})
        yield from unit_faults(value, "unit", UNIT, closed=False)


def _mean(fields: Fields, module: str) -> Decimal | None:
    for value in rows_of(fields, module):
        return number(value, "mean")
    return None


def _gate(scopes: Fields) -> Iterator[LintFinding]:
    """Check the sum of A1 to A3."""
    total, parts = _mean(scopes, GATE), [_mean(scopes, module) for module in GATE_PARTS]
    values = tuple(part for part in parts if part is not None)
    if total is not None and len(values) == len(parts):
        yield from sum_faults(PART_SUM, [_sum(GATE, total, scopes.path(GATE), values)])


def _parts(indicators: Fields, module: str) -> Iterator[LintFinding]:
    """Check a module of the total against its fossil, biogenic and land use parts."""
    means = {
        name: value
        for name in INDICATORS
        for scopes in rows_of(indicators, name)
        if (value := _mean(scopes, module)) is not None
    }
    total = means.get(TOTAL)
    place = f"{indicators.path(TOTAL)}.{module}"
    if total is not None and total < ZERO and module != BENEFITS and BIOGENIC not in means:
        detail = "A total below zero needs the biogenic part that makes it so; state gwp-biogenic."
        yield error("lint.sign", place, detail, format_decimal(total))
    three = tuple(means[name] for name in (FOSSIL, BIOGENIC, LAND_USE) if name in means)
    if total is None or len(three) < len((FOSSIL, BIOGENIC, LAND_USE)):
        return
    counted = [_sum(TOTAL, total, place, three)]
    if NON_CO2 in means:
        counted.append(_sum(TOTAL, total, place, (*three, means[NON_CO2])))
    yield from sum_faults(PART_SUM, [min(counted, key=_distance)])


def _distance(total: Sum) -> Decimal:
    return EXACT.abs(total.difference)


def _sum(name: str, total: Decimal, place: str, parts: tuple[Decimal, ...]) -> Sum:
    return Sum(name, total, exact_sum(parts), counts=True, place=place, parts=parts)


def _scenarios(scopes: Fields) -> Iterator[LintFinding]:
    """Check that the likelihoods of end-of-life scenarios come to 1."""
    rows = rows_of(scopes, "C_scenarios")
    likely = [value for row in rows if (value := number(row, "likelihood")) is not None]
    if not rows or len(likely) < len(rows):
        return
    whole = exact_sum(likely)
    if EXACT.abs(EXACT.subtract(whole, ONE)) > rounding_allowance(likely):
        detail = f"The likelihoods of the scenarios come to {format_decimal(whole)}, not 1; correct them."
        yield error("lint.scenario", scopes.path("C_scenarios"), detail, format_decimal(whole), "1")
