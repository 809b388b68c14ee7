"""What the desk does not do yet for the operator, in the folder or over HTTP: PACT partners, methods, own passwords.

The folder needs no login, since a user who can open it can change all of it.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import OPERATOR, open_ledger
from ledger.cli.backend.select import connect
from ledger.cli.backend.server import server_named
from ledger.exchange.pact.partners import keep_partner, partner_to_json, read_partners
from ledger.exchange.pact.refused_events import (
    read_refused_body,
    read_refused_events,
    refused_to_json,
)
from ledger.exchange.pact.requesting import list_requests, request_to_json
from ledger.service.access import own_password
from ledger.service.access.methods import remove_method
from ledger.store.pact.partners import Partner
from ledger.store.pact.secrets import open_secrets

if TYPE_CHECKING:
    from ledger.client.administration import Administration

JsonObject = dict[str, object]


@contextmanager
def open_administration(
    folder: Path, *, lab: bool = False
) -> Iterator["Administration | _LocalAdministration"]:
    """The administration of the named server, or of the ledger in the folder if no server is named.

    `lab` permits private addresses of partners in the folder; a server follows its own setting.

    Raises:
        CradleError: as `open_ledger` or `connect`.
    """
    if server_named() is not None:
        yield connect().administration
        return
    with open_ledger(folder) as opened:
        yield _LocalAdministration(opened, lab)


def change_password(folder: Path, name: str, words: tuple[str, str]) -> None:
    """Replace a person's password at the named server, or in the folder; `words` are the present one and the new one.

    Raises:
        CradleError: `login.*`, `password.*`, `quota.logins`, or as `open_ledger` or `remote.*`.
    """
    from ledger.client import own_password as remote

    server = server_named()
    if server is not None:
        remote.change_password(server.url, name, words)
        return
    with open_ledger(folder) as opened:
        own_password.change_password(opened.store, name, words, _now())


@dataclass(frozen=True, slots=True)
class _LocalAdministration:
    """The administration of an open ledger; `ledger.client.administration` describes each call."""

    ledger: Ledger
    lab: bool

    def remove_method(self, digest: str) -> None:
        remove_method(self.ledger, OPERATOR, digest, _now())

    def partners(self) -> list[JsonObject]:
        return [{**partner_to_json(row)} for row in read_partners(self.ledger.store, OPERATOR)]

    def register_partner(self, organisation: str, members: Mapping[str, str]) -> None:
        names = ("client_id", "client_secret", "token_url")
        client, secret, token = (members[name] for name in names)
        options = {name: members[name] for name in ("base", "scope", "audience", "resource")}
        partner = Partner(
            organisation=organisation, client=client, secret=secret, token=token, **options
        )
        secrets_key = open_secrets(self.ledger.store.folder)
        keep_partner(self.ledger.store, partner, secrets_key, lab=self.lab)

    def partner_requests(self) -> list[JsonObject]:
        return [request_to_json(row) for row in list_requests(self.ledger.store, OPERATOR)]

    def refused_events(self) -> list[JsonObject]:
        return [refused_to_json(row) for row in read_refused_events(self.ledger.store, OPERATOR)]

    def refused_event(self, digest: str) -> bytes:
        return read_refused_body(self.ledger.store, OPERATOR, digest)


def _now() -> int:
    return int(time.time())
