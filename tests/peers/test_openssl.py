"""Plain OpenSSL verifies an envelope's signature: an auditor needs no tool of ours for that."""

import subprocess
from pathlib import Path

import pytest
from support.need import need_command

from ledger.trust.envelope import format_envelope, pae, parse_envelope, sign
from ledger.trust.keys import Signer, format_private_pem, format_public_pem, parse_private_pem

SEED = bytes(range(32))
SIGNER = Signer(SEED)
ENVELOPE = parse_envelope(
    format_envelope(sign("application/vnd.cradle.entry.v1+json", b'{"a":1}', [SIGNER]))
)


def _openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [need_command("openssl"), *arguments]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.parametrize(("payload", "verdict"), [(b'{"a":1}', 0), (b'{"a":2}', 1)])
def test_signature_over_the_signed_bytes(tmp_path: Path, payload: bytes, verdict: int) -> None:
    """The signature verifies over the pre-authentication encoding, and over no other payload."""
    (tmp_path / "pub.pem").write_bytes(format_public_pem(SIGNER.public))
    (tmp_path / "pae.bin").write_bytes(pae(ENVELOPE.payload_type, payload))
    (tmp_path / "sig").write_bytes(ENVELOPE.signatures[0])
    answer = _openssl(
        *("pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "pub.pem"),
        *("-rawin", "-in", tmp_path / "pae.bin", "-sigfile", tmp_path / "sig"),
    )
    assert answer.returncode == verdict, answer.stderr


def test_private_keys_pass_both_ways(tmp_path: Path) -> None:
    """OpenSSL derives our public key from our PEM, and we read a key that OpenSSL made."""
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.pem"
    ours.write_bytes(format_private_pem(SEED))
    assert _openssl("pkey", "-in", ours, "-pubout").stdout == format_public_pem(SIGNER.public)

    assert _openssl("genpkey", "-algorithm", "ed25519", "-out", theirs).returncode == 0
    public = Signer(parse_private_pem(theirs.read_bytes())).public
    assert _openssl("pkey", "-in", theirs, "-pubout").stdout == format_public_pem(public)
