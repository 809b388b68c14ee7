"""The PACT API over TLS, on both databases: a supplier's two footprints, a customer's machine, a partner."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from support.certificate import make_certificate
from support.exchanging import Exchange, exchange
from support.http_api import NOW, house_of
from support.pact_lab import NAME, Lab
from support.pact_partner import CLIENT, SECRET, PartnerServer, partner_server
from support.postgres import fresh_database
from support.serve_process import free_port
from support.servers import serving

from api.app import create_app
from api.configuration import Configuration
from ledger.exchange.pact.partners import keep_partner
from ledger.service.access.accounts import CredentialRequest, add_machine
from ledger.store.pact.partners import Partner
from schemas.vocabulary import Role


@pytest.fixture(scope="module")
def lab(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A running server."""
    folder = tmp_path_factory.mktemp("pact")
    database = None if kind == "sqlite" else fresh_database()
    with exchange(folder / "ledger", database) as it, partner_server() as partner:
        yield from _opened(it, partner, folder)


@pytest.fixture(autouse=True)
def _nothing_on_its_way(lab: Lab) -> None:
    """Send the notices that were queued before a test."""
    lab.get("/3/footprints")
    while lab.send_due():
        pass
    lab.partner.events.queue.clear()


def _opened(it: Exchange, partner: PartnerServer, folder: Path) -> Iterator[Lab]:
    port = free_port()
    settings = Configuration.model_validate({"public_url": f"https://localhost:{port}"})
    house = house_of(it.world.ledger, settings)
    house.open_account("operator", Role.OPERATOR)
    house.open_account("salts", Role.SUPPLIER, participant=it.supplier.id)
    house.open_account("packs", Role.MANUFACTURER, participant=it.customer.id)
    house.open_account("stranger", Role.SUPPLIER)
    store, context = it.world.ledger.store, house.context
    asked = CredentialRequest(NAME, "packs", frozenset({Role.MANUFACTURER}))
    _, secret = add_machine(store, asked, context.draw, NOW)
    registered = Partner(organisation="packs", base=partner.base, client=CLIENT, secret=SECRET)
    keep_partner(store, registered, context.secrets, lab=True)
    files = make_certificate(folder)
    with serving(create_app(context), files, port) as base:
        trusted = ssl.create_default_context(cafile=str(files[0]))
        with httpx2.Client(base_url=base, verify=trusted) as http:
            yield Lab(it, house, http, base, (NAME, secret), partner)
