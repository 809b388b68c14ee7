"""The closed vocabularies: life-cycle stages, process codes from mine to recycler, units, and the words of a row.

Stages are those of Annex II point 4 of Regulation (EU) 2023/1542; a process code is `<stage>.<process>`. Words of the
field (ISO 14040, PEF) are kept as they are. Word lists only grow: a word never changes its meaning.
"""

from enum import StrEnum
from functools import cached_property


class Stage(StrEnum):
    """Life-cycle stages of the Battery Regulation, Annex II point 4."""

    RAW_MATERIAL = "raw_material"
    MAIN_PRODUCTION = "main_production"
    DISTRIBUTION = "distribution"
    END_OF_LIFE = "end_of_life"


class ProcessCode(StrEnum):
    """The processes of a site, from mine to recycler; the part before the point is the stage."""

    RAW_UNSPECIFIED = "raw_material.unspecified"
    MINING = "raw_material.mining"
    BRINE = "raw_material.brine"
    CONCENTRATION = "raw_material.concentration"
    SMELTING = "raw_material.smelting"
    HYDROMETALLURGY = "raw_material.hydrometallurgy"
    REFINING = "raw_material.refining"
    CHEMICAL = "raw_material.chemical"
    GRAPHITIZATION = "raw_material.graphitization"
    COATING = "raw_material.coating"
    PRECURSOR = "raw_material.precursor"
    CATHODE_ACTIVE_MATERIAL = "raw_material.cathode_active_material"
    ANODE_ACTIVE_MATERIAL = "raw_material.anode_active_material"
    ELECTROLYTE = "raw_material.electrolyte"
    SEPARATOR = "raw_material.separator"
    FOIL = "raw_material.foil"
    CASING = "raw_material.casing"
    ELECTRONICS = "raw_material.electronics"
    POLYSILICON = "raw_material.polysilicon"
    INGOT = "raw_material.ingot"
    BRICK = "raw_material.brick"
    WAFER = "raw_material.wafer"
    STEELMAKING = "raw_material.steelmaking"
    FORGING = "raw_material.forging"
    TUBE_DRAWING = "raw_material.tube_drawing"
    WIRE_DRAWING = "raw_material.wire_drawing"
    HEAT_TREATMENT = "raw_material.heat_treatment"
    SCRAP_RECYCLING = "raw_material.scrap_recycling"
    IRONMAKING = "raw_material.ironmaking"
    CASTING = "raw_material.casting"
    ROLLING = "raw_material.rolling"
    EXTRUSION = "raw_material.extrusion"
    ALUMINA = "raw_material.alumina"
    ALUMINIUM_ELECTROLYSIS = "raw_material.aluminium_electrolysis"
    ELECTROLYSIS = "raw_material.electrolysis"
    STEAM_CRACKING = "raw_material.steam_cracking"
    POLYMERISATION = "raw_material.polymerisation"
    PLASTICS_PROCESSING = "raw_material.plastics_processing"
    CEMENT = "raw_material.cement"
    GLASS = "raw_material.glass"
    WOOD_AND_PAPER = "raw_material.wood_and_paper"
    TEXTILES = "raw_material.textiles"
    AGRICULTURE = "raw_material.agriculture"
    SEMICONDUCTOR = "raw_material.semiconductor"
    CIRCUIT_BOARD = "raw_material.circuit_board"
    ENERGY_SUPPLY = "raw_material.energy_supply"
    RAW_TRANSPORT = "raw_material.transport"
    MAIN_UNSPECIFIED = "main_production.unspecified"
    ELECTRODE = "main_production.electrode"
    CELL = "main_production.cell"
    MODULE = "main_production.module"
    PACK = "main_production.pack"
    PHOTOVOLTAIC_CELL = "main_production.photovoltaic_cell"
    PHOTOVOLTAIC_MODULE = "main_production.photovoltaic_module"
    WELDING = "main_production.welding"
    MACHINING = "main_production.machining"
    FORMING = "main_production.forming"
    SURFACE_TREATMENT = "main_production.surface_treatment"
    ELECTRONICS_ASSEMBLY = "main_production.electronics_assembly"
    ASSEMBLY = "main_production.assembly"
    DISTRIBUTION_UNSPECIFIED = "distribution.unspecified"
    DISTRIBUTION_TRANSPORT = "distribution.transport"
    END_OF_LIFE_UNSPECIFIED = "end_of_life.unspecified"
    COLLECTION = "end_of_life.collection"
    DISMANTLING = "end_of_life.dismantling"
    SHREDDING = "end_of_life.shredding"
    PYROMETALLURGICAL_RECYCLING = "end_of_life.pyrometallurgy"
    HYDROMETALLURGICAL_RECYCLING = "end_of_life.hydrometallurgy"
    DIRECT_RECYCLING = "end_of_life.direct_recycling"
    DISPOSAL = "end_of_life.disposal"

    @cached_property
    def stage(self) -> Stage:
        """The life-cycle stage of the process."""
        return Stage(self.value.partition(".")[0])


