"""Secret nonces of commitments, kept beside the keys: written before the commitment is submitted.

An auditor has one commitment for each calculation, and without its nonce it cannot attest that calculation any more. So
the file is on the disk before the log has the commitment, and a second run submits the same one again.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.cli.keys.private_keys import write_secret
from ledger.cli.terminal.commitment_file import read_commitment
from ledger.cli.terminal.files import require_place, write_file
from ledger.rules.samples import commitment_digest
from ledger.trust.envelope import statement_id
from ledger.trust.leaves import model_bytes
from schemas.errors import CradleError
from schemas.signed.commitment import Commitment
from schemas.signed.log import Receipt
from schemas.signed.sample import SecretCommitment
from schemas.signed.statement import Kind

FOLDER = "commitments"
"""The folder beside the keys."""

_DIGITS = 12


def commitment_path(identity: Path, subject: str) -> Path:
    """The place of the file for a calculation, beside the keys."""
    digits = subject.removeprefix("sha256:")[:_DIGITS]
    return identity / FOLDER / f"{digits}.json"


def make_or_read_commitment(
    path: Path, origin: str, issuer: str, subject: str
) -> tuple[Commitment, SecretCommitment]:
    """The commitment in a file; if there is none, draw a nonce and write the file first.

    Raises:
        CradleError: `commitment.file` if the file is of another calculation or auditor; as `read_commitment` and
            `require_place`.
    """
    if path.exists():
        secret = read_commitment(path)
        if (secret.issuer, secret.subject) != (issuer, subject):
            detail = f"The file is of {secret.issuer} and {secret.subject}; name another file."
            raise CradleError("commitment.file", detail, str(path))
        return _commitment(origin, issuer, secret.nonce, subject), secret
    nonce = secrets.token_hex(32)
    commitment = _commitment(origin, issuer, nonce, subject)
    named = statement_id(Kind.COMMITMENT.payload_type, model_bytes(commitment))
    secret = SecretCommitment(commitment=named, issuer=issuer, subject=subject, nonce=nonce)
    if path.parent.name == FOLDER:
        path.parent.mkdir(mode=0o700, exist_ok=True)
    require_place(path)
    write_secret(path, _file(secret))
    return commitment, secret


@contextmanager
def kept_if_accepted(path: Path, *, is_new: bool) -> Iterator[None]:
    """Remove a file that was made for a commitment that the ledger then refuses.

    After a lost connection it stays, since the ledger may have the commitment.
    """
    try:
        yield
    except CradleError as error:
        if is_new and not error.code.startswith("remote."):
            path.unlink(missing_ok=True)
            if path.parent.name == FOLDER and not any(path.parent.iterdir()):
                path.parent.rmdir()
        raise


def keep_receipt(path: Path, secret: SecretCommitment, receipt: Receipt) -> None:
    """Add the receipt to the file."""
    write_file(path, _file(secret.model_copy(update={"receipt": receipt})), private=True)


def _file(secret: SecretCommitment) -> bytes:
    return json.dumps(secret.to_json(), indent=2).encode() + b"\n"


def _commitment(origin: str, issuer: str, nonce: str, subject: str) -> Commitment:
    digest = commitment_digest(issuer, nonce, subject)
    return Commitment(origin=origin, issuer=issuer, subject=subject, digest=digest)
