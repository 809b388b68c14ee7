"""The demo's ledger served to this machine: its pages for a browser, and over TLS also PACT for a partner.

With `--serve` the demo opens the ledger again after its result and serves it until the process is stopped. Without a
certificate it speaks plain http, to a browser on this machine alone, and has no PACT account. Over TLS the participant
that received the most deliveries gets an organisation with a client id and secret, and no person, since a participant
has one organisation; `--partner` names the server to call back. The result file gains `pages`, and over TLS `pact`, as
soon as the port answers.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import open_ledger
from ledger.cli.backend.server_packages import import_server_module
from ledger.cli.demonstration.logins import (
    Login,
    ask_supplier,
    engage_auditor,
    open_logins,
    parties_of,
)
from ledger.cli.terminal.display import console, write_json
from ledger.exchange.pact.partners import keep_partner
from ledger.service.access.accounts import CredentialRequest, add_machine, open_organisation
from ledger.store.pact.partners import Partner
from schemas.errors import CradleError
from schemas.vocabulary import Role

ORGANISATION, CLIENT = "customer", "customer-pact"

PORT = 8765
"""The port, if none is named."""


@dataclass(frozen=True)
class ServingOptions:
    """The options of `--serve`.

    Attributes:
        port: the port to listen on, on this machine only.
        tls: certificate and key, files in PEM; None for plain http.
        partner: `URL,ID,SECRET` of the PACT server that is called back; None for none.
    """

    port: int
    tls: tuple[Path, Path] | None
    partner: str | None

    @property
    def base(self) -> str:
        """The address that clients use."""
        scheme = "http" if self.tls is None else "https"
        return f"{scheme}://localhost:{self.port}"


def read_serving_options(
    port: int | None, certificate: Path | None, key: Path | None, partner: str | None
) -> ServingOptions:
    """The options of `--serve`: a certificate comes with its key, and a partner only with both.

    Raises:
        CradleError: `option.serve`, `option.partner`.
    """
    tls = None if certificate is None or key is None else (certificate, key)
    if (certificate is None) != (key is None):
        detail = "A certificate and its key belong together; give both --tls-cert and --tls-key, or neither."
        raise CradleError("option.serve", detail, "--serve")
    if partner is not None and tls is None:
        detail = "PACT is served over TLS alone; give --tls-cert and --tls-key with --partner."
        raise CradleError("option.serve", detail, "--serve")
    parts = [] if partner is None else partner.split(",")
    if partner is not None and (
        len(parts) != len(("url", "id", "secret")) or "://" not in parts[0]
    ):
        detail = "The partner has three parts, URL,ID,SECRET; write https://pact.example,me,secret."
        raise CradleError("option.partner", detail, "--partner")
    return ServingOptions(PORT if port is None else port, tls, partner)


def serve_demo(
    folder: Path, serving: ServingOptions, result: dict[str, object], json_file: Path | None
) -> None:
    """Serve the demo's ledger until the process is stopped.

    Raises:
        CradleError: as `open_ledger`, `keep_partner`, or an error on starting the server.
    """
    with open_ledger(folder) as ledger:
        server = import_server_module("api.serving")
        public = serving.base if serving.tls is not None else None
        configuration = server.read_configuration(public_url=public, lab=serving.tls is not None)
        context = server.build_context(ledger, folder, configuration)
        parties, now = parties_of(ledger), int(time.time())
        if serving.tls is not None and parties.manufacturer == parties.customer:
            parties = parties._replace(manufacturer=None)
        logins = open_logins(ledger, parties, now)
        ask_supplier(ledger, parties, now)
        if parties.auditor is not None:
            engage_auditor(ledger, now)
        report = result | {"pages": _pages(serving, result, logins)}
        if serving.tls is not None:
            report |= {"pact": _pact(ledger, serving, parties.customer, now)}
        if serving.partner is not None:
            base, client, theirs = serving.partner.split(",")
            partner = Partner(organisation=ORGANISATION, base=base, client=client, secret=theirs)
            keep_partner(ledger.store, partner, context.secrets, lab=True)
        server.serve(
            context,
            ("127.0.0.1", serving.port),
            serving.tls,
            _announcement(report, serving, json_file),
        )


def _pages(
    serving: ServingOptions, result: Mapping[str, object], logins: Mapping[str, Login]
) -> dict[str, object]:
    """What a browser needs: the server's address, the page behind the QR code if something was declared, the logins."""
    pages: dict[str, object] = {
        "url": serving.base,
        "logins": {role: login._asdict() for role, login in logins.items()},
    }
    declared = result.get("declaration")
    if isinstance(declared, dict) and "study" not in declared:
        digits = str(declared["id"]).removeprefix("sha256:")
        pages["public"] = f"{serving.base}/declarations/{digits}"
    return pages


def _pact(ledger: Ledger, serving: ServingOptions, customer: str, now: int) -> dict[str, str]:
    """The login of a PACT client."""
    secret = _open_account(ledger, customer, now)
    return {"base_url": serving.base, "client_id": CLIENT, "client_secret": secret}


def _announcement(
    result: dict[str, object], serving: ServingOptions, json_file: Path | None
) -> Callable[[], None]:
    """A function that announces the server as soon as its port answers."""

    def announce() -> None:
        if json_file is not None:
            write_json(json_file, result)
        console.print(f"{'serving':<14} {serving.base}, until Ctrl-C", markup=False)
        pages = result["pages"]
        if isinstance(pages, dict):
            if "public" in pages:
                console.print(f"{'page':<14} {pages['public']}", markup=False)
            for role, login in pages["logins"].items():
                line = f"{role:<14} log in as {login['user']}, password {login['password']}"
                console.print(line, markup=False)
        if serving.tls is not None:
            console.print(f"{'pact':<14} {serving.base}/3", markup=False)

    return announce


def _open_account(ledger: Ledger, participant: str, now: int) -> str:
    """Open the PACT account of a participant; return its secret."""
    open_organisation(ledger.store, ORGANISATION, "The customer of the demo", now, participant)
    roles = frozenset({Role.MANUFACTURER, Role.SUPPLIER})
    request = CredentialRequest(CLIENT, ORGANISATION, roles)
    return add_machine(ledger.store, request, lambda: secrets.token_hex(32), now)[1]
