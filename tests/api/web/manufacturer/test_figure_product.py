"""The page of a product's figure: per unit of its line, with no word of a battery, in all its parts."""

from pathlib import Path

import pytest
from support.http_api import house_of
from support.ledger_product import product_chain
from support.supplier_pages import OWN, log_in
from support.supplier_reading import words

from schemas.vocabulary import Role


@pytest.mark.parametrize(("language", "unit"), [("en", "piece"), ("de", "Stück"), ("zh", "件")])
def test_the_page_of_a_product_is_per_declared_unit(
    tmp_path: Path, language: str, unit: str
) -> None:
    """Unit, amount, stages and files are there; a battery, its life and its published figures are not."""
    with product_chain(tmp_path / "ledger") as chain:
        calculation = chain.world.submit(chain.calculation(), chain.workshop.working).id
        house = house_of(chain.world.ledger)
        house.open_account("workshop", Role.MANUFACTURER, participant=chain.workshop.id)
        house.open_person("wim", "workshop", Role.MANUFACTURER)
        house.client.base_url = "https://testserver"
        house.client.headers.update(OWN)
        house.client.follow_redirects = False
        client, path = log_in(house, "wim"), f"/manufacturer/figures/{calculation[7:]}"
        answer = client.get(f"{path}?lang={language}")
        assert answer.status_code == 200, answer.text
        shown = words(answer)
        assert {"en": "kg CO₂e per piece", "de": "kg CO₂e je Stück", "zh": "kg CO₂e/件"}[
            language
        ] in shown
        assert f"20 {unit}" in shown.replace("\u00a0", " ")
        assert "None batteries" not in shown
        pdf = client.get(f"{path}/document.pdf?lang={language}")
        assert pdf.content.startswith(b"%PDF")
        table = client.get(f"{path}/stages.csv").text
        assert "raw_material,3,0,3," in table
