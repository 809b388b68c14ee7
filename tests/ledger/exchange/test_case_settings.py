"""Keys of case.toml: those that are read, and the refusal of all others."""

from pathlib import Path

import pytest
from support.case_files import GOODS, SETTINGS, write_case
from support.refusal import refused

from ledger.exchange.case_folder import read_case
from schemas.errors import CradleError

BORDER = '[cbam]\nsite = "MINE"\nimporter = "Importer"\ncountry = "DE"\ntonnes = 1\nyear = 2026\n'
BORDER += 'cscf = 1\ncertificate_eur = 75\ncertificate_day = "2026-07-06"\n'
CUT = '[[cut]]\nfrom = "MINE"\nto = "PACK"\nreason = "loop"\n'
PRICE = '[[carbon_price]]\nsite = "MINE"\nscheme = "S"\ncurrency = "EUR"\n'


@pytest.mark.parametrize(
    ("settings", "place", "meant"),
    [
        (
            SETTINGS + "warranty_kms = 160000\n",
            "battery.warranty_kms",
            "; write warranty_km, or remove it.",
        ),
        (
            SETTINGS + "Cycle_life = 6000\n",
            "battery.Cycle_life",
            "; write cycle_life, or remove it.",
        ),
        ("titel = 1\n" + SETTINGS, "titel", "; write one of battery, carbon_price"),
        (SETTINGS.replace("[battery]", "[batery]"), "batery", "; write battery, or remove it."),
        (
            SETTINGS + '[characterization]\nmetod = "EF"\n',
            "characterization.metod",
            "; write method, or remove it.",
        ),
        (GOODS + "model = 1\n", "product.model", "; write one of address, contact, manufacturer,"),
        (SETTINGS + CUT + 'reasn = "x"\n', "cut[0].reasn", "; write reason, or remove it."),
        (SETTINGS + CUT + CUT + "user = 1\n", "cut[1].user", "; write one of from, reason, to."),
        (
            SETTINGS + PRICE + "amount = 1\n",
            "carbon_price[0].amount",
            "; write amount_per_unit_output, or remove it.",
        ),
        (
            SETTINGS + BORDER + 'verified = ["MINE"]\n',
            "cbam.verified",
            "; write unverified, or remove it.",
        ),
    ],
)
def test_an_unknown_key_of_any_table_is_refused(
    tmp_path: Path, settings: str, place: str, meant: str
) -> None:
    """The refusal names table and key, and the nearest key of that table."""
    with pytest.raises(CradleError) as caught:
        read_case(write_case(tmp_path / "case", case_toml=settings))
    assert (caught.value.code, caught.value.place) == ("case.key", f"case/case.toml, {place}")
    assert meant in caught.value.detail


def test_a_cycle_life_is_read(tmp_path: Path) -> None:
    """It is a number above zero, as written."""
    case = read_case(write_case(tmp_path / "case", case_toml=SETTINGS + "cycle_life = 6000\n"))
    assert case.battery is not None
    assert str(case.battery.cycle_life) == "6000"


@pytest.mark.parametrize(
    ("carriers", "code"),
    [
        ('"HEAT"', "case.distribution"),
        ('["NONE=1"]', "case.site"),
        ('"HEAT=0.3"', "case.unit"),
        ('"HEAT=0"', "case.number"),
    ],
)
def test_a_carrier_is_a_site_in_tkm_with_its_amount(
    tmp_path: Path, carriers: str, code: str
) -> None:
    """An amount that is left out is not zero, and goods are no carriage."""
    settings = SETTINGS + f"distribution_site = {carriers}\n"
    with pytest.raises(CradleError) as caught:
        read_case(write_case(tmp_path / "case", case_toml=settings))
    place = "case/case.toml, battery.distribution_site"
    assert (caught.value.code, caught.value.place) == (code, place)


def test_a_case_has_one_subject(tmp_path: Path) -> None:
    """A battery and a product together are refused, since the case has one figure."""
    with pytest.raises(CradleError) as caught:
        read_case(write_case(tmp_path / "case", case_toml=GOODS + SETTINGS.partition("\n")[2]))
    assert (caught.value.code, caught.value.place) == ("case.subject", "case/case.toml")
    assert "remove one table" in caught.value.detail


def test_a_product_is_of_a_site_in_any_unit(tmp_path: Path) -> None:
    """Steam in MJ is one; a site that is not in sites.csv is none."""
    steam = GOODS.replace('"MINE"', '"HEAT"')
    case = read_case(write_case(tmp_path / "case", case_toml=steam))
    assert (case.battery, case.product) == (None, case.declared)
    assert case.product is not None
    assert (case.product.site, case.product.town) == ("HEAT", "Orehill")
    unknown = GOODS.replace('"MINE"', '"ORE"')
    with refused("case.site", "case/case.toml, product.site"):
        read_case(write_case(tmp_path / "case", case_toml=unknown))
