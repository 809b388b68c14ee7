"""Requests for data for `cradle request`, in the ledger's folder or over HTTP.

The folder needs no login. With keys the caller acts as the participant that they are registered for; without keys, as
the operator, who reads all requests and may decline and withdraw them. Left out: invitation links, which lead to a
server and are made by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from ledger.cli.backend.folder import OPERATOR, folder_desk, open_ledger
from ledger.cli.backend.names import firm_names
from ledger.cli.backend.select import connect
from ledger.cli.backend.server import server_named
from ledger.cli.keys.identity import load_identity
from ledger.cli.terminal.data_request import FIRMS
from ledger.cli.terminal.ids import LISTED, SHORTEST
from ledger.client.ledger_desk import LedgerDesk
from ledger.client.paging import every
from ledger.client.questions import Questions
from ledger.service.access.principal import Principal
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.request import DataRequest, Wanted
from schemas.vocabulary import CredentialKind, Role

_BEGINNING = re.compile(rf"[0-9a-f]{{{SHORTEST},31}}")


@contextmanager
def open_requests(folder: Path, keys: Path | None) -> Iterator[LedgerDesk]:
    """The desk of the named server, or of the ledger in the folder, there as the owner of the keys.

    Raises:
        CradleError: as `open_ledger`, `load_identity` or `connect`.
    """
    if server_named() is not None:
        yield connect()
        return
    with open_ledger(folder) as opened:
        caller = OPERATOR if keys is None else _owner(keys)
        yield folder_desk(opened, caller)


def request_id(requests: Questions, given: str, place: str = "request") -> str:
    """The id of a request from its first digits, completed among those that the caller sees; another text as it is.

    Raises:
        CradleError: `id.ambiguous`.
    """
    if not _BEGINNING.fullmatch(given):
        return given
    ids = [row.id for row in every(requests.data_requests, limit=500)]
    found = [name for name in ids if name.startswith(given)]
    if len(found) > 1:
        detail = f"{len(found)} requests begin with {given}; give more digits of one of {', '.join(found[:LISTED])}."
        raise CradleError("id.ambiguous", detail, place)
    return found[0] if found else given


def named_firms(requests: Questions, rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The names of the firms that requests name by id."""
    ids = (row.get(member) for row in rows for member in FIRMS)
    return firm_names(requests, (str(name) for name in ids if name))


def parse_data_request(
    reference: str,
    participant: str | None,
    firm: str | None,
    product: str,
    amount: str | None,
    unit: str | None,
    period: tuple[str, str],
    due: str,
    wants: Wanted | None = None,
) -> DataRequest:
    """Parse the request that options state; the period is its first day, and the day after its last.

    Raises:
        CradleError: as the model.
    """
    members = {
        "reference": reference,
        "participant": participant,
        "firm": firm,
        "product": product,
        "amount": amount,
        "unit": unit,
        "period": {"start": period[0], "end": period[1]},
        "due": due,
        "wants": wants,
    }
    try:
        return DataRequest.model_validate(members)
    except ValidationError as error:
        raise refusal(error) from None


def _owner(keys: Path) -> Principal:
    """The participant whose keys are on this machine."""
    roles = frozenset({Role.SUPPLIER})
    return Principal("keys", CredentialKind.SCRIPT, "", load_identity(keys).id, roles)
