"""The script's formats against those of the ledger, in a real browser: canonical JSON, key files and signatures."""

import json
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from support.browsing import chromium
from support.need import need_command
from support.pem import parse_private_pem
from support.signing_site import PASSPHRASE

from api.web.signing import SCRIPTS
from ledger.trust.canonical import canonical
from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.encrypted_key import COST, DRAWN, ScryptCost
from ledger.trust.envelope import pae
from ledger.trust.keys import format_encrypted_pem, format_private_pem, verify
from schemas.errors import CradleError
from schemas.signed.participant import Algorithm

pytestmark = [pytest.mark.one_database, pytest.mark.outside]

PKCS8 = (Encoding.PEM, PrivateFormat.PKCS8)
ODD = (
    '\u0000\u001f\u007f\u009f\u200e\u2066\ufdd0\uffff\U0010ffff\u2028"\\/é\u0301\u1100\u1161\ud55c'
)

characters = st.characters(exclude_categories=["Cs", "Cn"]) | st.sampled_from(ODD)
texts = st.text(characters, max_size=12)
keys = st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True) | st.sampled_from(
    ["__proto__", "10", "9", "A", ""]
)
leaves = st.one_of(
    *(st.booleans(), st.integers(-9, 9), st.integers(2**53 - 2, 2**53 + 2), st.none()),
    *(texts, texts.map(lambda text: normalize("NFC", text)), st.sampled_from([0.5, -1.25])),
    *(st.sampled_from(["x" * 1024, "x" * 1025, "\U0001f600" * 1024]),),
)
sound = st.one_of(
    *(st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1)),
    texts.map(lambda text: normalize("NFC", "".join(one for one in text if one not in ODD[:9]))),
)


