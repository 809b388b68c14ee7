"""Declarations as documents over HTTP: by address, in the type that a client accepts."""

import io
import json
from decimal import Decimal

import pikepdf
import pytest
from httpx2 import Response
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import IN_FORCE, calculate, declare
from support.ledger_world import replacing
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.documents.page import to_bytes
from ledger.service.answers.declaration import declaration_document

UNKNOWN = "sha256:" + "0" * 64

Declared = tuple[House, str, str]


@pytest.fixture
def declared(chain: BatteryChain) -> Declared:
    """A server of a chain, its calculation and its declaration."""
    calculation = calculate(chain)
    return furnished(chain), calculation, declare(chain, calculation)


def read(house: House, name: str, path: str, accept: str | None = None) -> Response:
    """Read a path with an organisation's key."""
    wanted = {} if accept is None else {"Accept": accept}
    return house.client.get(path, headers=house.as_(name) | wanted)


def test_each_type_is_the_same_document(declared: Declared) -> None:
    """JSON by default, a page for a browser, a PDF with the JSON inside; caches keep them apart."""
    house, _, name = declared
    found = {}
    for accept in ("*/*", "text/html", "application/pdf"):
        answer = read(house, "stranger", f"/v1/documents/{name}", accept)
        assert answer.status_code == 200, answer.text
        assert answer.headers["vary"] == "Accept"
        found[accept] = answer
    document = json.loads(found["*/*"].content)
    assert document["total"] in found["text/html"].text
    with pikepdf.open(io.BytesIO(found["application/pdf"].content)) as opened:
        inside = opened.attachments["declaration.json"].get_file().read_bytes()
    assert inside == found["*/*"].content


def test_a_page_has_the_language_that_is_asked_for(declared: Declared) -> None:
    """English by default; German with its decimal comma."""
    house, _, name = declared
    english = read(house, "stranger", f"/v1/documents/{name}", "text/html").text
    german = read(house, "stranger", f"/v1/documents/{name}?lang=de", "text/html").text
    assert '<html lang="en">' in english
    assert "Erklärung zum CO₂-Fußabdruck" in german
    assert read(house, "stranger", f"/v1/documents/{name}?lang=fr", "text/html").status_code == 422


def test_a_page_may_apply_its_own_style_and_nothing_else(declared: Declared) -> None:
    """The header's policy is the page's own, by hash, and forbids framing."""
    house, _, name = declared
    answer = read(house, "stranger", f"/v1/documents/{name}", "text/html")
    (policy,) = answer.headers.get_list("content-security-policy")
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_type_that_does_not_exist_is_refused(declared: Declared) -> None:
    """The refusal lists the types that there are."""
    house, _, name = declared
    answer = read(house, "stranger", f"/v1/documents/{name}", "image/png")
    assert (answer.status_code, answer.json()["code"]) == (406, "http.not_acceptable")
    assert "application/pdf" in answer.json()["detail"]


def test_passport_data_has_an_address(declared: Declared, chain: BatteryChain) -> None:
    """The aspect has the document's figures; one of an example of law is refused, because it is not a declaration."""
    house, _, name = declared
    answer = read(house, "stranger", f"/v1/documents/{name}/battery-pass")
    assert (answer.status_code, answer.json()["code"]) == (422, "exchange.standing")
    rulebook = chain.world.ledger.keep(IN_FORCE)
    replaced = {"supersedes": replacing(name)}
    second = declare(chain, calculate(chain, rulebook=rulebook), **replaced)
    answer = read(house, "stranger", f"/v1/documents/{second}/battery-pass")
    document = read(house, "stranger", f"/v1/documents/{second}").json()
    aspect = json.loads(answer.content, parse_float=Decimal)
    assert aspect["batteryCarbonFootprint"] == Decimal(document["total"])


def test_a_declaration_is_for_every_login_and_a_calculation_for_its_own(
    chain: BatteryChain,
) -> None:
    """What is not declared is shown to its manufacturer and the operator, and unknown to others."""
    calculation = calculate(chain)
    house = furnished(chain)
    path = f"/v1/documents/{calculation}"
    for name, status in (("plant", 200), ("operator", 200), ("stranger", 404)):
        assert read(house, name, path).status_code == status, name
    declare(chain, calculation)
    assert read(house, "stranger", path).status_code == 200
    assert read(house, "stranger", f"/v1/documents/{UNKNOWN}").status_code == 404


def test_the_client_reads_the_document_of_the_folder(
    declared: Declared, chain: BatteryChain
) -> None:
    """Over HTTP the document is the one that the operator's folder gives."""
    house, _, name = declared
    with serving(create_app(house.context)) as url:
        plant = Cradle(url, ApiKey(house.keys["plant"]))
        found = plant.declaration_document(name)
        with refused("statement.unknown"):
            plant.declaration_document(UNKNOWN)
    assert to_bytes(found) == to_bytes(declaration_document(chain.world.ledger, name))
