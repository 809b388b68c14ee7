"""Plain OpenSSL verifies an envelope's signature and opens our key files: neither needs a tool of ours."""

import subprocess
from pathlib import Path

import pytest
from support.need import need_command
from support.p256 import low
from support.pem import format_public_pem, parse_private_pem

from ledger.trust.encrypted_key import COST, DRAWN
from ledger.trust.envelope import format_envelope, pae, parse_envelope, sign
from ledger.trust.keys import (
    Signer,
    format_encrypted_pem,
    format_private_pem,
    parse_secret,
    verify,
)
from schemas.signed.participant import Algorithm

SECRET = bytes(range(1, 33))
TYPE = "application/vnd.cradle.entry.v1+json"
DIGEST = {"ed25519": (), "p256": ("-digest", "sha256")}
MAKE = {
    "ed25519": ("genpkey", "-algorithm", "ed25519"),
    "p256": ("ecparam", "-name", "prime256v1", "-genkey", "-noout"),
}
BOTH = pytest.mark.parametrize("algorithm", ["ed25519", "p256"])


def _openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [need_command("openssl"), *arguments]
    return subprocess.run(command, capture_output=True, check=False)


@BOTH
@pytest.mark.parametrize(("payload", "verdict"), [(b'{"a":1}', 0), (b'{"a":2}', 1)])
def test_signature_over_the_signed_bytes(
    tmp_path: Path, algorithm: Algorithm, payload: bytes, verdict: int
) -> None:
    """The signature verifies over the pre-authentication encoding, and over no other payload."""
    signer = Signer(SECRET, algorithm)
    envelope = parse_envelope(format_envelope(sign(TYPE, b'{"a":1}', [signer])))
    (tmp_path / "pub.pem").write_bytes(format_public_pem(signer.public))
    (tmp_path / "pae.bin").write_bytes(pae(envelope.payload_type, payload))
    (tmp_path / "sig").write_bytes(envelope.signatures[0])
    answer = _openssl(
        *("pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "pub.pem", *DIGEST[algorithm]),
        *("-rawin", "-in", tmp_path / "pae.bin", "-sigfile", tmp_path / "sig"),
    )
    assert answer.returncode == verdict, answer.stderr


@BOTH
def test_private_keys_pass_both_ways(tmp_path: Path, algorithm: Algorithm) -> None:
    """OpenSSL derives our public key from our PEM, and we read a key that OpenSSL made."""
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.pem"
    ours.write_bytes(format_private_pem(SECRET, algorithm))
    public = Signer(SECRET, algorithm).public
    assert _openssl("pkey", "-in", ours, "-pubout").stdout == format_public_pem(public)

    assert _openssl(*MAKE[algorithm], "-out", theirs).returncode == 0
    public = parse_private_pem(theirs.read_bytes()).public
    assert _openssl("pkey", "-in", theirs, "-pubout").stdout == format_public_pem(public)


def test_its_p256_signatures_count_once_s_is_low(tmp_path: Path) -> None:
    """OpenSSL leaves s as it falls; with the smaller of s and n - s each signature counts here."""
    key, message = tmp_path / "key.pem", tmp_path / "message"
    assert _openssl(*MAKE["p256"], "-out", key).returncode == 0
    public = parse_private_pem(key.read_bytes()).public
    message.write_bytes(b"entry")
    signatures = {_openssl("dgst", "-sha256", "-sign", key, message).stdout for _ in range(20)}
    assert all(verify(public, low(signature), b"entry") for signature in signatures)
    counted = [verify(public, signature, b"entry") for signature in signatures]
    assert counted == [signature == low(signature) for signature in signatures]


@BOTH
def test_encrypted_keys_pass_both_ways(tmp_path: Path, algorithm: Algorithm) -> None:
    """OpenSSL opens the scrypt that we write, at its real cost, and we open the scrypt that it writes."""
    ours, theirs, plain = (tmp_path / name for name in ("ours.pem", "theirs.pem", "plain.pem"))
    passphrase, public = "süß, four words", format_public_pem(Signer(SECRET, algorithm).public)
    drawn = bytes(range(DRAWN))
    ours.write_bytes(format_encrypted_pem(SECRET, algorithm, passphrase, drawn, COST))
    opened = _openssl("pkey", "-in", ours, "-passin", f"pass:{passphrase}", "-pubout")
    assert opened.stdout == public, opened.stderr
    assert _openssl("pkey", "-in", ours, "-passin", "pass:another").returncode == 1

    plain.write_bytes(format_private_pem(SECRET, algorithm))
    written = ("-scrypt", "-v2", "aes-256-cbc", "-passout", f"pass:{passphrase}", "-out", theirs)
    assert _openssl("pkcs8", "-topk8", "-in", plain, *written).returncode == 0
    assert parse_secret(theirs.read_bytes(), passphrase) == (SECRET, algorithm)
