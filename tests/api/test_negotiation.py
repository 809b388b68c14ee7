"""The format of a document is the one that the client prefers, and a response says what it depends on."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.refusal import refused

from api.negotiation import choose_format
from ledger.documents.page import to_bytes
from ledger.documents.rendering.formats import FORMATS, MEDIA_TYPES
from ledger.service.answers.study import build_study
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/json", "json"),
        (BROWSER, "html"),
        ("application/pdf", "pdf"),
        ("TEXT/Markdown; charset=utf-8", "md"),
        ("text/*", "html"),
        ("text/*;q=0.5, text/markdown", "md"),
        ("application/json;q=0.4, application/pdf;q=0.6", "pdf"),
        ("application/json;q=0, */*", "html"),
        ("text/html;q=abc, application/pdf;q=0.1", "pdf"),
    ],
)
def test_the_most_wanted_format_is_chosen(accept: str | None, form: str) -> None:
    """By quality, then by the order of the formats; the most specific range of a type counts."""
    assert choose_format(accept) == form


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "*/*;q=0", "nonsense"])
def test_a_client_that_accepts_nothing_of_it_is_refused(accept: str) -> None:
    """The refusal names what there is."""
    with refused("http.not_acceptable"):
        choose_format(accept)


@given(st.permutations(FORMATS), st.sampled_from(FORMATS))
def test_one_named_type_is_that_format(offered: list[str], form: str) -> None:
    """Whatever the order of what is offered."""
    assert choose_format(MEDIA_TYPES[form], offered) == form  # type: ignore[index,arg-type]  # both are formats


@pytest.fixture
def studied(chain: BatteryChain) -> tuple[House, str]:
    """A house, and the path of a study in it."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    return furnished(chain), f"/v1/calculations/{calculation}/study"


def test_json_is_the_default_and_the_document_itself(
    studied: tuple[House, str], chain: BatteryChain
) -> None:
    """The bytes are those of the file that the command writes."""
    house, path = studied
    answer = house.client.get(path, headers=house.as_("operator"))
    study = build_study(chain.world.ledger, path.split("/")[3])
    assert answer.content == to_bytes(study)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Vary"] == "Accept"
    assert "Content-Language" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doc"), ("pdf", b"%PDF"), ("md", b"> *")])
def test_pages_are_in_the_language_that_is_asked_for(
    studied: tuple[House, str], form: str, begins: bytes, language: Language
) -> None:
    """Each format of each language has its type, its language and the mark of a study."""
    house, path = studied
    headers = {**house.as_("plant"), "Accept": MEDIA_TYPES[form]}  # type: ignore[index]  # a format
    query = {"lang": language, "scope": "public"}
    answer = house.client.get(path, params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"].startswith(MEDIA_TYPES[form])  # type: ignore[index]  # a format
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Content-Disposition"] == f'inline; filename="study.{form}"'
    if form == "html":
        assert text("page.mark.study", language) in answer.text


def test_an_unchanged_document_is_not_sent_again(studied: tuple[House, str]) -> None:
    """The tag is that of the content, so another language or format has another."""
    house, path = studied
    tags = set()
    for accept in ("application/json", "text/html", "text/markdown"):
        headers = {**house.as_("plant"), "Accept": accept}
        tag = house.client.get(path, headers=headers).headers["ETag"]
        again = house.client.get(path, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Vary"] == "Accept"
        tags.add(tag)
    assert len(tags) == 3


def test_what_is_not_acceptable_is_a_problem_and_leaves_no_trace(
    studied: tuple[House, str],
) -> None:
    """406 in the form of every refusal; no journal says that a study was shown."""
    house, path = studied
    answer = house.client.get(path, headers={**house.as_("plant"), "Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["place"]) == ("http.not_acceptable", "Accept")
    journal = house.client.get("/v1/journal", headers=house.as_("operator")).json()["items"]
    assert not [row for row in journal if row["action"] == "study"]


def test_a_page_has_one_policy_that_allows_its_own_style_alone(
    studied: tuple[House, str],
) -> None:
    """The header names the hash of the style sheet; JSON keeps the policy of the server."""
    house, path = studied
    answer = house.client.get(path, headers={**house.as_("plant"), "Accept": "text/html"})
    style = re.search(rb"<style>(.*?)</style>", answer.content, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1]).digest()).decode()
    policies = answer.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert f"style-src 'sha256-{digest}'" in policies[0]
    assert "script-src" not in policies[0]
    plain = house.client.get(path, headers=house.as_("plant"))
    assert "script-src 'self'" in plain.headers["content-security-policy"]


@pytest.mark.parametrize("query", [{"scope": "secret"}, {"lang": "fr"}])
def test_an_unknown_word_is_refused(studied: tuple[House, str], query: dict[str, str]) -> None:
    """No scope or language is guessed."""
    house, path = studied
    answer = house.client.get(path, params=query, headers=house.as_("plant"))
    assert (answer.status_code, answer.json()["code"]) == (422, "http.malformed")


def test_the_public_study_is_open_once_its_figure_is_declared(
    studied: tuple[House, str], chain: BatteryChain
) -> None:
    """Before, a supplier is answered as if there were no calculation; a witness reads no statements."""
    house, path = studied
    query = {"scope": "public"}
    before = house.client.get(path, params=query, headers=house.as_("mine"))
    assert (before.status_code, before.json()["code"]) == (404, "statement.unknown")
    calculation = path.split("/")[3]
    word = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    chain.world.submit(chain.declaration(calculation, word), chain.plant.working)
    after = house.client.get(path, params=query, headers=house.as_("mine"))
    assert (after.status_code, after.json()["scope"]) == (200, "public")
    assert house.client.get(path, headers=house.as_("mine")).status_code == 404
    witness = house.client.get(path, params=query, headers=house.as_("witness"))
    assert (witness.status_code, witness.json()["code"]) == (403, "access.denied")
    owned = house.client.get("/v1/journal", headers=house.as_("recycler")).json()["items"]
    assert [(row["organisation"], row["action"]) for row in owned] == [("mine", "study")]
