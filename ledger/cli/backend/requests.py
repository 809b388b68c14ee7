"""Requests for data for `cradle request`, in the ledger's folder or over HTTP.

The folder needs no login. With keys the caller acts as the participant that they are registered for; without keys, as
the operator, who reads all requests and may decline and withdraw them. Left out: invitation links, which lead to a
server and are made by it.
"""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.append.ledger import Ledger
from ledger.cli.backend.administration import JsonObject
from ledger.cli.backend.folder import OPERATOR, open_ledger
from ledger.cli.backend.select import connect
from ledger.cli.backend.server import server_named
from ledger.cli.keys.identity import load_identity
from ledger.service.access.principal import CredentialKind, Principal
from ledger.service.requests import asking, ending, reading
from schemas.exchanged.request import DataRequest, DeclineReason, RequestView, Side, State
from schemas.vocabulary import Role

if TYPE_CHECKING:
    from ledger.client.requests import Requests


@contextmanager
def open_requests(folder: Path, keys: Path | None) -> Iterator["Requests | _LocalRequests"]:
    """The requests of the named server, or of the ledger in the folder, there as the owner of the keys.

    Raises:
        CradleError: as `open_ledger`, `load_identity` or `connect`.
    """
    if server_named() is not None:
        yield connect().requests
        return
    with open_ledger(folder) as opened:
        yield _LocalRequests(opened, OPERATOR if keys is None else _owner(keys))


def _owner(keys: Path) -> Principal:
    """The participant whose keys are on this machine."""
    roles = frozenset({Role.SUPPLIER})
    return Principal("keys", CredentialKind.SCRIPT, "", load_identity(keys).id, roles)


@dataclass(frozen=True, slots=True)
class _LocalRequests:
    """The requests of an open ledger; `ledger.client.requests` describes each call."""

    ledger: Ledger
    principal: Principal

    def ask(self, asked: DataRequest) -> JsonObject:
        name, now = secrets.token_hex(16), _now()
        return _to_json(asking.ask(self.ledger, self.principal, asked, name, now))

    def pass_on(self, request: str, asked: DataRequest) -> JsonObject:
        name, now = secrets.token_hex(16), _now()
        return _to_json(asking.pass_on(self.ledger, self.principal, request, asked, name, now))

    def list(
        self,
        side: Side | None = None,
        states: tuple[State, ...] = (),
        due: str | None = None,
        parent: str | None = None,
    ) -> Iterable[JsonObject]:
        wanted = reading.RequestQuery(side, frozenset(states or State), due, parent)
        page = (reading.NEWEST, reading.NEWEST)
        found = reading.query_requests(self.ledger, self.principal, wanted, page, _now())
        return [_to_json(row.shown) for row in found]

    def show(self, request: str) -> JsonObject:
        return _to_json(reading.read_request(self.ledger, self.principal, request, _now()))

    def decline(self, request: str, reason: DeclineReason) -> JsonObject:
        return _to_json(ending.decline(self.ledger, self.principal, request, reason, _now()))

    def withdraw(self, request: str) -> JsonObject:
        return _to_json(ending.withdraw(self.ledger, self.principal, request, _now()))


def _to_json(shown: RequestView) -> JsonObject:
    return shown.to_json()


def _now() -> int:
    return int(time.time())
