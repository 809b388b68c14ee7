"""The key of access tokens: made at the first start, kept, and protected as the keys of the logs are."""

from pathlib import Path

import pytest
from support.refusal import refused
from support.serve_process import write_log_keys

from api.serving import KEY, token_key
from ledger.cli.backend.folder import ENTRIES_KEY, KEYS
from ledger.cli.keys.passphrases import CURRENT, unprotected
from ledger.cli.keys.private_keys import write_private_key
from ledger.trust.keys import format_private_pem


def test_it_is_encrypted_by_the_passphrase_of_the_logs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next start has the same key by that passphrase, and by no other, also after the log's key was replaced."""
    write_log_keys(tmp_path)
    entries = tmp_path / KEYS / ENTRIES_KEY
    entries.rename(entries.with_name("entries-2.pem"))
    made = token_key(tmp_path)
    assert (tmp_path / KEY).read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert (tmp_path / KEY).stat().st_mode & 0o777 == 0o600
    assert token_key(tmp_path).as_dict(private=True) == made.as_dict(private=True)
    monkeypatch.setenv(CURRENT, "another passphrase")
    with refused("key.passphrase", str(tmp_path / KEY)):
        token_key(tmp_path)


def test_it_is_plain_where_the_logs_keys_are(tmp_path: Path) -> None:
    """A ledger whose keys are unencrypted on purpose, as the demo's, starts without a passphrase."""
    (tmp_path / KEYS).mkdir()
    write_private_key(tmp_path / KEYS / ENTRIES_KEY, bytes(32), unprotected)
    token_key(tmp_path)
    assert (tmp_path / KEY).read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    (tmp_path / KEY).write_bytes(format_private_pem(bytes(32)))
    with refused("token.key"):
        token_key(tmp_path)
