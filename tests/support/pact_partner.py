"""A partner's PACT server, real and small: it issues tokens, accepts events and keeps them."""

import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import orjson

CLIENT, SECRET = "test_client_id", "test_client_secret"
_TOKEN = "a-token-of-the-partner"  # noqa: S105 - of a test


@dataclass
class PartnerServer:
    """Its address and the accepted events; `refusing` makes it answer 503 to so many."""

    base: str
    events: "Queue[tuple[str, dict[str, object]]]" = field(default_factory=Queue)
    refusing: int = 0

    def next_event(self) -> tuple[str, dict[str, object]]:
        """Path and body of the next event that comes."""
        return self.events.get(timeout=30)


@contextmanager
def partner_server() -> Iterator[PartnerServer]:
    """A running partner."""
    login = b64encode(f"{CLIENT}:{SECRET}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/auth/token":
                good = self.headers["Authorization"] == f"Basic {login}"
                self._answer(200 if good else 401, {"access_token": _TOKEN} if good else {})
            elif self.headers["Authorization"] != f"Bearer {_TOKEN}":
                self._answer(401, {})
            elif made.refusing:
                made.refusing -= 1
                self._answer(503, {})
            else:
                made.events.put((self.path, orjson.loads(body)))
                self._answer(200, {})

        def do_GET(self) -> None:
            self._answer(404, {})

        def _answer(self, status: int, members: dict[str, str]) -> None:
            data = orjson.dumps(members)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Write no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = PartnerServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
