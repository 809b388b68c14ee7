"""The small battery's ledger with all that the pages of a supplier show: persons, requests, statements and drafts.

Each function returns the ids and addresses of what it made, by name.
"""

import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from fastapi.testclient import TestClient
from support.form_pages import MINED, OWN, log_in
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing, taken
from support.sheets import at, saved, sound, workbook

from api.configuration import Configuration
from ledger.cli.keys.identity import create_identity, sign_registration
from ledger.cli.keys.passphrases import unprotected
from ledger.service.answers.preview import preview, preview_opening
from ledger.state.drafting import draft_delivery
from ledger.trust.submission import format_submission
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Site
from schemas.signed.opening import Opening
from schemas.signed.participant import Profile
from schemas.vocabulary import Role

DAY = 86_400


def staffed_house(chain: BatteryChain, configuration: Configuration) -> House:
    """The parties of the chain, with a person each."""
    house = furnished(chain, configuration)
    house.open_account("newcomer", Role.SUPPLIER)
    house.open_account("inspector", Role.AUDITOR)
    for person, firm, role in (
        ("anna", "mine", Role.SUPPLIER),
        ("nemo", "stranger", Role.SUPPLIER),
        ("vera", "newcomer", Role.SUPPLIER),
        ("paul", "plant", Role.MANUFACTURER),
        ("wanda", "witness", Role.WITNESS),
        ("otto", "auditor", Role.AUDITOR),
        ("ines", "inspector", Role.AUDITOR),
        ("olga", "operator", Role.OPERATOR),
        ("rega", "registrar", Role.REGISTRAR),
    ):
        house.open_person(person, firm, role)
    house.client.base_url = "https://testserver"
    house.client.follow_redirects = False
    return house


def with_requests(house: House, chain: BatteryChain) -> dict[str, str]:
    """An overdue request and an open one to the mine, and an invitation of a firm without an account."""
    body = {
        "participant": chain.mine.id,
        "product": "urn:test:nmc811",
        "amount": "1250000",
        "unit": "kg",
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
    }
    late = {**body, "reference": "PO-2025-007", "due": "2025-10-20"}
    firm = {
        "firm": "Example Mining Oy",
        "participant": None,
        "reference": "PO-9",
        "due": "2026-01-31",
    }
    found = {
        "late": _ask(house, late),
        "open": _ask(house, {**body, "reference": "PO-2025-118", "due": "2026-03-31"}),
    }
    invited = _ask(house, {key: value for key, value in {**body, **firm}.items() if value})
    path = f"/v1/requests/{invited}/invitation"
    answer = house.client.post(path, json={"days": 30}, headers=house.as_("plant"))
    found["invitation"] = urlsplit(answer.json()["link"]).path
    house.clock.time += 20 * DAY
    return found


def _ask(house: House, body: dict[str, object]) -> str:
    answer = house.client.post("/v1/requests", json=body, headers=house.as_("plant"))
    assert answer.status_code == 201, answer.text
    name: str = answer.json()["id"]
    return name


