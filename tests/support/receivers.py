"""Real receivers of notices on this machine: an SMTP server and a server of webhooks, which refuse, stall or stop."""

import asyncio
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from support.serve_process import free_port

from ledger.service.notices.mail import MailServer

SENDER = "cradle@ledger.example"
ACCEPTED = "250 accepted"


@dataclass
class Mailbox:
    """What an SMTP server received, and how it answers.

    Attributes:
        server: as notices are sent to it.
        recipient: the answer to a receiver, and `data` that to the message.
        stall: seconds that it waits before that last answer.
        at_data: called with the message before it is answered.
    """

    server: MailServer = field(default_factory=lambda: MailServer("127.0.0.1", 9, SENDER, "none"))
    recipient: str = ACCEPTED
    data: str = ACCEPTED
    stall: float = 0.0
    at_data: Callable[[], None] = lambda: None
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Accept or refuse a receiver."""
        if self.recipient == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, and answer."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.at_data()
        await asyncio.sleep(self.stall)
        return self.data

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Accept the password `right`."""
        assert isinstance(data, LoginPassword)
        self.logins.append(f"{mechanism} {data.login.decode()}")
        return AuthResult(success=data.password == b"right")


@contextmanager
def mail_server(
    certificate: tuple[Path, Path] | None = None, *, asks: bool = False, seconds: float = 5.0
) -> Iterator[Mailbox]:
    """An SMTP server; with a certificate it asks for STARTTLS, with `asks` for a login."""
    box = Mailbox()
    options: dict[str, object] = {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        options |= {"tls_context": context, "require_starttls": True}
    if asks:
        options |= {"authenticator": box.authenticate, "auth_required": True}
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    host = "127.0.0.1" if certificate is None else "localhost"
    security = "none" if certificate is None else "starttls"
    user = {"user": "cradle", "password": "right"} if asks else {}
    box.server = MailServer(host, port, SENDER, security, seconds=seconds, **user)
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """What a server of webhooks received, and how it answers.

    Attributes:
        url: of the webhook.
        status: of its answers.
        stall: seconds that it waits before an answer.
        at_request: called before a request is answered.
        requests: headers in lower case, and the body.
    """

    url: str = ""
    status: int = 204
    stall: float = 0.0
    at_request: Callable[[], None] = lambda: None
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The ids of the requests."""
        return [headers["webhook-id"] for headers, _ in self.requests]


@contextmanager
def hook_server() -> Iterator[Hook]:
    """A server of webhooks."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            hook.requests.append((headers, body))
            hook.at_request()
            time.sleep(hook.stall)
            self.send_response(hook.status)
            if 300 <= hook.status < 400:
                self.send_header("Location", f"{hook.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
