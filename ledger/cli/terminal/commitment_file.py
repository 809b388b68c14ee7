"""The file of a commitment: the secret nonce, and the receipt once the commitment is in the log.

Only its owner may read it, as a private key: who knows the nonce before the attestation knows the sample.
"""

from pathlib import Path

from ledger.cli.private_files import others_may_read
from ledger.cli.terminal.files import read_file
from schemas.errors import CradleError
from schemas.signed.sample import SecretCommitment


def read_commitment(path: Path) -> SecretCommitment:
    """Read the file of a commitment.

    Raises:
        CradleError: `commitment.file` if others may read it, `file.unreadable`, or as the form of the file.
    """
    data = read_file(path)
    if others_may_read(path):
        detail = (
            "Other users can read the secret nonce; restrict the file to its owner (chmod 600)."
        )
        raise CradleError("commitment.file", detail, str(path))
    try:
        return SecretCommitment.parse(data)
    except CradleError as error:
        detail = f"This is not a file of a commitment: {error.detail}"
        raise CradleError("commitment.file", detail, str(path)) from None
