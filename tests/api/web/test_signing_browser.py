"""The signing page in a real browser: what it signs, a real ledger accepts, and everything signed is on the page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.ledger_world import ORIGIN, Party, World, made, taken, world
from support.signing_site import PASSPHRASE, Site, Visit, chromium, served, visiting

from api.web.signing import SigningLinks, signing_page
from api.web.signing_draft import (
    SigningDraft,
    delivery_signing_draft,
    entry_signing_draft,
    registration_signing_draft,
    withdrawal_signing_draft,
)
from ledger.service.append.submit import submit
from ledger.service.state.drafting import countersign
from ledger.trust.keys import format_private_pem, parse_private_pem
from ledger.trust.submission import Submission, parse_submission
from schemas.participant import BusinessDetails, Identifier, Participant, Profile
from schemas.vocabulary import Role

pytestmark = [pytest.mark.one_database, pytest.mark.outside]

PROFILE = Profile(
    legal_name="Süd <Erz> & 电池  GmbH",
    country="DE",
    identifiers=(Identifier(scheme="lei", value="5299000000"),),
    details=BusinessDetails(address="Weg 1, Ulm", contact="https://example.com"),
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    with chromium() as started:
        yield started


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[World]:
    """A ledger with a registrar."""
    with world(tmp_path / "ledger") as opened:
        yield opened


def key_file(party: Party, folder: Path) -> Path:
    """The party's working key as the command line writes it."""
    path = folder / "working.pem"
    path.write_bytes(format_private_pem(sha256(f"{party.name} working".encode()).digest()))
    assert parse_private_pem(path.read_bytes()).public == party.working.public
    return path


def known(party: Party) -> tuple[str, ...]:
    """The live working keys of a party."""
    return (party.working.public.hex(),)


def entry_draft(begun: World, issuer: Party, **inventory: object) -> SigningDraft:
    """An entry with texts that a page could show wrongly."""
    output = made(issuer, "1234567.125", name="ore <b>  two spaces & “quotes”")
    drafted = begun.entry(issuer, [output], **inventory)
    values = {row["section"]: row["value"] for row in map(json.loads, drafted.sections)}
    header = drafted.statement.to_json()
    for one in ("origin", "issuer", "sections"):
        del header[one]
    return entry_signing_draft({**header, **values}, ORIGIN, issuer.id)


@contextmanager
def shown(
    browser: Browser, draft: SigningDraft, keys: tuple[str, ...], **options: Any
) -> Iterator[tuple[Site, Visit]]:
    """Serve a draft and open its page."""
    with served(draft, keys) as site, visiting(browser, **options) as visit:
        visit.open(f"{site.address}/sign")
        yield site, visit
        hosts = {one.url.partition(":")[0] for one in visit.sent if not one.url.startswith(site.address)}
        assert hosts <= {"data", "blob", "file"}


def leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a document with its path, as the page writes both."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from leaves(item, f"{path}[{at}]")
    else:
        yield path, json.dumps(value) if isinstance(value, (list, dict, bool)) else str(value)


def rows_shown(page: Page) -> list[tuple[str, str]]:
    """The visible rows of everything that is signed."""
    rows = page.locator("#everything tbody tr")
    assert all(row.is_visible() for row in rows.all())
    pairs = [row.locator("td").all() for row in rows.all()]
    return [(path.inner_text(), value.locator(".value").inner_text()) for path, value in pairs]


def signed(text: str) -> Submission:
    """A submission as the page wrote it."""
    return parse_submission(text.encode())


def parts(submission: Submission) -> list[object]:
    """The payload and the sections, parsed."""
    return [json.loads(submission.parsed_envelope.payload), *map(json.loads, submission.sections)]


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
    assert before == [row for part in parts(sent) for row in leaves(part)]
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
        assert fields["nonce"] != json.loads(sent.parsed_envelope.payload)["nonce"]
        assert submit(begun.ledger, sent).id == sent.id
        site.draft = withdrawal_signing_draft(sent.id, "correction", ORIGIN, mine.id)
        visit.open(f"{site.address}/sign")
        visit.use_key(key_file(mine, tmp_path))
        file = visit.download("#save-signed", tmp_path)
        withdrawn = signed(file.read_text())
        assert file.name == f"withdrawal-{withdrawn.id[7:19]}.json"
        assert visit.page.inner_text("#status").startswith(f"Signed. {file.name}")
        assert submit(begun.ledger, withdrawn).id == withdrawn.id


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
    from base64 import b64encode, urlsafe_b64encode

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
        assert rows == [row for part in parts(sent) for row in leaves(part)]
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
        secrets = [seed(pem) for pem in files.values()]
        sent_text = "\n".join(f"{one.url} {one.headers} {one.post_data}" for one in visit.sent)
        assert "statement=" in sent_text
        for secret in secrets:
            assert not any(one in sent_text for one in spellings(secret))
        assert PASSPHRASE not in sent_text
        assert "correct" not in sent_text
        assert "PRIVATE" not in sent_text


def seed(pem: bytes) -> bytes:
    """The secret in a key file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

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


@pytest.mark.parametrize("copied", ["downloaded", "from the browser"])
def test_a_saved_copy_signs_without_a_network(
    browser: Browser, begun: World, tmp_path: Path, copied: str
) -> None:
    """Opened as a file, offline, it signs by the key file and only saves; the ledger accepts the file."""
    mine = begun.register("mine", Role.SUPPLIER)
    with shown(browser, entry_draft(begun, mine), known(mine)) as (site, visit):
        if copied == "downloaded":
            path = visit.download("#save-page", tmp_path)
        else:
            path = tmp_path / "sign.html"
            path.write_text(visit.page.content(), "utf-8")
        visit.context.set_offline(offline=True)
        before = len(visit.sent)
        page = visit.open(path.as_uri())
        assert "saved copy" in page.inner_text("#key-name")
        assert not page.is_visible("#submit-signed")
        assert not page.is_visible("#keep-key")
        visit.use_key(key_file(mine, tmp_path))
        sent = signed(visit.download("#save-signed", tmp_path).read_text())
        assert rows_shown(page) == [row for part in parts(sent) for row in leaves(part)]
        assert submit(begun.ledger, sent).id == page.inner_text("#statement-id")
        schemes = {one.url.partition(":")[0] for one in visit.sent[before:]}
        assert schemes <= {"file", "data", "blob"}
        assert site.received == []
        visit.context.set_offline(offline=False)
        refusal = page.evaluate(f"fetch('{site.address}/sign').catch((error) => error.name)")
        assert refusal == "TypeError"
        assert any("connect-src 'none'" in text for text in visit.said)
        visit.said.clear()


def test_a_script_that_was_changed_does_not_run(browser: Browser, begun: World, tmp_path: Path) -> None:
    """One changed letter of the script in a saved copy, and the browser refuses it."""
    mine = begun.register("mine", Role.SUPPLIER)
    html = signing_page(entry_draft(begun, mine), "en", SigningLinks(), known(mine)).html
    path = tmp_path / "sign.html"
    path.write_text(html.replace("const DEPTH_LIMIT = 16", "const DEPTH_LIMIT = 17"))
    with visiting(browser) as visit:
        visit.page.goto(path.as_uri())
        assert not visit.page.is_visible("#rest")
        assert any("Content Security Policy" in text for text in visit.said)
        visit.said.clear()
