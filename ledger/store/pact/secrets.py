"""The key under which the secrets of partners are stored: a file in the ledger's folder, beside the logs' keys.

The server must send a secret and cannot keep a hash of it. Fernet is AES-128-CBC with HMAC-SHA256.
"""

import os
from pathlib import Path

from cryptography.fernet import Fernet

FILE = Path("keys") / "partners.key"


def open_secrets(folder: Path) -> Fernet:
    """Read the key of a ledger's folder; if it is absent, make it, readable by its owner only."""
    path = folder / FILE
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
    return Fernet(path.read_bytes())
