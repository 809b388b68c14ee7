"""Clients of a real server with unusual behaviour: many at once, and disconnected in the middle."""

import json
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from support.http_api import on_the_wire
from support.ledger_battery import BatteryChain, power
from support.ledger_world import Party, made

from ledger.state.drafting import sign_draft
from schemas.signed.entry import Site

PATIENCE = 60


def post(url: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Status and body of an answer, over a connection of its own."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def at_once(calls: Iterable[Callable[[], tuple[int, bytes]]]) -> list[tuple[int, Any]]:
    """The answers to calls that are made together, each its JSON."""
    waiting = list(calls)
    with ThreadPoolExecutor(len(waiting)) as threads:
        running = [threads.submit(call) for call in waiting]
        return [(status, json.loads(body)) for status, body in (one.result() for one in running)]


def raw(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A request as its bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def abandon(url: str, request: bytes, *, sent: int, read: int) -> None:
    """Send so many bytes of a request, read so many of its response, and disconnect."""
    place = urlsplit(url)
    address = (str(place.hostname), place.port)
    with socket.create_connection(address, timeout=PATIENCE) as wire:
        wire.sendall(request[:sent])
        while read > 0 and (found := wire.recv(read)):
            read -= len(found)


def entry_of(chain: BatteryChain, party: Party, site: str) -> bytes:
    """A submission of an entry at a site of its own."""
    draft = chain.world.entry(
        party, [made(party)], inputs=[power("5")], site=Site(code=site, country="SE")
    )
    return json.dumps(on_the_wire(sign_draft(draft, [party.working]))).encode()
