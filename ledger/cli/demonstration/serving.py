"""The demo's ledger served over HTTP, with a machine's login for one participant and a PACT partner.

With `--serve` the demo opens the ledger again after its result and serves it over TLS until the process is stopped.
The participant that received the most deliveries gets an organisation with a client id and secret; `--partner` names
the server to call back. The result file gains `pact` as soon as the port answers.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledger.cli.backend.folder import open_ledger
from ledger.cli.backend.server_packages import import_server_module
from ledger.cli.terminal.display import console, write_json
from ledger.exchange.pact.partners import keep_partner
from ledger.service.access.accounts import CredentialRequest, add_machine, open_organisation
from ledger.service.append.ledger import Ledger
from ledger.store.pact.partners import Partner
from ledger.store.statements import ids_of_kind
from schemas.delivery import Delivery
from schemas.errors import CradleError
from schemas.vocabulary import Role

ORGANISATION, CLIENT = "customer", "customer-pact"


@dataclass(frozen=True)
class ServingOptions:
    """The options of `--serve`.

    Attributes:
        port: the port to listen on, on this machine only.
        certificate, key: files in PEM.
        partner: `URL,ID,SECRET` of the PACT server that is called back; None for none.
    """

    port: int
    certificate: Path
    key: Path
    partner: str | None

    @property
    def base(self) -> str:
        """The address that clients use."""
        return f"https://localhost:{self.port}"


def read_serving_options(
    port: int | None, certificate: Path | None, key: Path | None, partner: str | None
) -> ServingOptions:
    """The options of `--serve`, which must be complete.

    Raises:
        CradleError: `option.serve`, `option.partner`.
    """
    if port is None or certificate is None or key is None:
        detail = (
            "--serve needs TLS, since logins are never sent unencrypted; give --port, --tls-cert and"
            " --tls-key."
        )
        raise CradleError("option.serve", detail, "--serve")
    parts = [] if partner is None else partner.split(",")
    if partner is not None and (
        len(parts) != len(("url", "id", "secret")) or "://" not in parts[0]
    ):
        detail = "The partner has three parts, URL,ID,SECRET; write https://pact.example,me,secret."
        raise CradleError("option.partner", detail, "--partner")
    return ServingOptions(port, certificate, key, partner)


def serve_demo(
    folder: Path, serving: ServingOptions, result: dict[str, object], json_file: Path | None
) -> None:
    """Serve the demo's ledger until the process is stopped.

    Raises:
        CradleError: as `open_ledger`, `keep_partner`, or an error on starting the server.
    """
    with open_ledger(folder) as ledger:
        secret = _open_account(ledger)
        server = import_server_module("api.serving")
        configuration = server.read_configuration(public_url=serving.base, lab=True)
        context = server.build_context(ledger, folder, configuration)
        if serving.partner is not None:
            base, client, theirs = serving.partner.split(",")
            partner = Partner(ORGANISATION, base, client, theirs)
            keep_partner(ledger.store, partner, context.secrets, lab=True)
        pact = {"base_url": serving.base, "client_id": CLIENT, "client_secret": secret}
        server.serve(
            context,
            ("127.0.0.1", serving.port),
            (serving.certificate, serving.key),
            _announcement(result | {"pact": pact}, serving, json_file),
        )


def _announcement(
    result: dict[str, object], serving: ServingOptions, json_file: Path | None
) -> Callable[[], None]:
    """A function that announces the server as soon as its port answers."""

    def announce() -> None:
        if json_file is not None:
            write_json(json_file, result)
        console.print(f"{'serving':<14} {serving.base}/docs, {serving.base}/3", markup=False)

    return announce


def _open_account(ledger: Ledger) -> str:
    """Open an account for the participant that received the most deliveries with a figure; return its secret."""
    with ledger.view() as view:
        deliveries = (
            view.statement(name, Delivery) for name in ids_of_kind(view.connection, "delivery")
        )
        recipients = Counter(row.recipient for row in deliveries if row is not None and row.figure)
    ((participant, _),) = recipients.most_common(1)
    now = int(time.time())
    title = "The customer of the demo"
    open_organisation(ledger.store, ORGANISATION, title, now, participant)
    roles = frozenset({Role.MANUFACTURER, Role.SUPPLIER})
    asked = CredentialRequest(CLIENT, ORGANISATION, roles)
    return add_machine(ledger.store, asked, lambda: secrets.token_hex(32), now)[1]
