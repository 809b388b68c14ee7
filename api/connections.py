"""The connections of the server: their number, the pace of their clients, and the framing of their requests.

uvicorn limits idle connections between two requests only. This protocol adds three rules:

- A client must send the head of a request, and then each 64 KiB of its body or the rest, within some seconds, and take
  an answer at the same pace. Waiting that is the server's own doing does not count.
- Beyond the largest number of connections, the one that has kept the server waiting longest is closed for the new one,
  whether it does not send or does not take its answer. A client that opens many connections therefore loses its own
  first. The same holds for the connections of one address, beyond its own number; a trusted proxy has no such number.
- A malformed or ambiguous request (`api.framing`) is answered with 400, and its connection closed.

Left out: the TLS handshake, which asyncio limits to 60 s.
"""

from asyncio import BaseTransport
from collections.abc import Iterable
from http import HTTPStatus
from typing import ClassVar, Final, cast

import h11
import orjson
import structlog
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.addresses import is_within
from api.framing import StrictConnection
from api.networks import Network
from api.problems import MEDIA_TYPE, problem_members
from schemas.errors import CradleError

PACE: Final = 64 * 1024
"""Bytes of a body, or of an answer, that must pass within `Connection.seconds`."""


class Connection(H11Protocol):
    """One connection.

    Attributes:
        most: the largest number of connections of a server.
        seconds: the time in which a client must make progress.
        each: the largest number of connections of one address.
        trusted: the networks of proxies, whose clients are many.
    """

    most: ClassVar[int]
    seconds: ClassVar[float]
    each: ClassVar[int]
    trusted: ClassVar[tuple[Network, ...]]

    def connection_made(self, transport: BaseTransport) -> None:
        """Accept a connection, evicting the slowest one if full."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn serves sockets, whose transports also write
        self.conn = StrictConnection()
        self._log = structlog.get_logger("cradle")
        self._since = self.loop.time()
        self._received = self._unsent = 0
        self._drained = False
        self._timer = self.loop.call_later(self.seconds, self._check)
        if len(self.connections) > self.most:
            self._make_room(self.connections, self.most)
        elif not is_within(self.address, self.trusted):
            own = {connection for connection in self._all if connection.address == self.address}
            if len(own) > self.each:
                self._make_room(own, self.each)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a part of a request; the end of its head, of its body, and each 64 KiB are progress."""
        before = self.conn.their_state
        super().data_received(data)
        self._received += len(data)
        if self.conn.their_state is not before or self._received >= PACE:
            self._progress()

    def on_response_complete(self) -> None:
        """Wait for the next request from now on."""
        self._progress()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that the client has taken what was sent."""
        self._drained = True
        self._progress()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse a malformed or ambiguous request."""
        detail = f"{msg.removesuffix('.')}; send one well-formed request at a time (RFC 9112)."
        self.close_with(HTTPStatus.BAD_REQUEST, CradleError("http.framing", detail))

    def close_with(self, status: HTTPStatus, error: CradleError) -> None:
        """Answer with a problem if no answer has begun, and close the connection."""
        self._log.warning("connection", code=error.code)
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = orjson.dumps(problem_members(error, status))
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            reason = status.phrase.encode()
            head = h11.Response(status_code=status.value, headers=headers, reason=reason)
            sent = [self.conn.send(event) for event in (head, h11.Data(body), h11.EndOfMessage())]
            self.transport.write(b"".join(part for part in sent if part))
        self.transport.close()

    @property
    def address(self) -> str:
        """The address of the client, as the socket states it."""
        return "" if self.client is None else self.client[0]

    @property
    def _all(self) -> "set[Connection]":
        return cast("set[Connection]", self.connections)

    def waiting_since(self) -> float | None:
        """Return when the server began waiting for this client to send or to take; None if it does not wait."""
        if self.transport.get_write_buffer_size():
            return self._since
        waits = self.conn.their_state in {h11.IDLE, h11.SEND_BODY} and not self.flow.read_paused
        return self._since if waits else None

    def _progress(self) -> None:
        self._since, self._received = self.loop.time(), 0

    def _check(self) -> None:
        """Close the connection of a client that neither sends nor takes its bytes, and look again later."""
        if self.transport.is_closing() or not self._takes():
            self.transport.abort()
            return
        self._timer = self.loop.call_later(self.seconds, self._check)
        since = self.waiting_since()
        if since is not None and self.loop.time() - since >= self.seconds:
            detail = f"The request did not arrive within {self.seconds:g} s; send it again."
            self.close_with(HTTPStatus.REQUEST_TIMEOUT, CradleError("http.timeout", detail))

    def _takes(self) -> bool:
        """Return whether the client has taken enough of what was to be sent at the last look."""
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        drained, self._drained = self._drained, False
        return drained or before == 0 or self._unsent <= max(before - PACE, 0)

    def _make_room(self, among: Iterable[object], most: int) -> None:
        """Close the connection among these that waits longest for its client; if none waits, refuse this one."""
        others = self._all.intersection(among) - {self}
        waiting = [
            (since, connection)
            for connection in others
            if (since := connection.waiting_since()) is not None
        ]
        if waiting:
            min(waiting, key=lambda pair: pair[0])[1].transport.abort()
            return
        whose = "from your address" if most == self.each < self.most else "in all"
        detail = f"The server has {most} connections {whose}; try again in a few seconds."
        self.close_with(HTTPStatus.SERVICE_UNAVAILABLE, CradleError("http.busy", detail))


def connection_class(
    most: int, seconds: float, each: int | None = None, trusted: tuple[Network, ...] = ()
) -> type[Connection]:
    """Return the protocol of a server with its own limits; without `each`, an address has no number of its own."""
    limits = {"most": most, "seconds": seconds, "each": each or most, "trusted": trusted}
    return type("LimitedConnection", (Connection,), limits)
