"""Catena-X footprints, `io.catenax.pcf` 7, which companies exchange until the end of 2026.

The model calls the fossil emissions identical to the total without biogenic emissions. The total with them is that one
and its parts; the model does not state this sum, so a difference is a warning:

    including = excluding + land use change + land use + biogenic without CO2 + withdrawal

Distribution has the same members under a prefix, and its own totals. At most 5 % of the emissions may be left out.
Source: the model's JSON Schema, version 7.0.0. Left out: free texts.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.exchange.lint.catena_x import UNITS as UNITS_9
from ledger.exchange.lint.catena_x import WORLD, exemption_faults
from ledger.exchange.lint.finding import collect, node_at, of_problem, require_nodes, warning
from ledger.exchange.lint.masses import MASS, carbon_faults, mass_faults
from ledger.exchange.lint.numbers import Bound, missing_faults, number, number_faults, unit_faults
from ledger.exchange.lint.pact import LARGEST_EXEMPTION, created_faults
from ledger.exchange.lint.sums import PART_SUM, sum_faults
from ledger.exchange.lint.texts import company_faults, product_faults, uuid_faults
from ledger.exchange.pact.findings import place_faults, time_faults
from ledger.footprint.external.document import Fields
from ledger.footprint.external.figure import sum_at
from schemas.exchanged.pact.footprint import GEOGRAPHIES
from schemas.views.lint_report import LintFinding

UNITS = tuple(word for word in UNITS_9 if word not in {"hour", "megabit", "second"})
CARBON = ("extWBCSD_fossilCarbonContent", "carbonContentBiogenic")
RATINGS = (
    "completenessDQR",
    "technologicalDQR",
    "geographicalDQR",
    "temporalDQR",
    "reliabilityDQR",
)


class Totals(NamedTuple):
    """The members of production or distribution: both totals, and their parts."""

    excluding: str
    including: str
    fossil: str
    parts: tuple[str, ...]
    removal: str


PRODUCTION = Totals(
    "pcfExcludingBiogenic",
    "pcfIncludingBiogenic",
    "fossilGhgEmissions",
    ("dlucGhgEmissions", "extTFS_luGhgEmissions", "biogenicCarbonEmissionsOtherThanCO2"),
    "biogenicCarbonWithdrawal",
)
DISTRIBUTION = Totals(
    "distributionStagePcfExcludingBiogenic",
    "distributionStagePcfIncludingBiogenic",
    "distributionStageFossilGhgEmissions",
    (
        "extTFS_distributionStageDlucGhgEmissions",
        "extTFS_distributionStageLuGhgEmissions",
        "distributionStageBiogenicCarbonEmissionsOtherThanCO2",
    ),
    "distributionStageBiogenicCarbonWithdrawal",
)
LAND_USE = frozenset({"extTFS_luGhgEmissions", "extTFS_distributionStageLuGhgEmissions"})
"""The parts of either sign."""

MANDATORY = (
    "declaredUnit",
    "unitaryProductAmount",
    MASS,
    "pcfExcludingBiogenic",
    "referencePeriodStart",
    "referencePeriodEnd",
    GEOGRAPHIES[0],
)


def lint_pcf_7(top: Fields) -> list[LintFinding]:
    """Check a footprint of version 7."""
    pcf = node_at(top, "pcf")
    checks: list[Iterator[LintFinding]] = [
        missing_faults(top, ("id", "companyName", "companyIds", "productIds", "created")),
        require_nodes(top, "pcf"),
        uuid_faults(top, "id"),
        company_faults(top, "companyIds"),
        product_faults(top, "productIds"),
    ]
    if pcf is not None:
        checks += [
            missing_faults(pcf, MANDATORY),
            number_faults(pcf, _bounds()),
            unit_faults(pcf, "declaredUnit", *UNITS),
            mass_faults(pcf, "declaredUnit", "unitaryProductAmount"),
            exemption_faults(pcf, LARGEST_EXEMPTION),
            *(check for totals in (PRODUCTION, DISTRIBUTION) for check in _sums(pcf, totals)),
            _carbon(pcf),
            _geography(top, pcf),
            _times(top, pcf),
            _ratings(pcf),
        ]
    return collect(top, checks)


def _bounds() -> dict[str, Bound]:
    bounds = {
        "unitaryProductAmount": Bound.POSITIVE,
        MASS: Bound.NOT_NEGATIVE,
        "primaryDataShare": Bound.PERCENT,
        "carbonContentTotal": Bound.NOT_NEGATIVE,
        "aircraftGhgEmissions": Bound.NOT_NEGATIVE,
        "distributionStageAircraftGhgEmissions": Bound.NOT_NEGATIVE,
        "extWBCSD_packagingGhgEmissions": Bound.NOT_NEGATIVE,
        **dict.fromkeys(CARBON, Bound.NOT_NEGATIVE),
    }
    for totals in (PRODUCTION, DISTRIBUTION):
        bounds |= dict.fromkeys(
            (totals.excluding, totals.fossil, *totals.parts), Bound.NOT_NEGATIVE
        )
        bounds |= {totals.including: Bound.ANY, totals.removal: Bound.NOT_POSITIVE}
    return bounds | dict.fromkeys(LAND_USE, Bound.ANY)


def _sums(pcf: Fields, totals: Totals) -> Iterator[Iterator[LintFinding]]:
    excluding, including, fossil = (number(pcf, name) for name in totals[:3])
    if excluding is not None and fossil is not None:
        yield sum_faults(PART_SUM, [sum_at(pcf, totals.excluding, excluding, [fossil])])
    if excluding is not None and including is not None:
        parts = (number(pcf, name) for name in (*totals.parts, totals.removal))
        rows = [excluding, *(value for value in parts if value is not None)]
        total = sum_at(pcf, totals.including, including, rows)
        yield (
            row.model_copy(update={"severity": "warning"}) for row in sum_faults(PART_SUM, [total])
        )


def _carbon(pcf: Fields) -> Iterator[LintFinding]:
    whole, *rows = (number(pcf, name) for name in ("carbonContentTotal", *CARBON))
    parts = [row for row in rows if row is not None]
    if whole is not None and len(parts) == len(CARBON):
        yield from sum_faults("lint.carbon", [sum_at(pcf, "carbonContentTotal", whole, parts)])
    contents = CARBON if whole is None else ("carbonContentTotal",)
    yield from carbon_faults(number(pcf, MASS), pcf, contents)


def _geography(top: Fields, pcf: Fields) -> Iterator[LintFinding]:
    if pcf.stated(GEOGRAPHIES[0]) not in WORLD:
        yield from (of_problem(top, problem) for problem in place_faults(pcf))


def _times(top: Fields, pcf: Fields) -> Iterator[LintFinding]:
    yield from (of_problem(top, problem) for problem in time_faults(top, pcf))
    yield from created_faults(top, pcf)


def _ratings(pcf: Fields) -> Iterator[LintFinding]:
    if not pcf.has("dataQualityRating"):
        detail = "The data quality is not rated, which the model requires since 2025; rate it."
        yield warning("lint.missing", pcf.path("dataQualityRating"), detail)
        return
    ratings = pcf.node("dataQualityRating")
    yield from number_faults(
        ratings, {"coveragePercent": Bound.PERCENT, **dict.fromkeys(RATINGS, Bound.RATING)}
    )
