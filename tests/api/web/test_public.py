"""The public page of a declaration: without login, cookie or script, and nothing of a recipe on it."""

import html
import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from support.http_api import House, furnished, house_of
from support.ledger_batches import batch, calculated
from support.ledger_battery import BatteryChain
from support.ledger_declared import EXAMPLE, calculate, declare
from support.ledger_world import replacing

from api.configuration import Configuration
from ledger.audit.policy import format_policy
from ledger.audit.verifier import verify
from ledger.documents.standing import law_mark
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.access.own_policy import own_policy
from ledger.translations.documents import number, texts
from ledger.translations.languages import LANGUAGES, Language
from ledger.trust.leaves import digest
from schemas.signed.calculation import Exclusion
from schemas.signed.rulebook import Rulebook
from schemas.views.standing import LegalStanding

LARGEST = 60_000
"""Bytes of the page and its style sheet together, as a phone loads them."""

MARKED: dict[LegalStanding, Rulebook] = {
    "study": load_rulebook("study-full-substitution-1"),
    "example": EXAMPLE,
}
"""A rulebook for each figure that may be declared and is not a declaration under law in force."""

Public = tuple[House, str]


@pytest.fixture
def public(chain: BatteryChain) -> Public:
    """A server, and the address of a declaration's page."""
    name = declare(chain, calculate(chain))
    return furnished(chain), f"/declarations/{name.removeprefix('sha256:')}"


def test_anybody_reads_it_and_no_cookie_is_set(public: Public) -> None:
    """No login; page and style sheet are small, cacheable, and answer 304."""
    house, path = public
    answer = house.client.get(path)
    assert answer.status_code == 200, answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["vary"] == "Accept-Language"
    (address,) = re.findall(r'href="(/style/[0-9a-f]{16}\.css)"', answer.text)
    style = house.client.get(address)
    assert style.headers["cache-control"].endswith("immutable")
    assert len(answer.content) + len(style.content) < LARGEST
    again = house.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_needs_no_script_and_no_inline_style(public: Public) -> None:
    """The server's own strict policy holds."""
    house, path = public
    answer = house.client.get(path)
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_who_checked_it_says_who_and_what(public: Public) -> None:
    """The auditor attested, the server recomputed, and the reader's file alone is never verified."""
    house, path = public
    page = house.client.get(path).text
    verdicts = re.findall(r'class="chip (\w+)"', page)
    assert verdicts == ["attested", "verified", "incomplete"]
    assert "Auditor Auditor Ltd" in page
    assert "this server checking itself" in page
    assert "The recipes are not public" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_makes_the_figure_plausible(public: Public, language: Language) -> None:
    """Per kWh of capacity and up to the gate, beside published figures, to the digits that the data state."""
    house, path = public
    page = html.unescape(house.client.get(f"{path}?lang={language}").text)
    judged = house.client.get(f"{path}.json").json()["plausibility"]
    words = texts("plausibility")
    assert words["title"][language] in page
    for name in ("per_capacity", "gate", "gate_per_capacity", "end_of_life"):
        assert words[name][language] in page
        assert number(judged[name], language) in page
    assert len(judged["gate"].lstrip("0.")) <= 4
    assert all(row["source"] in page for row in judged["published"])


def test_the_bundle_on_the_page_gives_the_verdict_on_the_page(
    public: Public, chain: BatteryChain
) -> None:
    """Under the server's own policy the public bundle is incomplete, and nothing in it contradicts."""
    house, path = public
    data = house.client.get(f"{path}.bundle").content
    policy = own_policy(chain.world.ledger)
    report = verify(data, policy, digest(format_policy(policy)))
    assert (report.verdict, report.exit_code) == ("incomplete", 2)


def test_without_an_auditor_nobody_is_named(chain: BatteryChain) -> None:
    """A declaration rests on an attestation; the words for none exist in every language all the same."""
    house = furnished(chain)
    calculation = calculate(chain)
    path = f"/declarations/{calculation.removeprefix('sha256:')}"
    assert house.client.get(path).status_code == 404
    assert texts("public")["auditor.none"].keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_page_and_the_error(public: Public, language: Language) -> None:
    """By `?lang=`, and by what the browser accepts; an unknown address says what to do."""
    house, path = public
    chosen = house.client.get(path, params={"lang": language}).text
    wanted = house.client.get(path, headers={"Accept-Language": f"fr, {language};q=0.8"}).text
    assert texts("public")["checked"][language] in chosen
    assert texts("public")["checked"][language] in wanted
    missing = house.client.get("/declarations/123", params={"lang": language})
    assert missing.status_code == 404
    assert texts("public")["missing.title"][language] in missing.text


