"""Names that look alike have one form, and names of real firms have forms of their own."""

from itertools import combinations

import pytest

from ledger.translations.look_alikes import look_alike

REAL = (
    "BASF SE",
    "Siemens AG",
    "Schaeffler AG",
    "Thyssenkrupp Steel Europe AG",
    "Böhler Edelstahl GmbH & Co KG",
    "Müller GmbH",
    "Muller GmbH",
    "Weiß Umwelttechnik GmbH",
    "宁德时代新能源科技股份有限公司",
    "比亚迪股份有限公司",
    "中国石油化工股份有限公司",
    "中国石油天然气股份有限公司",
    "宝山钢铁股份有限公司",
    "寶山鋼鐵股份有限公司",
    "ПАО «ГМК «Норильский никель»",
    "ПАО «Северсталь»",
    "АО «Уральская Сталь»",
    "ТОВ «Дніпросталь»",
    "Ελληνικά Πετρέλαια Α.Ε.",
    "Μυτιληναίος Α.Ε.",
    "ΔΕΗ Α.Ε.",
    "Škoda Auto a.s.",
    "Outokumpu Oyj",
    "株式会社エンビジョン",
    "주식회사 포스코",
    "شركة المراعي",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mine Ltd", "Міnе Ltd"),  # Cyrillic
        ("Bolt AG", "Вolt AG"),  # a Cyrillic capital whose small letter looks otherwise
        ("Oxide", "Οxide"),  # Greek
        ("ΔΕΗ", "ΔEH"),
        ("Apple", "Ꭺpple"),  # Cherokee
        ("ILL", "lll"),
        ("set-1", "set-l"),
        ("v1.0", "v1.O"),
        ("corn", "com"),
        ("Mine Ltd", "MINE  LTD"),
        ("Mine Ltd", "Mine\u00a0Ltd"),
        ("Mine Ltd", "Ｍｉｎｅ Ltd"),  # full width
        ("口", "ロ"),
    ],
)
def test_names_that_a_reader_takes_for_one_have_one_form(one: str, other: str) -> None:
    """Letters of another script, capitals, digits, widths and spaces."""
    assert look_alike(one) == look_alike(other)


def test_names_of_real_firms_differ() -> None:
    """German, Chinese, Cyrillic, Greek and other names, some of which differ in one letter or an umlaut."""
    for one, other in combinations(REAL, 2):
        assert look_alike(one) != look_alike(other), (one, other)
