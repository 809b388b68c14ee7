"""Word lists: they only grow, so what stood in them once stands in them now."""

import pytest

from schemas import gases, vocabulary
from schemas.vocabulary import ProcessCode, Stage

GASES = """
co2 ch4 n2o sf6 nf3 sf5cf3 co ethane propane n_butane cf4 c2f6 c3f8
c_c4f8 c4f10 c5f12 c6f14 c7f16 c8f18 c10f18
pfpmie perfluorodecalin_cis perfluorodecalin_trans perfluoro_2_methyl_3_pentanone c4_nitrile
tetrafluoroethylene hexafluoropropene hfc_23 hfc_32 hfc_41 hfc_125 hfc_134 hfc_134a hfc_143 hfc_143a
hfc_152 hfc_152a hfc_161 hfc_227ca hfc_227ea hfc_236cb hfc_236ea hfc_236fa hfc_245ca hfc_245cb
hfc_245ea hfc_245eb hfc_245fa hfc_263fb hfc_272ca hfc_329p hfc_365mfc hfc_43_10mee hfc_1132a
hfc_1141 hfo_1234yf hfo_1234ze_e hfo_1234ze_z hfo_1336mzz_z hfe_125 hfe_134 hfe_143a hfe_7100_n
hfe_7100_i hfe_7200_n hfe_7200_i cfc_11 cfc_12 cfc_13 cfc_113 cfc_114 cfc_115 hcfc_21 hcfc_22
hcfc_31 hcfc_123 hcfc_124 hcfc_141b hcfc_142b hcfo_1233zd_e halon_1211 halon_1301 halon_2402
ccl4 ch2cl2 chcl3 ch3cl ch3br ch3ccl3 dichloroethane_1_2 tetrachloroethene trichloroethene
"""


def test_every_process_code_belongs_to_a_stage() -> None:
    """The part before the point is the life-cycle stage, and every stage has an unspecified code."""
    for code in ProcessCode:
        assert code.stage.value == code.value.split(".")[0]
    assert {f"{stage.value}.unspecified" for stage in Stage} <= {code.value for code in ProcessCode}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Stage", "raw_material main_production distribution end_of_life"),
        ("Unit", "kg kWh MJ m3 tkm piece unit m m2 h"),
        ("Group", "fossil biogenic land_use_change uptake unspecified"),
        ("Sign", "burden credit"),
        ("Purpose", "material packaging energy transport direct processing"),
        ("Source", "dataset declared"),
        ("Supply", "on_site direct_line contract grid"),
        ("Known", "metered invoiced weighed assayed calculated estimated apportioned"),
        ("DataBasis", "lot_actual site_period_average model_declared reported_by_customer"),
        ("OutputRole", "main co_product by_product"),
        ("AllocationBasis", "mass energy revenue"),
        ("Use", "physical representative"),
        ("CompositionRole", "product distribution end_of_life"),
        ("Role", "supplier manufacturer auditor operator registrar witness"),
        ("Reason", "correction new_data method_change entered_in_error"),
        ("GasOrigin", "fossil biogenic land_use_change uptake land_use_uptake"),
        ("Gas", GASES),
        ("Category", "EV LMT industrial"),
    ],
)
def test_no_word_was_taken_away(name: str, words: str) -> None:
    """Signed statements use these words; a list that lost one could no longer read them."""
    enum = getattr(vocabulary, name, None) or getattr(gases, name)
    assert set(words.split()) <= {word.value for word in enum}
