"""Credentials that a test adds or ends without an operator, and so without a line in the journal."""

from ledger.service.access.accounts import (
    CredentialRequest,
    SecretSource,
    add_credential,
    format_key,
    new_credential,
    require_credential,
)
from ledger.service.access.secrets import hash_secret
from ledger.store.access.credentials import Credential, end_credential
from ledger.store.store import Store
from schemas.vocabulary import CredentialKind


def add_script(
    store: Store, asked: CredentialRequest, draw: SecretSource, now: int
) -> tuple[Credential, str]:
    """A script's credential and its API key."""
    secret = draw()
    made = new_credential(asked, CredentialKind.SCRIPT, hash_secret(secret), now)
    with store.write() as connection:
        add_credential(connection, made)
    return made, format_key(asked.name, secret)


def end(store: Store, name: str, now: int) -> None:
    """End a credential at once, with all its sessions and tokens."""
    with store.write() as connection:
        require_credential(connection, name)
        end_credential(connection, name, now)
    store.forget_logins()