def test_every_file_has_an_address(public: Public) -> None:
    """Each link of the page opens; the PDF and the data are the same document."""
    house, path = public
    page = house.client.get(path).text
    links = re.findall(rf'href="({re.escape(path)}[./][^"]+)"', page)
    assert len(links) >= 6
    for link in links:
        answer = house.client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200, link
        assert answer.headers["cache-control"] == "public, max-age=300"
    with pikepdf.open(io.BytesIO(house.client.get(f"{path}.pdf").content)) as opened:
        inside = opened.attachments["declaration.json"].get_file().read_bytes()
    assert json.loads(inside) == house.client.get(f"{path}.json").json()


def test_no_recipe_and_no_supplier_is_on_it(public: Public, chain: BatteryChain) -> None:
    """Neither the mine nor the recycler, nor an amount of an inventory, in any of the files."""
    house, path = public
    page = house.client.get(path).text
    links = re.findall(rf'href="({re.escape(path)}[./][^"]+)"', page)
    texts_read = [page, *(house.client.get(one.replace("&amp;", "&")).text for one in links)]
    for text in texts_read:
        for secret in ("Mine Ltd", "Recycler Ltd", chain.mined[7:], chain.shipped[7:]):
            assert secret not in text


def test_a_superseded_declaration_says_so_within_minutes(chain: BatteryChain) -> None:
    """The page is kept until the log grows, and no longer."""
    first = declare(chain, calculate(chain))
    house = furnished(chain)
    path = f"/declarations/{first.removeprefix('sha256:')}"
    assert "Superseded by a later one" not in house.client.get(path).text
    later = declare(chain, calculate(chain), supersedes=replacing(first))
    page = house.client.get(path).text
    assert "Superseded by a later one" in page
    assert f'<a href="/declarations/{later.removeprefix("sha256:")}">' in page


def test_a_lot_that_is_left_out_stands_on_the_page_with_its_figure(chain: BatteryChain) -> None:
    """Whoever scans the code sees that the dirtier half of the year was not counted, and how dirty it was."""
    dirty = batch(chain, "2025-06-01", "2025-07-01")
    calculation = calculated(chain, exclusions=(Exclusion(entry=dirty, reason="a trial run"),))
    name = declare(chain, calculation)
    page = furnished(chain).client.get(f"/declarations/{name.removeprefix('sha256:')}").text
    assert "a trial run" in page
    assert "2.083" in page
    assert "50.0\u00a0%" in page


def test_a_name_cannot_become_markup(chain: BatteryChain) -> None:
    """The conformity number is the manufacturer's own text, and is escaped."""
    name = declare(chain, calculate(chain), conformity="<img src=x onerror=alert(1)>")
    page = furnished(chain).client.get(f"/declarations/{name.removeprefix('sha256:')}").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_another_style_sheet_is_not_found(public: Public) -> None:
    """An address names its content."""
    house, _ = public
    assert house.client.get("/style/0123456789abcdef.css").status_code == 404


def test_a_server_with_an_address_prints_it_as_qr_code(chain: BatteryChain) -> None:
    """The PDF's code leads to the page, and only where that is https."""
    name = declare(chain, calculate(chain))
    digits = name.removeprefix("sha256:")
    settings = Configuration(_env_file=None, public_url="https://ledger.example")  # type: ignore[call-arg, arg-type]  # read by pydantic
    house = furnished(chain, settings)
    document = house.client.get(f"/declarations/{digits}.json").json()
    assert document["page"] == f"https://ledger.example/declarations/{digits}"
    answer = house.client.get(f"/v1/documents/{name}", headers=house.as_("plant"))
    assert answer.json()["page"] == document["page"]
    plain = house_of(chain.world.ledger).client.get(f"/declarations/{digits}.json").json()
    assert "page" not in plain


@pytest.mark.parametrize(("law", "rulebook"), MARKED.items())
def test_no_file_of_a_figure_that_is_no_law_looks_like_a_declaration(
    chain: BatteryChain, law: LegalStanding, rulebook: Rulebook
) -> None:
    """Declared or not: passport data are refused under each address, and each document says on each page what it is."""
    name = declare(chain, calculate(chain, rulebook=chain.world.ledger.keep(rulebook)))
    house, path = furnished(chain), f"/declarations/{name[7:]}"
    for address in (f"{path}/battery-pass.json", f"/v1/documents/{name}/battery-pass"):
        answer = house.client.get(address, headers=house.as_("plant"))
        assert (answer.status_code, answer.json()["code"]) == (422, "exchange.standing")
    mark = law_mark(law, "en")
    assert mark is not None
    page = house.client.get(path).text
    assert (mark in page, "battery-pass" in page) == (True, False)
    assert house.client.get(f"{path}.json").json()["standing"]["law"] == law
    assert mark in house.client.get(f"{path}/study.html").text
    for pdf in (".pdf", "/study.pdf"):
        for sheet in pypdfium2.PdfDocument(house.client.get(f"{path}{pdf}").content):
            assert mark in " ".join(sheet.get_textpage().get_text_range().split())
