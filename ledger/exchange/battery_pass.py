"""A declaration as the aspect `CarbonFootprintForBatteries` 1.2.0 of the BatteryPass data model.

The model follows DIN DKE SPEC 99100:2025-02, chapter 6.3. Its stage values are in kg CO2e per kWh of total energy, as
its unit says; its own text calls them a share. Numbers have the digits of the declaration, and no others. The model
requires a performance class: until an act sets limits it is the word `none`. It has no place for the digests, the
audit or the standing of a declaration. So it is written of declarations in force alone, and its reader follows the
study's address to the rest.

Source: the published schema, io.BatteryPass.CarbonFootprint 1.2.0. Left out: the other aspects of a passport.
"""

from decimal import Decimal

from ledger.exchange.json_numbers import Json, write_json
from schemas.errors import CradleError
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Stage

STAGES = {
    Stage.RAW_MATERIAL: "RawMaterialExtraction",
    Stage.MAIN_PRODUCTION: "MainProduction",
    Stage.DISTRIBUTION: "Distribution",
    Stage.END_OF_LIFE: "Recycling",
}
NO_CLASS = "none"


def battery_pass_of(document: DeclarationDocument) -> bytes:
    """Write the aspect of a declaration in force, as a JSON file; a study never looks like one.

    Raises:
        CradleError: `exchange.standing` if no declaration under law in force states the figure; `exchange.study` if it
            names no public study, which the model requires.
    """
    if not is_passport(document.standing):
        detail = "Passport data are of a declaration in force, and this figure is none; send its study or bundle."
        raise CradleError("exchange.standing", detail, "standing")
    return aspect_of(document)


def is_passport(standing: FigureStanding) -> bool:
    """True for a figure that a declaration in force states, under law in force."""
    return standing.law == "declared" and standing.is_declared


def aspect_of(document: DeclarationDocument) -> bytes:
    """The aspect as it would be written of this figure, with which a file of others is compared.

    Raises:
        CradleError: `exchange.study`.
    """
    if document.study is None or document.per_battery is None:
        detail = "The passport's aspect needs the address of the public study; declare it first."
        raise CradleError("exchange.study", detail, "study")
    stages: list[Json] = [
        {"lifecycleStage": STAGES[row.stage], "carbonFootprint": Decimal(row.value)}
        for row in document.stages
    ]
    aspect: Json = {
        "batteryCarbonFootprint": Decimal(document.total),
        "carbonFootprintPerLifecycleStage": stages,
        "carbonFootprintPerformanceClass": document.performance_class or NO_CLASS,
        "carbonFootprintStudy": document.study,
        "absoluteCarbonFootprint": Decimal(document.per_battery),
    }
    return write_json(aspect)
