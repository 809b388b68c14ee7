"""The words of a figure that a row takes from a file of another exchange: its format, and the parts it keeps apart."""

from enum import StrEnum


class ExternalFormat(StrEnum):
    """Formats of other exchanges from whose files a row may take its figure."""

    PACT_2 = "pact-2"
    PACT_3 = "pact-3"
    CATENA_X_PCF_9 = "catena-x-pcf-9"
    CATENA_X_BATTERY_COMPONENT_1 = "catena-x-battery-component-1"


class ExternalPart(StrEnum):
    """Parts that an imported figure keeps apart, since a rulebook need not count each of them.

    `biogenic` is greenhouse gases from biomass, `land_management` carbon lost by land in use. Three parts are negative:
    `land_removal`, carbon gained by land in use; `uptake` by growing biomass; `capture`, CO2 stored by technology.
    """

    FOSSIL = "fossil"
    BIOGENIC = "biogenic"
    LAND_USE_CHANGE = "land_use_change"
    LAND_MANAGEMENT = "land_management"
    LAND_REMOVAL = "land_removal"
    UPTAKE = "uptake"
    CAPTURE = "capture"
    UNSPECIFIED = "unspecified"
