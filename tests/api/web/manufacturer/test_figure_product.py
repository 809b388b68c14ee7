"""The page of a product's figure: per unit of its line, with no word of a battery, in all its parts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.http_api import house_of
from support.ledger_product import ProductChain, product_chain
from support.ledger_world import replacing
from support.supplier_pages import OWN, log_in
from support.supplier_reading import words

from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.vocabulary import Role


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[ProductChain, TestClient]]:
    """The chain, and a browser in which the workshop is logged in."""
    with product_chain(tmp_path / "ledger") as chain:
        house = house_of(chain.world.ledger)
        house.open_account("workshop", Role.MANUFACTURER, participant=chain.workshop.id)
        house.open_person("wim", "workshop", Role.MANUFACTURER)
        house.client.base_url = "https://testserver"
        house.client.headers.update(OWN)
        house.client.follow_redirects = False
        yield chain, log_in(house, "wim")


@pytest.mark.parametrize(("language", "unit"), [("en", "piece"), ("de", "Stück"), ("zh", "件")])
def test_the_page_of_a_product_is_per_declared_unit(
    desk: tuple[ProductChain, TestClient], language: str, unit: str
) -> None:
    """Unit, amount, stages and files are there; a battery, its life and its published figures are not."""
    chain, client = desk
    calculation = chain.world.submit(chain.calculation(), chain.workshop.working).id
    path = f"/manufacturer/figures/{calculation[7:]}"
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 200, answer.text
    shown = words(answer)
    per = {"en": "kg CO₂e per piece", "de": "kg CO₂e je Stück", "zh": "kg CO₂e/件"}
    assert per[language] in shown
    assert f"20 {unit}" in shown.replace("\u00a0", " ")
    assert "None batteries" not in shown
    pdf = client.get(f"{path}/document.pdf?lang={language}")
    assert pdf.content.startswith(b"%PDF")
    table = client.get(f"{path}/stages.csv").text
    assert "raw_material,3,0,3," in table


def test_a_product_is_declared_on_its_page_and_read_by_anybody(
    desk: tuple[ProductChain, TestClient],
) -> None:
    """The form asks for no number of conformity; the public page names the method, and no battery."""
    chain, client = desk
    drafted = chain.calculation(chain.request(rulebook=chain.standard()))
    calculation = chain.world.submit(drafted, chain.workshop.working).id
    attested = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    path = f"/manufacturer/figures/{calculation[7:]}/declare"
    form = client.get(path).text
    assert 'name="study"' in form
    assert 'name="conformity"' not in form
    assert 'name="chemistry"' not in form
    missing = client.get(f"{path}/preview")
    assert "Enter the address of the public study." in missing.text
    preview = client.get(f"{path}/preview?study=https://study.example/1")
    assert preview.status_code == 200, preview.text
    declaration = chain.declaration(calculation, attested)
    declared = chain.world.submit(declaration, chain.workshop.working).id
    public = client.get(f"/declarations/{declared[7:]}")
    shown = words(public)
    assert public.status_code == 200, public.text
    assert "no declaration under a law" in shown
    assert "kg CO₂e per piece" in shown
    assert not [it for it in ("batter", "Article 7", "2023/1542", "kWh") if it in shown], shown
    for file in (".pdf", ".json", ".bundle", "/study.pdf", "/study.html"):
        assert client.get(f"/declarations/{declared[7:]}{file}").status_code == 200


@pytest.mark.parametrize(("language", "unit"), [("en", "piece"), ("de", "Stück"), ("zh", "件")])
def test_countries_and_prices_of_a_product_are_of_its_unit(
    desk: tuple[ProductChain, TestClient], language: str, unit: str
) -> None:
    """The page of the figure leads to both; neither has a word of a battery or a kWh, nor a zero at the border."""
    chain, client = desk
    calculation = chain.world.submit(chain.calculation(), chain.workshop.working).id
    path = f"/manufacturer/figures/{calculation[7:]}"
    figure = client.get(path).text
    for name in ("territory", "carbon-price"):
        assert f"{path}/{name}" in figure
        answer = client.get(f"{path}/{name}?lang={language}")
        assert answer.status_code == 200, answer.text
        shown = words(answer)
        assert f"1 {unit}" in shown
        named = ("batter", "Batter", "电池", "kWh")
        assert not [it for it in named if it in shown], shown
        assert client.get(f"{path}/{name}.csv").status_code == 200
        assert client.get(f"{path}/{name}.json").json()["unit"] == "piece"
    unknown = {"en": "not known", "de": "nicht bekannt", "zh": "未知"}
    assert unknown[language] in shown


@pytest.mark.parametrize(("language", "unit"), [("en", "piece"), ("de", "Stück"), ("zh", "件")])
def test_what_if_and_stale_are_per_declared_unit(
    desk: tuple[ProductChain, TestClient], language: Language, unit: str
) -> None:
    """As are the choices and the plan; none of them has a word of a battery or a kWh of total energy."""
    chain, client = desk
    drafted = chain.calculation(chain.request(rulebook=chain.standard()))
    calculation = chain.world.submit(drafted, chain.workshop.working).id
    path = f"/manufacturer/figures/{calculation[7:]}"
    per = text("choices.unit", language, unit=unit)
    chain.world.submit(
        chain.frames_of("80", supersedes=replacing(chain.frames)), chain.workshop.working
    )
    pages = {f"{path}/{name}?lang={language}" for name in ("choices", "plan")}
    asked = f"{path}/what-if?site=0&with=SE&lang={language}"
    for address in (*pages, asked, f"/manufacturer/stale?lang={language}"):
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        shown = words(answer)
        assert per in shown, (address, shown)
        named = ("batter", "Batterie", "电池", "per kWh", "je kWh", "pro kWh", "/kWh")
        assert not [it for it in named if it in shown], shown
