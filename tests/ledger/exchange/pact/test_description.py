"""The description of a file: remarks on places that contradict each other."""

import json

import pytest
from support.footprints import catena_x, file_of

from ledger.exchange.pact.description import describe


def placed(**place: str) -> bytes:
    """A Catena-X file with a geography."""
    content = json.loads(file_of(catena_x()))
    (assessment,) = content["pcfAssessmentAndMethodology"]
    assessment["pcfAssessmentInformation"][0]["geography"] = [place]
    return file_of(content)


@pytest.mark.parametrize(
    ("region", "remarked"),
    [("Eastern Asia", False), ("Asia", False), ("Global", False), ("Europe", True)],
)
def test_a_country_outside_its_region(region: str, *, remarked: bool) -> None:
    """Catena-X states both; a region that does not contain the country is a remark."""
    data = placed(geographyRegionOrSubregion=region, geographyCountry="CN")
    before = describe(file_of(catena_x()))["remarks"]
    added = [row for row in describe(data)["remarks"] if row not in before]
    assert added == ([f"CN is not in {region} (UN M49)"] if remarked else [])


def test_a_place_in_another_form_is_not_read() -> None:
    """The figure can be read without it."""
    assert describe(placed(geographyCountry="CN")) is not None
