"""Drafts for the signing page, its policy and its words."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from support.refusal import refused

from api.web.signing import SCRIPTS, SigningLinks, script, signing_page
from api.web.signing_draft import (
    SigningDraft,
    delivery_signing_draft,
    entry_signing_draft,
    registration_signing_draft,
    signing_draft,
    withdrawal_signing_draft,
)
from ledger.exchange.draft_files import Drafter, parse_entry_draft
from ledger.translations.documents import texts
from ledger.translations.languages import LANGUAGES
from ledger.trust.canonical import write
from schemas.signed.participant import Profile
from schemas.signed.statement import Kind
from schemas.vocabulary import Role

ORIGIN, ISSUER, OTHER = "ledger.example/test", "sha256:" + "cd" * 32, "sha256:" + "ef" * 32
EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "cell-entry.json"
PROFILE = Profile(legal_name="Ore & <b>Sons</b> </script>", country="SE")
DELIVERY = {
    "recipient": OTHER,
    "entry": OTHER,
    "line": "main",
    "product": "urn:example:ore",
    "unit": "kg",
    "number": "LS 4711",
    "use": "physical",
    "amount": "12.5",
}


def registration() -> SigningDraft:
    """A registration of a firm whose name looks like markup."""
    return registration_signing_draft(ORIGIN, OTHER, PROFILE, [Role.SUPPLIER, Role.MANUFACTURER])


def test_an_entry_is_what_the_command_line_would_sign() -> None:
    """Header and sections of the example are those of `cradle submit`, with its empty lists."""
    draft = entry_signing_draft(EXAMPLE.read_bytes(), ORIGIN, ISSUER)
    signed = parse_entry_draft(EXAMPLE.read_bytes(), {}, Drafter(ORIGIN, ISSUER, lambda: "0" * 32))
    header = signed.statement.to_json()
    for made in ("origin", "issuer", "sections"):
        del header[made]
    values = {row["section"]: row["value"] for row in map(json.loads, signed.sections)}
    assert (draft.header, draft.sections) == (header, values)
    assert draft.sections["inventory"]["avoided"] == []  # type: ignore[index]
    assert entry_signing_draft(json.loads(EXAMPLE.read_bytes()), ORIGIN, ISSUER) == draft


def test_a_draft_is_checked_before_it_is_shown() -> None:
    """A wrong header, a lacking section and a member that the page makes are refused with their places."""
    with refused("quantity.positive", "amount"):
        delivery_signing_draft({**DELIVERY, "amount": "1e3"}, ORIGIN, ISSUER)
    without = json.loads(EXAMPLE.read_bytes())
    del without["product"]
    with refused("draft.section", "product"):
        entry_signing_draft(without, ORIGIN, ISSUER)
    for made in ("nonce", "issuer", "origin", "sections"):
        with refused("draft.shape", made):
            delivery_signing_draft({**DELIVERY, made: "0" * 32}, ORIGIN, ISSUER)
    with refused("schema.enum", "reason"):
        withdrawal_signing_draft(OTHER, "whim", ORIGIN, ISSUER)
    with pytest.raises(ValueError, match="command line"):
        signing_draft(Kind.KEY, ORIGIN, ISSUER, {"change": "add"})


def test_the_page_draws_a_nonce_where_there_is_one() -> None:
    """Deliveries and withdrawals have a nonce; entries and registrations have salts."""
    assert delivery_signing_draft(DELIVERY, ORIGIN, ISSUER).has_nonce
    assert withdrawal_signing_draft(OTHER, "correction", ORIGIN, ISSUER).has_nonce
    assert not registration().has_nonce
    assert registration().header == {
        "registrar": OTHER,
        "roles": ["manufacturer", "supplier"],
        "threshold": 1,
    }


@pytest.mark.parametrize("submit_to", [None, "/submit"])
def test_header_and_page_allow_one_script_and_one_style(submit_to: str | None) -> None:
    """Both policies name the hashes of the page's own script and style, and forbid every connection."""
    page = signing_page(registration(), "en", SigningLinks(submit_to))
    (meta,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.html)
    assert page.policy == f"{unescape(meta)}; frame-ancestors 'none'"
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert (rules["default-src"], rules["connect-src"]) == ("'none'", "'none'")
    assert rules["form-action"] == ("'self'" if submit_to else "'none'")
    assert ("<form" in page.html) == bool(submit_to)


def test_no_value_can_end_the_data_block() -> None:
    """Whatever a name contains, the block holds no angle bracket, and reads as the draft."""
    html = signing_page(registration(), "en", SigningLinks()).html
    (block,) = re.findall(r'<script type="application/json" id="draft">(.*?)</script>', html)
    assert not set("<>&") & set(block)
    assert json.loads(block)["draft"]["sections"]["profile"]["legal_name"] == PROFILE.legal_name
    assert "<b>" not in html


def test_the_command_line_signs_the_same() -> None:
    """An entry, a delivery and a withdrawal show the command with its values, quoted."""
    shown = {
        "cradle submit entry.json": entry_signing_draft(EXAMPLE.read_bytes(), ORIGIN, ISSUER),
        "--line main --number &#39;LS 4711&#39; --amount 12.5": delivery_signing_draft(
            DELIVERY, ORIGIN, ISSUER
        ),
        f"cradle withdraw {OTHER} --reason correction": withdrawal_signing_draft(
            OTHER, "correction", ORIGIN, ISSUER
        ),
    }
    for command, draft in shown.items():
        html = signing_page(draft, "en", SigningLinks(draft="/d.json")).html
        assert html.count(command) == 2  # once without a script
        assert html.count('href="/d.json"') == 2


def test_every_word_is_there_in_three_languages_and_used() -> None:
    """Each text has three languages; the script and the template name all of them, and no other."""
    listed = texts("signing")
    assert all(set(row) == set(LANGUAGES) for row in listed.values())
    template = files("api.web").joinpath("templates", "signing.html").read_text("utf-8")
    named = set(re.findall(r'say\("signing\.([a-z_.]+)"\)', template))
    code = script()
    literals = set(re.findall(r'"([a-z_][a-z_.0-9]*)"', code))
    named |= (literals | {f"error.{key}" for key in literals}) & set(listed)
    made = {f"title.{kind.value}" for kind in Kind if kind is not Kind.KEY} | {"title.countersign"}
    prefixes = (
        *("section.", "table.", "roles.", "chip.", "key.", "stage.", "composition."),
        *("outcome.", "level.", "depth."),
    )
    rest = {key for key in listed if key not in named | made and not key.startswith(prefixes)}
    assert rest == set()
    assert made | set(re.findall(r'say\("([a-z_.]+)"', code)) <= set(listed)


def test_no_file_of_the_script_is_left_out() -> None:
    """The folder has the files of the list alone, and none leaves the page or makes markup."""
    folder = files("api.web").joinpath("static", "signing")
    assert {path.name for path in folder.iterdir()} == {f"{name}.js" for name in SCRIPTS}
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|sendBeacon|localStorage"
    assert re.findall(forbidden, script()) == []
    assert "</" not in script()


def test_the_draft_as_a_download_is_what_the_command_reads() -> None:
    """Header and sections of a signing draft are again a draft file."""
    draft = entry_signing_draft(EXAMPLE.read_bytes(), ORIGIN, ISSUER)
    again = write({**draft.header, **draft.sections})
    assert entry_signing_draft(again, ORIGIN, ISSUER) == draft
