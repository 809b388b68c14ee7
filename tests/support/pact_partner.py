"""A partner's PACT server, real and small: it issues tokens, accepts events and keeps them."""

import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import orjson

CLIENT, SECRET = "test_client_id", "test_client_secret"
_LOGIN = b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
EMPTY: Mapping[str, str] = {}
_TOKEN = "a-token-of-the-partner"  # noqa: S105 - of a test


@dataclass
class PartnerServer:
    """Its address and the accepted events.

    Attributes:
        base: its address.
        events: path and body of each accepted event.
        forms: path and body of each request for a token.
        refusing: the number of events that it answers with 503.
        endpoint: the token endpoint of its discovery document; without one it has no document.
        redirect: the address to which it redirects events, if any.
    """

    base: str
    events: "Queue[tuple[str, dict[str, object]]]" = field(default_factory=Queue)
    forms: list[tuple[str, str]] = field(default_factory=list)
    refusing: int = 0
    endpoint: str = ""
    redirect: str = ""

    def next_event(self) -> tuple[str, dict[str, object]]:
        """Path and body of the next event that comes."""
        return self.events.get(timeout=30)


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


class _Server(ThreadingHTTPServer):
    """The server with its state; None before its address is known."""

    made: PartnerServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body, made = self.rfile.read(int(self.headers["Content-Length"])), self.server.made
        if self.path.endswith("/token"):
            made.forms.append((self.path, body.decode()))
            good = self.headers["Authorization"] == f"Basic {_LOGIN}"
            self._answer(200 if good else 401, {"access_token": _TOKEN} if good else {})
        elif self.headers["Authorization"] != f"Bearer {_TOKEN}":
            self._answer(401, {})
        elif made.redirect:
            self._answer(307, {}, {"Location": made.redirect})
        elif made.refusing:
            made.refusing -= 1
            self._answer(503, {})
        else:
            made.events.put((self.path, orjson.loads(body)))
            self._answer(200, {})

    def do_GET(self) -> None:
        endpoint = self.server.made.endpoint
        if endpoint and self.path == "/.well-known/openid-configuration":
            self._answer(200, {"token_endpoint": endpoint})
        else:
            self._answer(404, {})

    def _answer(
        self, status: int, members: dict[str, str], headers: Mapping[str, str] = EMPTY
    ) -> None:
        data = orjson.dumps(members)
        self.send_response(status)
        length = {"Content-Type": "application/json", "Content-Length": str(len(data))}
        for name, value in {**length, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextmanager
def partner_server(tls: tuple[Path, Path] | None = None) -> Iterator[PartnerServer]:
    """A running partner; with a certificate and its key it uses TLS."""
    server, scheme = _Server(("127.0.0.1", 0), _Handler), "http"
    if tls is not None:
        own, scheme = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), "https"
        own.load_cert_chain(*tls)
        server.socket = own.wrap_socket(server.socket, server_side=True)
    server.made = PartnerServer(f"{scheme}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