def with_statements(house: House, chain: BatteryChain) -> dict[str, str]:
    """A corrected entry, a replaced and a withdrawn delivery, and readings by the customer."""
    world, mine = chain.world, chain.mine
    named = {"product": "urn:test:nmc811", "name": "Lithium nickel manganese cobalt oxide, NMC811"}
    goods, site = [made(mine, "1234567.125", **named)], Site(code="cathode-2", country="SE")
    first = world.enter(mine, goods, inputs=[power("7260000")], site=site)
    replaced = {"inputs": [power("7270000")], "site": site, "supersedes": replacing(first)}
    entry = world.enter(mine, goods, **replaced)
    asked = {"entry": entry, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    answer = house.client.post("/v1/previews", json=asked, headers=house.as_("mine"))
    figure = DeliveredFigure.parse(answer.content)

    def deliver(amount: str, number: str, **parts: object) -> str:
        fields = {"product": "urn:test:nmc811", "amount": amount, "number": number, **parts}
        return world.deliver(mine, entry, chain.plant, **fields)

    old = deliver("1000", "LS-1", figure=figure)
    delivery = deliver("358435", "LS-2025-0042", figure=figure, supersedes=replacing(old))
    gone = deliver("12", "LS-3")
    world.withdraw(mine, gone)
    for kind, name in (("entries", entry), ("deliveries", delivery)):
        house.client.get(f"/v1/{kind}/{name}", headers=house.as_("plant"))
    return {
        "entry": entry,
        "delivery": delivery,
        "old delivery": old,
        **_with_opened(chain),
    }


def _with_opened(chain: BatteryChain) -> dict[str, str]:
    """An entry of the mine that uses the recycler's goods, and a delivery of it that opens the recycler."""
    world, mine, recycler = chain.world, chain.mine, chain.recycler
    ledger, method = world.ledger, (chain.rulebook, [chain.factors])
    used = preview(ledger, chain.treated, "main", *method)
    bought = world.deliver(recycler, chain.treated, mine, amount="10", figure=used)
    site = Site(code="blend-1", country="SE")
    entry = world.enter(mine, [made(mine)], inputs=[taken(bought), power("3")], site=site)
    rows = preview_opening(ledger, entry, "main", *method).suppliers
    figure = preview(ledger, entry, "main", *method)
    opening = Opening(onward=True, suppliers=rows)
    stated = world.delivery(mine, entry, chain.plant, figure=figure, number="LS-5").statement
    assert isinstance(stated, Delivery)
    opened = world.submit(draft_delivery(stated, opening, world.fresh), mine.working).id
    return {"blended": entry, "opened delivery": opened}


def with_drafts(house: House, chain: BatteryChain, folder: Path) -> dict[str, str]:
    """A draft of each form, two checked files, and a registration that waits."""
    client, found = log_in(house.client, "anna"), {}
    rows = {**sound(), "inputs": sound()["inputs"][1:2]}
    book = workbook(rows=rows)
    for table, key, wrong in (("inputs", "amount", "twelve"), ("outputs", "unit", "barrels")):
        book[table.title()][at(table, key)] = wrong
    found["wrong sheet"] = _posted(
        client, "/supplier/sheets", files={"file": ("mine.xlsx", saved(book))}
    )
    right = saved(workbook(rows=rows))
    found["right sheet"] = _posted(
        client, "/supplier/sheets", files={"file": ("mine-2026.xlsx", right)}
    )
    found["sign entry"] = _posted(client, f"{found['right sheet']}/draft")
    wrong = {"inputs.0.amount": "12 apples", "process.0.country": ""}
    for name, fields in (("sound", {}), ("wrong", wrong)):
        form = re.search(
            r'action="/supplier/form/([0-9a-f]{32})"', client.get("/supplier/form").text
        )
        assert form is not None
        _posted(client, f"/supplier/form/{form[1]}", data={**MINED, **fields, "act": "keep"})
        found[f"{name} form"] = form[1]
    found |= _signing(client, chain)
    details = {"legal_name": "Example Refining Oy", "country": "FI"}
    log_in(client, "nemo")
    found["sign registration"] = _posted(client, "/registration", data=details)
    log_in(client, "vera")
    sign = _posted(client, "/registration", data=details)
    keys, profile = create_identity(folder / "vera", unprotected), Profile(**details)
    origin, registrar = chain.world.ledger.origin, chain.world.registrar.id
    left = sign_registration(keys, origin, profile, [Role.SUPPLIER], registrar)
    statement = {"statement": format_submission(left).decode()}
    _posted(client, sign.replace("/sign", "/statement"), data=statement)
    found["waiting"] = left.id
    return found


def _signing(client: TestClient, chain: BatteryChain) -> dict[str, str]:
    """The signing pages of a delivery and of a withdrawal."""
    goods = {"goods": f"{chain.mined[7:]}:main", "to": chain.plant.id[7:], "number": "LS-9"}
    chosen = {"use": "physical", "amount": "3", "opened": "1"}
    preview = client.get(
        f"/supplier/deliveries/preview?{urlencode({**goods, **chosen})}", headers=OWN
    )
    fields = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', preview.text))
    away = f"/supplier/history/{chain.shipped[7:]}/withdraw"
    return {
        "sign delivery": _posted(client, "/supplier/deliveries/new", data=fields),
        "sign withdrawal": _posted(client, away, data={"reason": "entered_in_error"}),
    }


def _posted(client: TestClient, path: str, **content: object) -> str:
    """Send a form; return the address that it leads to."""
    answer = client.post(path, headers=OWN, **content)  # type: ignore[arg-type]  # data or files
    assert answer.status_code == 303, (path, answer.text)
    location: str = answer.headers["location"]
    return location