def documents(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects and lists of values."""
    return st.recursive(
        values,
        lambda part: st.lists(part, max_size=4) | st.dictionaries(keys, part, max_size=5),
        max_leaves=12,
    )


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """An empty page with the functions of the script."""
    folder = files("api.web").joinpath("static", "signing")
    parts = "".join(folder.joinpath(f"{name}.js").read_text("utf-8") for name in SCRIPTS[:7])
    names = "canonicalText, canonicalBytes, pae, base64, unbase64, hex, scrypt"
    names += ", makeKey, readKey, signMessage, submissionOf"
    blank = tmp_path / "blank.html"
    blank.write_text("<!doctype html><title>blank</title>")
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(blank.as_uri())
        opened.evaluate(f"() => {{ {parts}; window.own = {{ {names} }}; }}")
        yield opened


WRITTEN = """(texts) => texts.map((text) => {
  try { return own.canonicalText(JSON.parse(text)); } catch (error) {
    if (!error.code?.startsWith("json.")) throw error;
    return null;
  }
})"""


def expected(value: object) -> str | None:
    """The canonical text by the ledger; None if it refuses the value."""
    try:
        return canonical(value).decode()
    except CradleError:
        return None


def test_canonical_json_is_that_of_the_ledger(page: Page) -> None:
    """Every generated document has the same bytes, or is refused by both."""
    outcomes = set[bool]()

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(documents(leaves) | documents(sound), min_size=4, max_size=12))
    def check(values: list[object]) -> None:
        wanted = [expected(value) for value in values]
        assert page.evaluate(WRITTEN, [json.dumps(value) for value in values]) == wanted
        outcomes.update(one is None for one in wanted)

    check()
    assert outcomes == {True, False}
    listed = [*ODD, "e\u0301", "\u1100\u1161", "\u212b", "\u00e9", 'a"b\\c', "\U0001f600", ""]
    assert page.evaluate(WRITTEN, [json.dumps(one) for one in listed]) == [
        expected(one) for one in listed
    ]
    for depth in (15, 16, 17):
        value: object = []
        for _ in range(depth - 1):
            value = [value]
        assert page.evaluate(WRITTEN, [json.dumps(value)]) == [expected(value)]


def test_signed_bytes_and_envelope_are_those_of_dsse(page: Page) -> None:
    """The pre-authentication encoding counts bytes, and signatures are sorted and distinct."""
    kind, payload = "application/vnd.cradle.entry.v1+json", canonical({"name": "Süß 电池"})
    call = "([kind, text]) => own.base64(own.pae(kind, own.unbase64(text)))"
    made = page.evaluate(call, [kind, encode_base64(payload)])
    assert decode_base64(made) == pae(kind, payload)
    signatures = [[9, 1], [2, 5], [9, 1], [2]]
    call = """(all) => own.submissionOf({ kind: "entry", bytes: new Uint8Array(), sealed: { documents: [] } },
        all.map((one) => Uint8Array.from(one)))"""
    sent = json.loads(page.evaluate(call, signatures))
    raw = [list(decode_base64(one["sig"])) for one in sent["envelope"]["signatures"]]
    assert raw == [[2], [2, 5], [9, 1]]


def test_a_key_file_is_opened_by_openssl_and_by_cryptography(page: Page, tmp_path: Path) -> None:
    """It is encrypted PKCS #8 under 600,000 rounds; with the passphrase it is the key that signs in the page."""
    openssl = need_command("openssl")
    made = page.evaluate(
        """async (passphrase) => { const made = await own.makeKey(passphrase);
        const signature = own.base64(await own.signMessage(made, new TextEncoder().encode("entry")));
        const refused = await crypto.subtle.exportKey("pkcs8", made.key).catch((error) => error.name);
        return { file: made.file, public: made.public, signature, refused }; }""",
        PASSPHRASE,
    )
    assert made["refused"] == "InvalidAccessError"
    pem = made["file"].encode()
    opened = load_pem_private_key(pem, PASSPHRASE.encode())
    assert isinstance(opened, Ed25519PrivateKey)
    assert opened.public_key().public_bytes_raw().hex() == made["public"]
    assert parse_private_pem(pem, PASSPHRASE).public.hex() == made["public"]
    assert opened.sign(b"entry") == decode_base64(made["signature"])
    (tmp_path / "key.pem").write_bytes(pem)
    where = ("-in", tmp_path / "key.pem")
    shown = subprocess.run(
        [openssl, "pkey", *where, "-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform", "DER"],
        capture_output=True,
        check=True,
    )
    assert shown.stdout[-32:].hex() == made["public"]
    parsed = subprocess.run([openssl, "asn1parse", *where], capture_output=True, check=True).stdout
    for word in (b"PBES2", b"PBKDF2", b":0927C0", b"hmacWithSHA256", b"aes-256-cbc"):
        assert word in parsed  # 0927C0 is 600,000.


BOTH: tuple[Algorithm, ...] = ("ed25519", "p256")
READ = """async ([text, passphrase]) => {
  try {
    const read = await own.readKey(text, passphrase);
    const all = [];
    for (let at = 0; at < 12; at += 1) all.push(own.hex(await own.signMessage(read, Uint8Array.of(at))));
    return [read.public, all];
  } catch (error) { return [error.code ?? String(error), []]; }
}"""


def test_key_files_of_other_programs_are_read(page: Page) -> None:
    """Plain and encrypted ones, of cradle, cryptography and openssl; Ed25519 and P-256, whose s is always low."""
    openssl = need_command("openssl")
    made = [(format_private_pem(bytes(range(1, 33)), one), "") for one in BOTH]
    locked = BestAvailableEncryption(b"secret")
    made.append((Ed25519PrivateKey.generate().private_bytes(*PKCS8, locked), "secret"))
    made.append((generate_private_key(SECP256R1()).private_bytes(*PKCS8, locked), "secret"))
    for cipher, prf in (("aes-128-cbc", "hmacWithSHA1"), ("aes-256-cbc", "hmacWithSHA512")):
        told = ("pkcs8", "-topk8", "-v2", cipher, "-v2prf", prf, "-passout", "pass:secret")
        ran = subprocess.run([openssl, *told], input=made[1][0], capture_output=True, check=True)
        made.append((ran.stdout, "secret"))
    for cost in (COST, ScryptCost(n=2, r=1, p=1), ScryptCost(n=64, r=3, p=16)):
        drawn = bytes(range(DRAWN))
        for one in BOTH:
            ours = format_encrypted_pem(bytes(range(1, 33)), one, PASSPHRASE, drawn, cost)
            made.append((ours, PASSPHRASE))
    for pem, passphrase in made:
        signer = parse_private_pem(pem, passphrase or None)
        public, signatures = page.evaluate(READ, [pem.decode(), passphrase])
        assert public == signer.public.hex()
        assert all(
            verify(signer.public, bytes.fromhex(one), bytes([at]))
            for at, one in enumerate(signatures)
        )
        assert len(signatures) == 12


def test_what_is_no_key_file_is_refused(page: Page) -> None:
    """Another curve, another form and rubbish are `key.pem`; a wrong or missing passphrase is `key.passphrase`."""
    key = generate_private_key(SECP256R1())
    locked = key.private_bytes(*PKCS8, BestAvailableEncryption(b"secret")).decode()
    other = generate_private_key(SECP384R1())
    secret = other.private_bytes(*PKCS8, BestAvailableEncryption(b"secret")).decode()
    sec1 = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    begin, end = "-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----\n"
    for text in ("", "no key", sec1.decode(), f"{begin}AAAA{end}", f"{begin}A=A={end}"):
        assert page.evaluate(READ, [text, ""])[0] == "key.pem"
    assert (
        page.evaluate(READ, [other.private_bytes(*PKCS8, NoEncryption()).decode(), ""])[0]
        == "key.pem"
    )
    assert page.evaluate(READ, [secret, "secret"])[0] == "key.pem"
    broken = locked.splitlines()
    assert (
        page.evaluate(READ, ["\n".join([broken[0], broken[1], broken[-1]]), "secret"])[0]
        == "key.pem"
    )
    for wrong in ("", "Secret", *(f"secret{at}" for at in range(40))):
        assert page.evaluate(READ, [locked, wrong])[0] == "key.passphrase"
    drawn, cheap = bytes(range(DRAWN)), ScryptCost(n=2, r=1, p=1)
    ours = format_encrypted_pem(bytes(range(1, 33)), "p256", "secret", drawn, cheap).decode()
    for wrong in ("", "Secret", *(f"secret{at}" for at in range(40))):
        assert page.evaluate(READ, [ours, wrong])[0] == "key.passphrase"


def test_a_file_cannot_stop_the_page_by_its_cost(page: Page) -> None:
    """More memory or lanes than openssl opens, and a cost that is no power of two, are refused before any work."""
    salt = "{ salt: new Uint8Array(16), n: %d, r: %d, p: %d }"
    for n, r, p in ((1 << 20, 8, 1), (1 << 14, 8, 17), (1, 8, 1), (3, 8, 1), (1 << 14, 1 << 20, 1)):
        call = f"own.scrypt('secret', {salt % (n, r, p)}, 32).then(String, (error) => error.code)"
        assert page.evaluate(f"() => {call}") == "key.pem"
