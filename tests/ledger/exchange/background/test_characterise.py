"""Greenhouse gases among elementary flows: by id, CAS number and name, with the origin of their carbon."""

import json
from importlib import resources

import pytest

from ledger.exchange.background.characterise import Recognised, recognise
from ledger.exchange.background.model import ElementaryFlow
from schemas.gases import Gas, GasOrigin

TABLE = json.loads(
    (resources.files("ledger.exchange.background") / "data/elementary_flows.json").read_text()
)


def seen(name: str, *compartment: str, cas: str = "", flow: str = "") -> object:
    """The gas of a flow."""
    return recognise(ElementaryFlow(flow, name, compartment, "kg", cas))


@pytest.mark.parametrize(
    ("name", "compartment", "gas", "origin"),
    [
        ("Carbon dioxide, fossil", ("air", "urban air close to ground"), "co2", "fossil"),
        ("Carbon dioxide, non-fossil", ("air",), "co2", "biogenic"),
        ("Carbon dioxide, from soil or biomass stock", ("air",), "co2", "land_use_change"),
        ("Carbon dioxide, in air", ("natural resource", "in air"), "co2", "uptake"),
        ("Carbon dioxide, to soil or biomass stock", ("soil",), "co2", "land_use_uptake"),
        ("carbon dioxide (biogenic)", ("Resources", "Resources from air"), "co2", "uptake"),
        (
            "carbon dioxide (land use change)",
            ("Resources", "Resources from air"),
            "co2",
            "land_use_uptake",
        ),
        ("methane (fossil)", ("Emissions", "Emissions to air"), "ch4", "fossil"),
        ("methane (land use change)", ("Emissions", "Emissions to air"), "ch4", "land_use_change"),
        ("Methane, biogenic", ("Emission to air", "unspecified"), "ch4", "biogenic"),
        ("Dinitrogen monoxide", ("air",), "n2o", "fossil"),
        ("Methane, tetrafluoro-, CFC-14", ("air",), "cf4", "fossil"),
        ("HFC-245fa", ("Emissions", "Emissions to air"), "hfc_245fa", "fossil"),
    ],
)
def test_a_name_and_a_compartment(
    name: str, compartment: tuple[str, ...], gas: str, origin: str
) -> None:
    """EF, ecoinvent and openLCA name the gas and the origin of its carbon."""
    assert seen(name, *compartment) == Recognised(Gas(gas), GasOrigin(origin))


def test_an_id_needs_no_name() -> None:
    """Flows of EF 3.1 and ecoinvent 3.9 are known by UUID, in upper case too."""
    fossil = Recognised(Gas.CO2, GasOrigin.FOSSIL)
    assert seen("?", flow="08A91E70-3DDC-11DD-923D-0050C2490048") == fossil
    assert seen("?", flow="349b29d1-3e58-4c66-98b9-9d1a076efd2e") == fossil


def test_a_cas_number_with_zeros() -> None:
    """EF and ecospold write CAS numbers with leading zeros; the origin of the carbon is not in them."""
    assert seen("SF6 (gas)", "air", cas="002551-62-4") == Recognised(Gas.SF6, GasOrigin.FOSSIL)
    plain = seen("Methane", "air", cas="000074-82-8")
    assert plain == Recognised(Gas.CH4, GasOrigin.FOSSIL, origin_stated=False)


@pytest.mark.parametrize(
    ("name", "compartment"),
    [
        ("PFC-99x", ("air",)),
        ("Perfluordecalin", ("air",)),
        ("carbon dioxide (biogenic-100yr)", ("air",)),
        ("Correction flow for delayed emission of fossil carbon dioxide", ("air",)),
        ("Methane, fossil", ()),
    ],
)
def test_what_only_looks_like_one(name: str, compartment: tuple[str, ...]) -> None:
    """An unknown gas, one of isomers, a delayed emission, a gas without a compartment: marked, not counted."""
    assert seen(name, *compartment) == "unknown"


@pytest.mark.parametrize(
    ("name", "compartment"),
    [
        ("Argon-40", ("air",)),
        ("Chloroform", ("water", "surface water")),
        ("Methane, fossil", ("water",)),
        ("Gas, natural", ("natural resource", "in ground")),
        ("Carbon dioxide", ("soil",)),
        ("Methane", ("natural resource", "in air")),
    ],
)
def test_what_is_none(name: str, compartment: tuple[str, ...]) -> None:
    """Other substances, and other sides of nature, do not count."""
    assert seen(name, *compartment) is None


def test_no_id_has_two_meanings() -> None:
    """Flow ids are each listed once."""
    ids = [flow for row in TABLE["flows"] for flow in row["ids"]]
    assert len(ids) == len(set(ids))
