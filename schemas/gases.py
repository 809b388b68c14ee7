"""Greenhouse gases that a row of direct emissions may name, and the origins of their carbon.

A blend is stated as its components (R-410A is half HFC-32, half HFC-125). A characterization set gives the kg CO2e per
kg, and need not have a factor for each gas: carbon monoxide is listed so that it can be stated, though EF 3.1 gives it
no factor. Left out: hydrogen, volatile organic compounds as a group, and sulfuryl fluoride, which EF 3.1 does not
characterize either. The list only grows.
"""

from enum import StrEnum


class Gas(StrEnum):
    """The greenhouse gases that a row of direct emissions may name.

    The names follow the EF 3.1 flows and the IPCC's lists: CF4 is PFC-14, C2F6 PFC-116, c-C4F8 PFC-318, C4 nitrile the
    substitute of SF6 in switchgear, HFC-1132a vinylidene fluoride.
    """

    CO2 = "co2"
    CH4 = "ch4"
    N2O = "n2o"
    SF6 = "sf6"
    NF3 = "nf3"
    SF5CF3 = "sf5cf3"

    CO = "co"
    ETHANE = "ethane"
    PROPANE = "propane"
    N_BUTANE = "n_butane"

    CF4 = "cf4"
    C2F6 = "c2f6"
    C3F8 = "c3f8"
    C_C4F8 = "c_c4f8"
    C4F10 = "c4f10"
    C5F12 = "c5f12"
    C6F14 = "c6f14"
    C7F16 = "c7f16"
    C8F18 = "c8f18"
    C10F18 = "c10f18"
    PFPMIE = "pfpmie"
    PERFLUORODECALIN_CIS = "perfluorodecalin_cis"
    PERFLUORODECALIN_TRANS = "perfluorodecalin_trans"
    PERFLUORO_2_METHYL_3_PENTANONE = "perfluoro_2_methyl_3_pentanone"
    C4_NITRILE = "c4_nitrile"
    TETRAFLUOROETHYLENE = "tetrafluoroethylene"
    HEXAFLUOROPROPENE = "hexafluoropropene"

    HFC_23 = "hfc_23"
    HFC_32 = "hfc_32"
    HFC_41 = "hfc_41"
    HFC_125 = "hfc_125"
    HFC_134 = "hfc_134"
    HFC_134A = "hfc_134a"
    HFC_143 = "hfc_143"
    HFC_143A = "hfc_143a"
    HFC_152 = "hfc_152"
    HFC_152A = "hfc_152a"
    HFC_161 = "hfc_161"
    HFC_227CA = "hfc_227ca"
    HFC_227EA = "hfc_227ea"
    HFC_236CB = "hfc_236cb"
    HFC_236EA = "hfc_236ea"
    HFC_236FA = "hfc_236fa"
    HFC_245CA = "hfc_245ca"
    HFC_245CB = "hfc_245cb"
    HFC_245EA = "hfc_245ea"
    HFC_245EB = "hfc_245eb"
    HFC_245FA = "hfc_245fa"
    HFC_263FB = "hfc_263fb"
    HFC_272CA = "hfc_272ca"
    HFC_329P = "hfc_329p"
    HFC_365MFC = "hfc_365mfc"
    HFC_43_10MEE = "hfc_43_10mee"
    HFC_1132A = "hfc_1132a"
    HFC_1141 = "hfc_1141"
    HFO_1234YF = "hfo_1234yf"
    HFO_1234ZE_E = "hfo_1234ze_e"
    HFO_1234ZE_Z = "hfo_1234ze_z"
    HFO_1336MZZ_Z = "hfo_1336mzz_z"

    HFE_125 = "hfe_125"
    HFE_134 = "hfe_134"
    HFE_143A = "hfe_143a"
    HFE_7100_N = "hfe_7100_n"
    HFE_7100_I = "hfe_7100_i"
    HFE_7200_N = "hfe_7200_n"
    HFE_7200_I = "hfe_7200_i"

    CFC_11 = "cfc_11"
    CFC_12 = "cfc_12"
    CFC_13 = "cfc_13"
    CFC_113 = "cfc_113"
    CFC_114 = "cfc_114"
    CFC_115 = "cfc_115"
    HCFC_21 = "hcfc_21"
    HCFC_22 = "hcfc_22"
    HCFC_31 = "hcfc_31"
    HCFC_123 = "hcfc_123"
    HCFC_124 = "hcfc_124"
    HCFC_141B = "hcfc_141b"
    HCFC_142B = "hcfc_142b"
    HCFO_1233ZD_E = "hcfo_1233zd_e"

    HALON_1211 = "halon_1211"
    HALON_1301 = "halon_1301"
    HALON_2402 = "halon_2402"

    CCL4 = "ccl4"
    CH2CL2 = "ch2cl2"
    CHCL3 = "chcl3"
    CH3CL = "ch3cl"
    CH3BR = "ch3br"
    CH3CCL3 = "ch3ccl3"
    DICHLOROETHANE_1_2 = "dichloroethane_1_2"
    TETRACHLOROETHENE = "tetrachloroethene"
    TRICHLOROETHENE = "trichloroethene"


class GasOrigin(StrEnum):
    """The origin of the carbon in a direct emission.

    `uptake` is a removal by growing biomass, `land_use_uptake` a removal by soil or standing forest on changed land.
    """

    FOSSIL = "fossil"
    BIOGENIC = "biogenic"
    LAND_USE_CHANGE = "land_use_change"
    UPTAKE = "uptake"
    LAND_USE_UPTAKE = "land_use_uptake"
