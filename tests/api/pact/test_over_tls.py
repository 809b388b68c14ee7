"""A probe over TLS with an authority of its own: `cradle serve` as a process, a partner's client and its servers.

Everything is real: the partner gets a token, lists, filters and posts events; the server fetches its own token from the
partner's identity provider on another port, and calls the partner back.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from support.accounts import add_script
from support.certificate import Authority
from support.command import cradle_process
from support.exchanging import PRODUCT, exchange
from support.footprints import pact_3
from support.http_api import NOW
from support.pact_lab import event
from support.pact_partner import CLIENT, SECRET, PartnerServer, partner_server

from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.passphrases import unprotected
from ledger.cli.keys.private_keys import write_private_key
from ledger.exchange.pact.partners import keep_partner
from ledger.service.access.accounts import CredentialRequest, add_machine, bind, open_organisation
from ledger.store.pact.partners import Partner
from ledger.store.pact.secrets import open_secrets
from schemas.vocabulary import Role

TOP = Path(__file__).parents[3]
COMMAND = "from ledger.cli.main import main; main()"
STARTING = 60.0


@dataclass
class Probe:
    """The server's address, the partner's client and login there, and the partner's own servers."""

    base: str
    http: httpx2.Client
    login: tuple[str, str]
    partner: PartnerServer
    provider: PartnerServer

    def bearer(self) -> dict[str, str]:
        """The header with a fresh token."""
        form = {"grant_type": "client_credentials"}
        answer = self.http.post("/auth/token", data=form, auth=self.login)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def list(self, **query: str) -> list[dict[str, object]]:
        """The footprints of a list, page after page."""
        found, address, headers = [], "/3/footprints", self.bearer()
        parameters: dict[str, str] | None = query
        while address:
            answer = self.http.get(address, params=parameters or None, headers=headers)
            assert answer.status_code == 200, answer.text
            found += answer.json()["data"]
            address = answer.headers.get("Link", "").partition(">")[0][1:]
            assert address.startswith(self.base) or not address
            parameters = None
        return found

    def post(self, told: object) -> httpx2.Response:
        """The response to an event."""
        headers = {**self.bearer(), "Content-Type": "application/cloudevents+json"}
        return self.http.post("/3/events", json=told, headers=headers)


