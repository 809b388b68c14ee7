"""Battery passports with a total and its stages: BatteryPass 1.2.0, GEFEG BatteryPass-Ready 1.0.

    BatteryPass     aspect `CarbonFootprintForBatteries`: numbers in kg CO2e per kWh, stages in a list by word
    GEFEG           group `BatteryCarbonFootprint`: a value and its unit for the total and each stage

Sources: the aspect's JSON Schema 1.2.0; the members of the GEFEG group as OpenEPCIS' examples have them. Left out: the
other groups and aspects of a passport.
"""

from collections.abc import Iterator, Mapping

from ledger.exchange.lint.battery_figure import (
    StageValue,
    absolute_faults,
    class_faults,
    credit_faults,
    magnitude_faults,
    stage_faults,
    total_faults,
)
from ledger.exchange.lint.finding import collect, error, rows_of
from ledger.exchange.lint.numbers import Bound, missing_faults, number_faults, unit_faults
from ledger.exchange.lint.texts import link_faults
from ledger.footprint.external.document import Fields
from schemas.views.lint_report import LintFinding
from schemas.vocabulary import Stage

TOTAL, STAGES, STUDY = (
    "batteryCarbonFootprint",
    "carbonFootprintPerLifecycleStage",
    "carbonFootprintStudy",
)
CLASS, ABSOLUTE = "carbonFootprintPerformanceClass", "absoluteCarbonFootprint"

WORDS: Mapping[str, Stage] = {
    "RawMaterialExtraction": Stage.RAW_MATERIAL,
    "MainProduction": Stage.MAIN_PRODUCTION,
    "Distribution": Stage.DISTRIBUTION,
    "Recycling": Stage.END_OF_LIFE,
}
"""The stages in the words of BatteryPass."""

GROUP, PER_UNIT = "BatteryCarbonFootprint", "BatteryCarbonFootprintPerFunctionalUnit"
VALUE, UNIT = "kgCO2-equivalentPerKilowattHourValue", "kgCO2-equivalentPerKilowattHour"
GEFEG_UNIT = "kgCO2-eq/kWh"
CONTRIBUTIONS: Mapping[str, Stage] = {
    "ContributionOfRawMaterialAcquisitionAndPre-processingLifecycleStage": Stage.RAW_MATERIAL,
    "ContributionOfMainProductProductionLifecycleStage": Stage.MAIN_PRODUCTION,
    "ContributionOfDistributionLifecycleStage": Stage.DISTRIBUTION,
    "ContributionOfEndOfLifeAndRecyclingLifecycleStage": Stage.END_OF_LIFE,
}
"""The stages in the members of GEFEG."""


def lint_battery_pass(aspect: Fields) -> list[LintFinding]:
    """Check an aspect `CarbonFootprintForBatteries` of BatteryPass 1.2.0."""
    stages = list(_listed(aspect))
    checks = (
        missing_faults(aspect, (TOTAL, STAGES, CLASS, STUDY)),
        number_faults(aspect, {TOTAL: Bound.ANY, ABSOLUTE: Bound.ANY}),
        *(number_faults(row.fields, {row.name: Bound.ANY}) for row in stages),
        _words(aspect),
        stage_faults(stages, aspect.path(STAGES)),
        credit_faults(stages),
        total_faults(aspect, TOTAL, stages, aspect.path(STAGES)),
        magnitude_faults(aspect, TOTAL),
        absolute_faults(aspect, ABSOLUTE, TOTAL),
        class_faults(aspect, CLASS),
        link_faults(aspect, STUDY),
    )
    return collect(aspect, checks)


def _listed(aspect: Fields) -> Iterator[StageValue]:
    for row in rows_of(aspect, STAGES):
        stage = WORDS.get(row.stated("lifecycleStage") or "")
        if stage is not None:
            yield StageValue(stage, row, "carbonFootprint")


def _words(aspect: Fields) -> Iterator[LintFinding]:
    for row in aspect.nodes(STAGES) if aspect.has(STAGES) else ():
        yield from missing_faults(row, ("lifecycleStage", "carbonFootprint"))
        word = row.stated("lifecycleStage")
        if word is not None and word not in WORDS:
            detail = f"{word:.60} is not a stage of the model; use one of {', '.join(WORDS)}."
            yield error("lint.stages", row.path("lifecycleStage"), detail, word)


def lint_gefeg(group: Fields) -> list[LintFinding]:
    """Check a group `BatteryCarbonFootprint` of GEFEG BatteryPass-Ready 1.0."""
    place = group.path("").removesuffix(".")
    stages = [
        StageValue(stage, node, VALUE)
        for name, stage in CONTRIBUTIONS.items()
        for node in rows_of(group, name)
    ]
    checks = [
        missing_faults(group, (PER_UNIT,)),
        *(_amount(group, name) for name in (PER_UNIT, *CONTRIBUTIONS)),
        stage_faults(stages, place),
        credit_faults(stages),
        class_faults(group, "CarbonFootprintPerformanceClass"),
        link_faults(group, "WebLinkToPublicCarbonFootprintStudy"),
    ]
    for total in rows_of(group, PER_UNIT):
        checks += [total_faults(total, VALUE, stages, place), magnitude_faults(total, VALUE)]
    return collect(group, checks)


def _amount(group: Fields, name: str) -> Iterator[LintFinding]:
    """Check a value with its unit, if it is there."""
    if group.has(name):
        node = group.node(name)
        yield from missing_faults(node, (VALUE, UNIT))
        yield from number_faults(node, {VALUE: Bound.ANY})
        yield from unit_faults(node, UNIT, GEFEG_UNIT)
