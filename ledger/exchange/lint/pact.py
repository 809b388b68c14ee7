"""PACT product footprints, data models 3 and 2: the findings of `cradle import`, and what a careful reader adds.

`ledger.exchange.pact.findings` checks the members and `ledger.footprint.external.pact` the sums; here they get the
linter's codes, and totals are checked in every unit, also in those that Cradle cannot import, such as liters. Added:

- carbon: a product is no lighter than the carbon in it, and takes up no more CO2 than 44/12 of its biogenic carbon;
- mass: goods declared in kilograms weigh their declared amount;
- ids: check digits of GTINs, and a footprint that names itself as its predecessor;
- times: a footprint that was made before its reference period ended;
- exemptions: more than 5 % of the emissions left out, the limit until version 3.

Left out: members that are free text, and the reporting rules of the PACT Methodology.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from ledger.exchange.lint.finding import (
    collect,
    error,
    node_at,
    of_problem,
    of_refusal,
    remark,
    warning,
)
from ledger.exchange.lint.masses import MASS, carbon_faults, mass_faults, uptake_faults
from ledger.exchange.lint.numbers import (
    Bound,
    missing_faults,
    number,
    number_faults,
    unit_faults,
)
from ledger.exchange.lint.sums import PART_SUM, sums_of
from ledger.exchange.lint.texts import moment, product_faults, uuid_faults
from ledger.exchange.pact.findings import member_faults, name_faults, place_faults, time_faults
from ledger.exchange.pact.wire_check import check_members
from ledger.footprint.external.document import Fields
from ledger.footprint.external.pact import VERSION_2, pact_2_sums, pact_3_sums
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import DeclaredUnit
from schemas.views.lint_report import LintFinding

CARBON = ("fossilCarbonContent", "biogenicCarbonContent")
"""The members in kg of carbon in the product."""

LARGEST_EXEMPTION = Decimal(5)
"""The largest share of emissions, in per cent, that PACT 2 lets a footprint leave out."""

MANDATORY_2 = (
    "declaredUnit",
    "unitaryProductAmount",
    "pCfExcludingBiogenic",
    "fossilGhgEmissions",
    "fossilCarbonContent",
    "biogenicCarbonContent",
    "characterizationFactors",
    "referencePeriodStart",
    "referencePeriodEnd",
)
UNITS_2 = tuple(
    word for word in get_args(DeclaredUnit) if word not in {"piece", "hour", "megabit second"}
)
BOUNDS_2 = {
    "unitaryProductAmount": Bound.POSITIVE,
    "pCfExcludingBiogenic": Bound.NOT_NEGATIVE,
    "pCfIncludingBiogenic": Bound.ANY,
    "fossilGhgEmissions": Bound.NOT_NEGATIVE,
    "fossilCarbonContent": Bound.NOT_NEGATIVE,
    "biogenicCarbonContent": Bound.NOT_NEGATIVE,
    "dLucGhgEmissions": Bound.NOT_NEGATIVE,
    "otherBiogenicGhgEmissions": Bound.NOT_NEGATIVE,
    "iLucGhgEmissions": Bound.NOT_NEGATIVE,
    "aircraftGhgEmissions": Bound.NOT_NEGATIVE,
    "packagingGhgEmissions": Bound.NOT_NEGATIVE,
    "landManagementGhgEmissions": Bound.ANY,
    "biogenicCarbonWithdrawal": Bound.ANY,
    "productMassPerDeclaredUnit": Bound.NOT_NEGATIVE,
    "exemptedEmissionsPercent": Bound.PERCENT,
    "primaryDataShare": Bound.PERCENT,
}
"""The numbers of version 2; a withdrawal was first written as positive and later as negative."""


def lint_pact_3(top: Fields) -> list[LintFinding]:
    """Check a footprint of version 3."""
    findings = collect(top, [_members(top), _ids(top)])
    places = {row.place for row in findings}
    pcf = node_at(top, "pcf")
    checks: list[Iterator[LintFinding]] = [_form(top, places), _status(top)]
    if pcf is not None:
        checks += [
            sums_of(top, PART_SUM, lambda: pact_3_sums(pcf), findings),
            carbon_faults(number(pcf, MASS), pcf, CARBON),
            uptake_faults(pcf, "biogenicCO2Uptake", number(pcf, CARBON[1])),
            mass_faults(pcf, "declaredUnitOfMeasurement", "declaredUnitAmount"),
            created_faults(top, pcf),
            _exempted(pcf),
        ]
    return [*findings, *collect(top, checks)]


def lint_pact_2(top: Fields) -> list[LintFinding]:
    """Check a footprint of version 2."""
    pcf = node_at(top, "pcf")
    findings = [] if pcf is None else collect(top, _numbers_2(pcf))
    checks: list[Iterator[LintFinding]] = [
        missing_faults(top, ("id", "pcf", "companyIds", "productIds", "created")),
        _version_2(top),
        (of_problem(top, row) for row in name_faults(top)),
        _ids(top),
        _status(top),
    ]
    if pcf is not None:
        checks += [
            (of_problem(top, row) for row in time_faults(top, pcf)),
            (of_problem(top, row) for row in place_faults(pcf)),
            unit_faults(pcf, "declaredUnit", *UNITS_2),
            sums_of(top, PART_SUM, lambda: pact_2_sums(pcf), findings),
            carbon_faults(number(pcf, MASS), pcf, CARBON),
            mass_faults(pcf, "declaredUnit", "unitaryProductAmount"),
            created_faults(top, pcf),
            _exempted(pcf),
        ]
    return [*findings, *collect(top, checks)]


def _version_2(top: Fields) -> Iterator[LintFinding]:
    text = top.stated("specVersion") or ""
    if VERSION_2.fullmatch(text) is None:
        detail = f"{text:.40} is not a version of PACT 2; write one such as 2.3.0."
        yield error("lint.type", top.path("specVersion"), detail, text)


def _members(top: Fields) -> Iterator[LintFinding]:
    yield from (of_problem(top, problem) for problem in member_faults(top))


def _form(top: Fields, places: set[str]) -> Iterator[LintFinding]:
    """Report the first mandatory member that is missing or malformed, unless its place has a finding."""
    try:
        check_members(top)
    except CradleError as refused:
        if refused.place not in places:
            yield of_refusal(top, refused)


def _numbers_2(pcf: Fields) -> list[Iterator[LintFinding]]:
    return [
        missing_faults(pcf, MANDATORY_2),
        number_faults(pcf, BOUNDS_2, strings=True),
    ]


def _ids(top: Fields) -> Iterator[LintFinding]:
    if top.has("id"):
        yield from uuid_faults(top, "id")
    if top.has("precedingPfIds") and top.text("id") in top.texts("precedingPfIds"):
        detail = "The footprint names itself as its predecessor; a changed footprint has a new id. Correct one of them."
        yield error("lint.identifier", top.path("precedingPfIds"), detail, top.stated("id"))
    if top.has("productIds"):
        yield from product_faults(top, "productIds")


def _status(top: Fields) -> Iterator[LintFinding]:
    if top.stated("status") == "Deprecated":
        detail = "Its issuer has deprecated the footprint; ask for its replacement."
        yield remark("lint.deprecated", top.path("status"), detail, "Deprecated")


def _exempted(pcf: Fields) -> Iterator[LintFinding]:
    """Report a share of emissions left out above the limit of version 2; version 3 has none."""
    name = "exemptedEmissionsPercent"
    value, most = number(pcf, name), LARGEST_EXEMPTION
    if value is not None and value > most:
        detail = f"{value} % of the emissions are left out; until version 3 PACT allowed {most} %. Ask for the reason."
        yield warning("lint.range", pcf.path(name), detail, pcf.stated(name))


def created_faults(top: Fields, pcf: Fields) -> Iterator[LintFinding]:
    """Report a footprint that was made before the period that it is about ended."""
    created, ends = moment(top, "created"), moment(pcf, "referencePeriodEnd")
    if created is not None and ends is not None and created < ends:
        detail = "The footprint was made before its reference period ended, as if it were a forecast; check the times."
        yield warning("lint.date", top.path("created"), detail, top.stated("created"))