def free_port() -> int:
    """A free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, base: str, files: tuple[Path, Path], trusted: Path) -> Iterator[None]:
    """Run `cradle serve` over TLS until the probe is over."""
    options = ["--port", base.rpartition(":")[2], "--tls-cert", files[0], "--tls-key", files[1]]
    settings = {"CRADLE_LAB": "true", "CRADLE_PUBLIC_URL": base, "SSL_CERT_FILE": str(trusted)}
    with (
        (folder.parent / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--ledger", folder, *options],
            env=os.environ | settings | {"PYTHONPATH": str(TOP)},
            stderr=log,
        ) as process,
    ):
        try:
            yield
        finally:
            process.kill()


def await_start(http: httpx2.Client) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + STARTING
    while True:
        try:
            if http.get("/ready").status_code == 200:
                return
        except httpx2.ConnectError:
            assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.1)


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Probe]:
    """A served ledger with two footprints, and a partner that has an account there."""
    authority, folder = Authority(tmp_path), tmp_path / "ledger"
    with (
        partner_server(authority.issue("partner")) as partner,
        partner_server(authority.issue("provider")) as provider,
    ):
        with exchange(folder) as it:
            (folder / KEYS).mkdir(exist_ok=True)
            store = it.world.ledger.store
            for name, participant in (("packs", it.customer.id), ("desk", None)):
                open_organisation(store, name, name.title(), NOW)
                if participant is not None:
                    bind(store, name, participant)
            asked = CredentialRequest("packs.pact", "packs", frozenset({Role.MANUFACTURER}))
            _, secret = add_machine(store, asked, lambda: "ab" * 32, NOW)
            asked = CredentialRequest("desk.script", "desk", frozenset({Role.OPERATOR}))
            _, key = add_script(store, asked, lambda: "cd" * 32, NOW)
            registered = Partner(
                organisation="packs",
                base=partner.base,
                client=CLIENT,
                secret=SECRET,
                token=f"{provider.base}/oauth2/token",
                scope="footprints",
            )
            keep_partner(store, registered, open_secrets(folder), lab=True)
        for file, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
            write_private_key(folder / KEYS / file, sha256(word).digest(), unprotected)
        base = f"https://localhost:{free_port()}"
        monkeypatch.setenv("CRADLE_API_KEY", key)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        trusted = ssl.create_default_context(cafile=str(authority.file))
        with (
            serving(folder, base, authority.issue("server"), authority.file),
            httpx2.Client(base_url=base, verify=trusted, trust_env=False) as http,
        ):
            await_start(http)
            yield Probe(base, http, ("packs.pact", secret), partner, provider)


def test_a_partner_over_tls(probe: Probe) -> None:
    """Token, list, filters, events and call-backs, in the order of a partner's first day."""
    distrusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with (
        httpx2.Client(base_url=probe.base, verify=distrusting, trust_env=False) as other,
        pytest.raises(httpx2.ConnectError, match="certificate"),
    ):
        other.get("/ready")
    listed = probe.list()
    assert [row["status"] for row in listed] == ["Deprecated", "Active"]
    assert probe.list(limit="1") == listed
    for query in (
        {"productId": PRODUCT.upper()},
        {"geography": "Northern Europe"},
        {"validOn": "2026-06-01T00:00Z"},
        {"validAfter": "2000-01-01T00:00:00+02:00"},
    ):
        assert probe.list(**query) == listed, query
    assert probe.list(status="Active") == listed[1:]
    assert probe.list(geography="Asia") == probe.list(productId="urn:x:none") == []
    one = probe.http.get(f"/3/footprints/{listed[1]['id']}", headers=probe.bearer())
    assert one.json()["data"] == listed[1]
    _ask_and_be_answered(probe, listed)


def _ask_and_be_answered(probe: Probe, listed: list[dict[str, object]]) -> None:
    """A request of the partner; the answer comes with a token of its own identity provider."""
    asked = event("RequestCreatedEvent", {"status": ["Active"]}, probe.partner.base)
    assert (probe.post(asked).status_code, probe.post(asked).content) == (200, b"")
    told = [probe.partner.next_event() for _ in range(2)]  # among them the notice of publication
    fulfilled = [body for _, body in told if "pfs" in body["data"]]
    assert [body["data"] for body in fulfilled] == [
        {"requestEventId": asked["id"], "pfs": listed[1:]}
    ]
    assert {path for path, _ in told} == {"/3/events"}
    assert probe.partner.forms == []
    assert "scope=footprints" in probe.provider.forms[0][1]
    wrong = event("RequestFulfilledEvent", {"requestEventId": "r", "pfs": [{}]}, probe.partner.base)
    assert probe.post(wrong).status_code == 400


def test_asking_a_partner_over_tls(probe: Probe) -> None:
    """The operator asks from the command line, the partner answers, and the answer is at the request."""
    probe.list()
    probe.partner.next_event()  # the notice of publication
    command = ("--server", probe.base, "partner")
    asked = cradle_process(*command, "ask", "packs", "--product", "urn:gtin:4000000000006")
    assert asked.code == 0, asked.err
    _, told = probe.partner.next_event()
    assert told["data"] == {"productId": ["urn:gtin:4000000000006"]}
    answer = {"requestEventId": told["id"], "pfs": [pact_3()]}
    assert probe.post(event("RequestFulfilledEvent", answer, probe.partner.base)).status_code == 200
    (row,) = json.loads(cradle_process(*command, "requests", "--json").out)
    assert (row["id"], row["state"], len(row["footprints"])) == (told["id"], "fulfilled", 1)