class Unit(StrEnum):
    """Units of amounts; m2a is a square metre of land for a year, kWp the peak power of photovoltaics.

    kWh and MJ are distinct on purpose: nothing is converted unseen.
    """

    KG = "kg"
    KWH = "kWh"
    KWP = "kWp"
    MJ = "MJ"
    M3 = "m3"
    TKM = "tkm"
    PIECE = "piece"
    UNIT = "unit"
    M = "m"
    M2 = "m2"
    M2A = "m2a"
    H = "h"


class Group(StrEnum):
    """Sub-categories of climate change that a figure keeps apart; `unspecified` for factors without one."""

    FOSSIL = "fossil"
    BIOGENIC = "biogenic"
    LAND_USE_CHANGE = "land_use_change"
    UPTAKE = "uptake"
    UNSPECIFIED = "unspecified"


class Sign(StrEnum):
    """Burden or credit: kept apart, so that a net figure never hides a credit."""

    BURDEN = "burden"
    CREDIT = "credit"


class CircularTerm(StrEnum):
    """Parts of a figure that the Circular Footprint Formula adds; the rest of a figure has no term.

    With A = 1 (cut-off) the first three are zero, so a figure without them is the cut-off figure.
    """

    RECYCLED_CONTENT = "recycled_content"
    RECYCLING = "recycling"
    SUBSTITUTION = "substitution"
    ENERGY_RECOVERY = "energy_recovery"
    DISPOSAL = "disposal"


class Purpose(StrEnum):
    """The purpose of a row; with the process code it decides the stage if a rulebook assigns stages by rule.

    `processing` is work on goods that are counted elsewhere, without mass of its own. At end of life, `disposal` treats
    the part that is not recovered, and `energy_recovery` the part that is burnt for its energy.
    """

    MATERIAL = "material"
    PACKAGING = "packaging"
    ENERGY = "energy"
    TRANSPORT = "transport"
    DIRECT = "direct"
    PROCESSING = "processing"
    DISPOSAL = "disposal"
    ENERGY_RECOVERY = "energy_recovery"


class Source(StrEnum):
    """The source of an activity's factor: a dataset, or a declared figure without evidence."""

    DATASET = "dataset"
    DECLARED = "declared"


class Supply(StrEnum):
    """The way in which electricity is supplied."""

    ON_SITE = "on_site"
    DIRECT_LINE = "direct_line"
    CONTRACT = "contract"
    GRID = "grid"


class Known(StrEnum):
    """The way in which the amount of a row is known."""

    METERED = "metered"
    INVOICED = "invoiced"
    WEIGHED = "weighed"
    ASSAYED = "assayed"
    CALCULATED = "calculated"
    ESTIMATED = "estimated"
    APPORTIONED = "apportioned"


class DataBasis(StrEnum):
    """The basis of an entry's amounts: a lot, a site over a period, a model, or a customer's report.

    `opaque_import` is the basis of a row with an imported figure, never of an entry.
    """

    LOT_ACTUAL = "lot_actual"
    SITE_PERIOD_AVERAGE = "site_period_average"
    MODEL_DECLARED = "model_declared"
    REPORTED_BY_CUSTOMER = "reported_by_customer"
    OPAQUE_IMPORT = "opaque_import"


class OutputRole(StrEnum):
    """The role of an output: main and co-products share the burdens; by-products and scrap carry none.

    Scrap is production waste that is recycled; the burdens of its material stay with the process that made it.
    """

    MAIN = "main"
    CO_PRODUCT = "co_product"
    BY_PRODUCT = "by_product"
    SCRAP = "scrap"


class AllocationBasis(StrEnum):
    """The quantity in whose ratio burdens are allocated to main and co-products."""

    MASS = "mass"
    ENERGY = "energy"
    REVENUE = "revenue"


class Use(StrEnum):
    """The use of a delivery: a physical one draws on the line; a representative one gives a figure without a draw."""

    PHYSICAL = "physical"
    REPRESENTATIVE = "representative"


class CompositionRole(StrEnum):
    """The role of a row in a calculation."""

    PRODUCT = "product"
    DISTRIBUTION = "distribution"
    END_OF_LIFE = "end_of_life"


class Category(StrEnum):
    """Battery categories of Regulation (EU) 2023/1542 for which a rulebook can define a functional unit."""

    EV = "EV"
    LMT = "LMT"
    INDUSTRIAL = "industrial"


class Role(StrEnum):
    """The roles of a participant."""

    SUPPLIER = "supplier"
    MANUFACTURER = "manufacturer"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    REGISTRAR = "registrar"
    WITNESS = "witness"


class Custody(StrEnum):
    """The place of a private key, as its owner states it."""

    FILE = "file"
    BROWSER = "browser"
    HSM = "hsm"


class Reason(StrEnum):
    """The reason why a statement is replaced or withdrawn."""

    CORRECTION = "correction"
    NEW_DATA = "new_data"
    METHOD_CHANGE = "method_change"
    ENTERED_IN_ERROR = "entered_in_error"


class CredentialKind(StrEnum):
    """The kind of holder of a credential."""

    PERSON = "person"
    MACHINE = "machine"
    SCRIPT = "script"


class Audience(StrEnum):
    """The readers for whom a bundle is made."""

    AUDITOR = "auditor"
    MANUFACTURER = "manufacturer"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    PUBLIC = "public"
