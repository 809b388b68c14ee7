"""Greenhouse gases that a row of direct emissions may name, and where their carbon comes from.

A blend is stated as its components (R-410A is half HFC-32, half HFC-125). What a gas comes to in kg CO2e is a
characterization set's business, and a set need not have a factor for each gas.
"""

from enum import StrEnum


class Gas(StrEnum):
    """Greenhouse gases a row of direct emissions may name."""

    CO2 = "co2"
    CH4 = "ch4"
    N2O = "n2o"
    SF6 = "sf6"
    NF3 = "nf3"
    CF4 = "cf4"
    C2F6 = "c2f6"
    HFC_23 = "hfc_23"
    HFC_32 = "hfc_32"
    HFC_125 = "hfc_125"
    HFC_134A = "hfc_134a"
    HFC_143A = "hfc_143a"


class GasOrigin(StrEnum):
    """Where the carbon of a direct emission comes from.

    `uptake` is a removal by growing biomass, `land_use_uptake` one by soil or standing forest on changed land.
    """

    FOSSIL = "fossil"
    BIOGENIC = "biogenic"
    LAND_USE_CHANGE = "land_use_change"
    UPTAKE = "uptake"
    LAND_USE_UPTAKE = "land_use_uptake"
