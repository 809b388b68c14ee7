"""Every page that a person can open, on the small battery's ledger, and what a person does first to see it.

Anna's firm, the mine, has an overdue and an open request, deliveries, a correction, a withdrawal, readings by a
customer, a draft of every form, and two checked files. Nemo's firm has no registration; Vera's waits. The log of
`shut` is closed. A page is opened by its address; `act` is what the person does there, as without a script.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from fastapi.testclient import TestClient
from playwright.sync_api import Page
from structlog.testing import capture_logs
from support.form_pages import MINED, OWN, log_in
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate, declare
from support.ledger_dropped import Dropped
from support.ledger_world import made, replacing
from support.servers import serving
from support.sheets import at, saved, sound, workbook

from api.app import create_app
from api.configuration import Configuration
from ledger.cli.keys.identity import create_identity, sign_registration
from ledger.trust.submission import format_submission
from schemas.delivery import DeliveredFigure
from schemas.entry import Site
from schemas.participant import Profile
from schemas.vocabulary import Role

DAY = 86_400
LIMIT = 400_000
"""Bytes that the server of this test checks at most."""

Act = Callable[[Page], None]


class OpenPage(NamedTuple):
    """A page: the name of its pictures, who opens it, its address, its status, and what is done on it first."""

    name: str
    person: str
    path: str
    status: int = 200
    act: Act | None = None


@dataclass
class Pages:
    """The running servers, with everything on them that a page needs."""

    url: str
    shut: str
    chain: BatteryChain
    files: Dropped
    folder: Path
    names: dict[str, str]

    def table(self) -> Iterator[OpenPage]:
        """All pages."""
        yield from self._public()
        yield from self._supplier()
        yield from self._changes()
        yield from self._refused()

    def _public(self) -> Iterator[OpenPage]:
        declared = self.files.declaration[7:]
        yield OpenPage("start", "", "/")
        yield OpenPage("login", "", "/login")
        yield OpenPage("login-refused", "", "/login", 401, _log_in_wrongly)
        yield OpenPage("invitation", "", self.names["invitation"])
        yield OpenPage("declaration", "", f"/declarations/{declared}")
        yield OpenPage("declaration-missing", "", f"/declarations/{'0' * 64}", 404)
        yield OpenPage("check", "", "/check")
        yield OpenPage("check-empty", "", "/check", 422, _check)
        for name in ("whole", "tampered", "public", "receipt"):
            yield OpenPage(
                f"check-{name}", "", "/check", 200, partial(_check, file=self.kept(name))
            )
        yield OpenPage("log", "", "/log")
        yield OpenPage("log-refused", "", "/log?q=abc", 422)
        yield OpenPage("log-entry", "", f"/log/statements/{declared}")
        yield OpenPage("log-closed", "shut", "/log")
        yield OpenPage("log-entry-closed", "shut", f"/log/statements/{declared}")

    def _supplier(self) -> Iterator[OpenPage]:
        names = self.names
        for page, path in (
            ("home", "/supplier"),
            ("request", f"/supplier/requests/{names['late']}"),
            ("submit", f"/supplier/submit?request={names['open']}"),
            ("form", f"/supplier/form?request={names['open']}"),
            ("form-kept", f"/supplier/form/{names['sound form']}"),
            ("form-preview", f"/supplier/form/{names['sound form']}/check"),
            ("form-problems", f"/supplier/form/{names['wrong form']}/check"),
            ("sheet-wrong", names["wrong sheet"]),
            ("sheet-right", names["right sheet"]),
            *((f"sign-{one}", names[f"sign {one}"]) for one in ("entry", "delivery", "withdrawal")),
            ("receipt", f"/supplier/statements/{self.chain.mined[7:]}"),
            ("receipt-changed", f"/supplier/statements/{names['old delivery'][7:]}"),
            ("registration-done", "/supplier/registration"),
        ):
            yield OpenPage(page, "anna", path)
        for page, path in (
            ("home-empty", "/supplier"),
            ("submit-empty", "/supplier/submit"),
            ("registration", "/supplier/registration"),
        ):
            yield OpenPage(page, "nemo", path)
        yield OpenPage("sign-registration", "nemo", names["sign registration"])
        yield OpenPage("registration-waits", "vera", "/supplier/registration")
        yield OpenPage("deliveries-empty", "paul", "/supplier/deliveries")

    def _changes(self) -> Iterator[OpenPage]:
        entry, delivery = self.names["entry"][7:], self.names["delivery"][7:]
        goods = f"goods={entry}:main&to={self.chain.plant.id[7:]}&number=LS-2&amount=1,5&opened=1"
        method = f"rulebook={self.chain.rulebook}&factor_set={self.chain.factors}"
        for page, path, status in (
            ("deliveries", "/supplier/deliveries", 200),
            ("delivery-code", f"/supplier/deliveries/{delivery}/code", 200),
            ("delivery-new", "/supplier/deliveries/new", 200),
            ("delivery-correct", f"/supplier/deliveries/new?supersedes={delivery}", 200),
            ("delivery-preview", f"/supplier/deliveries/preview?{goods}&{method}", 200),
            ("delivery-problems", "/supplier/deliveries/preview?opened=1", 422),
            ("history", "/supplier/history", 200),
            ("correct", f"/supplier/history/{entry}/correct", 200),
            ("withdraw", f"/supplier/history/{delivery}/withdraw", 200),
        ):
            yield OpenPage(page, "anna", path, status)

    def _refused(self) -> Iterator[OpenPage]:
        large = self.folder / "large"
        large.write_bytes(bytes(LIMIT + 100_000))
        yield OpenPage("refused-403", "wanda", "/supplier", 403)
        yield OpenPage("refused-404", "", "/nothing-here", 404)
        yield OpenPage("refused-410", "anna", f"/supplier/sheets/{'0' * 32}", 410)
        yield OpenPage("refused-413", "", "/check", 413, partial(_check, file=large))
        yield OpenPage("refused-422", "anna", "/supplier/submit", 422, self._send_refused)

    def kept(self, name: str) -> Path:
        """A file that a visitor has on disk, by its name in `Dropped`."""
        path = self.folder / name
        if not path.exists():
            data = self.files.receipt() if name == "receipt" else getattr(self.files, name)
            path.write_bytes(data)
        return path

    def _send_refused(self, page: Page) -> None:
        page.set_input_files("#signed", self.kept("tampered"))
        page.locator("form[action='/supplier/statements'] button").click()


def _check(page: Page, file: Path | None = None) -> None:
    """Send the form of the page as a browser without scripts does."""
    if file is not None:
        page.set_input_files("#file", file)
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[data-check]').submit()")


def _log_in_wrongly(page: Page) -> None:
    page.fill("#user", "anna")
    page.fill("#password", "not the password")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").click()


@contextmanager
def every_page(chain: BatteryChain, folder: Path) -> Iterator[Pages]:
    """Serve the ledger with everything in it, once with open and once with closed logs."""
    declaration = declare(chain, calculate(chain))
    settings = {"checks_per_minute": 1000, "address_logins_per_minute": 1000}
    shared = Configuration(_env_file=None, logs_open=True, check_bytes=LIMIT, **settings)  # type: ignore[call-arg, arg-type]  # read by pydantic
    house = _staffed(chain, shared)
    names = _requests(house, chain) | _statements(house, chain) | _drafts(house, chain, folder)
    closed = Configuration(_env_file=None, **settings)  # type: ignore[call-arg, arg-type]  # read by pydantic
    files = Dropped(house, chain, declaration)
    with (
        capture_logs(),
        serving(create_app(house.context)) as url,
        serving(create_app(replace(house.context, configuration=closed))) as shut,
    ):
        yield Pages(url, shut, chain, files, folder, names)


def _staffed(chain: BatteryChain, configuration: Configuration) -> House:
    house = furnished(chain, configuration)
    house.open_account("newcomer", Role.SUPPLIER)
    for person, firm, role in (
        ("anna", "mine", Role.SUPPLIER),
        ("nemo", "stranger", Role.SUPPLIER),
        ("vera", "newcomer", Role.SUPPLIER),
        ("paul", "plant", Role.MANUFACTURER),
        ("wanda", "witness", Role.WITNESS),
    ):
        house.open_person(person, firm, role)
    house.client.base_url = "https://testserver"
    house.client.follow_redirects = False
    return house


def _requests(house: House, chain: BatteryChain) -> dict[str, str]:
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


def _statements(house: House, chain: BatteryChain) -> dict[str, str]:
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
    return {"entry": entry, "delivery": delivery, "old delivery": old}


def _drafts(house: House, chain: BatteryChain, folder: Path) -> dict[str, str]:
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
    found["sign registration"] = _posted(client, "/supplier/registration", data=details)
    log_in(client, "vera")
    sign = _posted(client, "/supplier/registration", data=details)
    keys, profile = create_identity(folder / "vera"), Profile(**details)
    origin, registrar = chain.world.ledger.origin, chain.world.registrar.id
    left = sign_registration(keys, origin, profile, [Role.SUPPLIER], registrar)
    statement = {"statement": format_submission(left).decode()}
    _posted(client, sign.replace("/sign", "/statement"), data=statement)
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
