"""The signing page in a real browser: what it signs, a real ledger accepts, and everything signed is on the page."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from playwright.sync_api import Browser
from support.ledger_opened import open_chain
from support.ledger_product import product_chain
from support.ledger_signing import (
    entry_draft,
    key_file,
    known,
    parts,
    rows_of,
    rows_shown,
    shown,
    signed,
)
from support.ledger_world import ORIGIN, Party, World, made, taken, world
from support.pem import parse_private_pem
from support.signing_site import PASSPHRASE, Site, Visit

from api.web.signing_draft import (
    delivery_signing_draft,
    registration_signing_draft,
    statement_signing_draft,
    withdrawal_signing_draft,
)
from ledger.append.submit import submit
from ledger.state.drafting import countersign
from ledger.trust.keys import format_private_pem
from ledger.trust.submission import Submission
from schemas.signed.participant import BusinessDetails, Identifier, Participant, Profile
from schemas.signed.statement import Kind
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside

PROFILE = Profile(
    legal_name="Süd <Erz> & 电池  GmbH",
    country="DE",
    identifiers=(Identifier(scheme="lei", value="5299000000"),),
    details=BusinessDetails(address="Weg 1, Ulm", contact="https://example.com"),
)


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[World]:
    """A ledger with a registrar."""
    with world(tmp_path / "ledger") as opened:
        yield opened


def press_submit(site: Site, visit: Visit) -> Submission:
    """Sign and submit; the statement that arrives."""
    visit.page.click("#submit-signed")
    visit.page.wait_for_url("**/submit")
    return signed(site.received[-1])


def test_all_that_an_entry_signs_is_on_the_page(
    browser: Browser, begun: World, tmp_path: Path
) -> None:
    """Each field and value of payload and sections has its row, and there is no other; the ledger accepts it."""
    mine, plant = (begun.register(name, Role.SUPPLIER) for name in ("mine", "plant"))
    ore = begun.deliver(mine, begun.enter(mine, [made(mine)]), plant)
    draft = entry_draft(begun, plant, inputs=[taken(ore)])
    with shown(browser, draft, known(plant)) as (site, visit):
        page, before = visit.page, rows_shown(visit.page)
        name = page.inner_text("#statement-id")
        facts = page.inner_text("#facts") + page.inner_text("#tables")
        visit.use_key(key_file(plant, tmp_path))
        assert page.inner_text("#chip") == "Registered"
        sent = press_submit(site, visit)
        assert page.title() == "In the log"
        visit.open(f"{site.address}/sign")
        salts = [value for path, value in [*before, *rows_shown(page)] if path == "salt"]
        assert len(set(salts)) == len(salts) == 4  # Two sections, drawn again for each page.
    assert before == rows_of(sent)
    for words in ("plant-1, SE", "2025-01-01 to 2025-12-31", "1234567.125", "ore <b>", ore[7:19]):
        assert words in facts
    assert submit(begun.ledger, sent).id == sent.id == name


def test_a_delivery_and_a_withdrawal_are_accepted(
    browser: Browser, begun: World, tmp_path: Path
) -> None:
    """Both have a fresh nonce of the page, and each signing of one page is the same statement."""
    mine, plant = (begun.register(name, Role.SUPPLIER) for name in ("mine", "plant"))
    ore = begun.enter(mine, [made(mine)])
    fields = begun.delivery(mine, ore, plant).statement.to_json()
    own = {key: value for key, value in fields.items() if key not in ("origin", "issuer", "nonce")}
    delivery = delivery_signing_draft(own, ORIGIN, mine.id)
    with shown(browser, delivery, known(mine)) as (site, visit):
        visit.use_key(key_file(mine, tmp_path))
        saved = signed(visit.download("#save-signed", tmp_path).read_text())
        again = signed(visit.download("#saved a", tmp_path).read_text())
        sent = press_submit(site, visit)
        assert sent == saved == again
        assert submit(begun.ledger, sent).id == sent.id
        site.draft = withdrawal_signing_draft(sent.id, "correction", ORIGIN, mine.id)
        visit.open(f"{site.address}/sign")
        visit.use_key(key_file(mine, tmp_path))
        file = visit.download("#save-signed", tmp_path)
        withdrawn = signed(file.read_text())
        assert file.name == f"withdrawal-{withdrawn.id[7:19]}.json"
        assert visit.page.inner_text("#status").startswith(f"Signed. {file.name}")
        assert submit(begun.ledger, withdrawn).id == withdrawn.id
        nonces = [json.loads(one.parsed_envelope.payload)["nonce"] for one in (sent, withdrawn)]
        assert len({fields["nonce"], *nonces}) == 3


def test_an_opened_delivery_is_signed_as_it_is_shown(browser: Browser, tmp_path: Path) -> None:
    """The firms are named in words and in everything that is signed; the ledger accepts the sealed section."""
    with open_chain(tmp_path / "opened") as it:
        refinery = it.parties["refinery"]
        fields = it.draft("refinery", "plant", "10").statement.to_json()
        made_here = ("origin", "issuer", "nonce")
        own = {key: value for key, value in fields.items() if key not in made_here}
        opening = it.opening("refinery", onward=True)
        draft = delivery_signing_draft({**own, "opening": opening.to_json()}, ORIGIN, refinery.id)
        with shown(browser, draft, known(refinery)) as (_, visit):
            facts = visit.page.inner_text("main")
            assert "Mine Ltd, SE; Pit Ltd, FI; Works Ltd, NO" in facts
            assert "yes, to the customer\u2019s own customers" in facts

            visit.use_key(key_file(refinery, tmp_path))
            saved = signed(visit.download("#save-signed", tmp_path).read_text())
            assert submit(it.world.ledger, saved).id == saved.id
        with it.world.ledger.view() as view:
            record = view.delivery(saved.id)
        assert record is not None
        assert record.opening == opening


def make_keys(visit: Visit, folder: Path) -> dict[str, bytes]:
    """Make the keys of a registration and save both files."""
    page = visit.page
    for field in ("#new-passphrase", "#new-passphrase-again"):
        page.fill(field, PASSPHRASE)
    page.click("#make-keys")
    page.wait_for_selector("#save-fields:not([hidden])")
    links = page.locator("#new-files a")
    saved = {}
    for at in range(links.count()):
        path = visit.download(f"#new-files a:nth-child({at + 1})", folder)
        saved[path.name] = path.read_bytes()
    return saved


def spellings(secret: bytes) -> set[str]:
    """The ways in which a key could be written in a request."""
    plain = {secret.hex(), secret.hex().upper(), secret.decode("latin-1"), str(list(secret))}
    for shift in range(3):  # Base64 of a key inside other bytes, such as PKCS #8.
        for encode in (b64encode, urlsafe_b64encode):
            plain.add(encode(bytes(shift) + secret)[4 * (shift > 0) : -4].decode())
    return plain


def test_a_registration_makes_keys_that_stay_with_their_owner(
    browser: Browser, begun: World, tmp_path: Path
) -> None:
    """The registrar countersigns; the working key signs the next entry; no request has a key or the passphrase."""
    draft = registration_signing_draft(ORIGIN, begun.registrar.id, PROFILE, [Role.SUPPLIER])
    with shown(browser, draft, ()) as (site, visit):
        files = make_keys(visit, tmp_path)
        visit.page.check("#files-saved")
        rows = rows_shown(visit.page)
        sent = press_submit(site, visit)
        assert rows == rows_of(sent)
        accepted = submit(begun.ledger, countersign(sent, begun.registrar.working))
        assert accepted.id == sent.id
        statement = sent.statement
        assert isinstance(statement, Participant)
        keys = {name: parse_private_pem(pem, PASSPHRASE) for name, pem in files.items()}
        listed = {"root.pem": statement.root_keys[0], "working.pem": statement.working_keys[0]}
        assert {name: key.public.hex() for name, key in keys.items()} == {
            name: key.key for name, key in listed.items()
        }
        assert [key.custody for key in listed.values()] == ["file", "browser"]

        party = Party("new", sent.id, keys["root.pem"], keys["working.pem"])
        site.draft, site.known = entry_draft(begun, party), known(party)
        page = visit.open(f"{site.address}/sign")
        assert page.inner_text("#chip") == "Registered"
        assert page.inner_text("#key-public") == known(party)[0]
        assert submit(begun.ledger, press_submit(site, visit)).id
        assert stored(visit) == [{"public": known(party)[0], "refused": ["InvalidAccessError"] * 3}]
        require_no_leak(site, visit, [seed(pem) for pem in files.values()])


def require_no_leak(site: Site, visit: Visit, secrets: list[bytes]) -> None:
    """No request, and nothing inside a submitted statement, has a secret or the passphrase, in any spelling."""
    sent = "\n".join(f"{one.url} {one.headers} {one.post_data}" for one in visit.sent)
    sent += unquote_plus(sent) + str([parts(signed(one)) for one in site.received])
    assert "statement=" in sent
    for secret in secrets:
        leak = format_private_pem(secret).decode().replace("\n", "")
        assert any(one in leak for one in spellings(secret))
        assert not any(one in sent for one in spellings(secret))
    assert not any(one in sent for one in (PASSPHRASE, "correct", "PRIVATE"))


def seed(pem: bytes) -> bytes:
    """The secret in a key file."""
    key = load_pem_private_key(pem, PASSPHRASE.encode())
    assert isinstance(key, Ed25519PrivateKey)
    return key.private_bytes_raw()


def stored(visit: Visit) -> list[dict[str, object]]:
    """The keys that the site has in this browser, and the answer to each way of exporting one."""
    found: list[dict[str, object]] = visit.page.evaluate(
        """async () => {
          const done = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
          const base = await done(indexedDB.open("cradle", 1));
          const rows = await done(base.transaction("keys").objectStore("keys").getAll());
          const ways = ["pkcs8", "jwk", "raw"];
          const refused = (key) => Promise.all(ways.map((way) =>
            crypto.subtle.exportKey(way, key).then(() => "exported", (error) => error.name)));
          return Promise.all(rows.map(async (row) => ({ public: row.public, refused: await refused(row.key) })));
        }"""
    )
    return found


def test_a_product_is_signed_as_it_is_shown(browser: Browser, tmp_path: Path) -> None:
    """Its figure per unit, and the amount that was made; no capacity, which it has not."""
    with product_chain(tmp_path / "ledger") as chain:
        drafted = chain.calculation()
        made_by_page = ("origin", "issuer", "sections", "nonce")
        said = drafted.statement.to_json().items()
        sections = (json.loads(it) for it in drafted.sections)
        (composition,) = (it["value"] for it in sections if it["section"] == "composition")
        content = {
            "header": {key: value for key, value in said if key not in made_by_page},
            "sections": {"composition": composition},
            "named": {"exact": drafted.statement.to_json()["sections"]["exact"]},
        }
        kept = json.dumps(content).encode()
        draft = statement_signing_draft(Kind.CALCULATION, kept, ORIGIN, chain.workshop.id)
        with shown(browser, draft, known(chain.workshop)) as (_, visit):
            facts = visit.page.inner_text("#facts")
    assert "kg CO₂e per piece" in facts
    assert "20 piece" in facts
    assert "kWh" not in facts
