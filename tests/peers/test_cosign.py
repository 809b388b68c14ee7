"""cosign, the signer of container images, verifies the signature in an envelope as one of a file."""

import os
import subprocess
from pathlib import Path

import pytest
from support.need import need_command
from support.pem import format_public_pem

from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import format_envelope, pae, parse_envelope, sign
from ledger.trust.keys import Signer
from schemas.signed.participant import Algorithm

TYPE = "application/vnd.cradle.entry.v1+json"


@pytest.mark.parametrize("algorithm", ["ed25519", "p256"])
@pytest.mark.parametrize(("payload", "valid"), [(b'{"a":1}', True), (b'{"a":2}', False)])
def test_signature_over_the_signed_bytes(
    tmp_path: Path, algorithm: Algorithm, payload: bytes, *, valid: bool
) -> None:
    """Under either algorithm the signature is one of the encoding, and of no other payload."""
    signer = Signer(bytes(range(1, 33)), algorithm)
    envelope = parse_envelope(format_envelope(sign(TYPE, b'{"a":1}', [signer])))
    (tmp_path / "pub.pem").write_bytes(format_public_pem(signer.public))
    (tmp_path / "pae.bin").write_bytes(pae(envelope.payload_type, payload))
    (tmp_path / "sig").write_text(encode_base64(envelope.signatures[0]))
    answer = subprocess.run(
        [
            *(need_command("cosign"), "verify-blob", "--insecure-ignore-tlog=true"),
            *("--key", tmp_path / "pub.pem", "--signature", tmp_path / "sig"),
            tmp_path / "pae.bin",
        ],
        capture_output=True,
        check=False,
        env=os.environ | {"HOME": str(tmp_path)},
    )
    assert (answer.returncode == 0) == valid, answer.stderr
    assert (b"Verified OK" in answer.stderr) == valid
