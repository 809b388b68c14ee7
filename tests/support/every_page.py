"""Every page that a person can open, on the small battery's ledger, and what a person does first to see it.

Anna's firm, the mine, has an overdue and an open request, deliveries, a correction, a withdrawal, readings by a
customer, a draft of every form, and two checked files. Nemo's and Ines's firms have no registration; Vera's waits.
The log of `shut` is closed. A page is opened by its address; `act` is what the person does there, as without a script.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from playwright.sync_api import Page
from structlog.testing import capture_logs
from support.ledger_battery import BatteryChain
from support.ledger_border import border_of
from support.ledger_declared import calculate, declare
from support.ledger_dropped import Dropped
from support.ledger_paged import staffed_house, with_drafts, with_requests, with_statements
from support.open_page import OpenPage
from support.pages_auditor import OTTO, auditor_pages, with_cases
from support.pages_manufacturer import figure_pages, manufacturer_pages, with_products
from support.pages_operator import operator_pages, with_operations
from support.servers import serving
from support.witnesses import vkey_of

from api.app import create_app
from api.configuration import Configuration
from ledger.service.notices.deriving import derive_notices
from ledger.trust.note import format_vkey

LIMIT = 1 << 20
"""Bytes that the server of this test checks at most."""


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
        yield from (OpenPage(*row) for row in manufacturer_pages(self.names))
        yield from figure_pages(self.files.declaration)
        for one in auditor_pages(self.names, self.chain):
            yield OpenPage(one.name, OTTO, one.path, one.status)
        yield from self._refused()
        yield from (OpenPage(*row) for row in operator_pages(self.names))

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
        yield OpenPage("policy", "", "/check/policy")
        yield OpenPage("policy-empty", "", "/check/policy", 422, _draft)
        draft = partial(_draft, file=self.kept("whole"))
        yield OpenPage("policy-draft", "", "/check/policy", 200, draft)
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
            ("receipt", f"/statements/{self.chain.mined[7:]}"),
            ("receipt-changed", f"/statements/{names['old delivery'][7:]}"),
            ("registration-done", "/registration"),
        ):
            yield OpenPage(page, "anna", path)
        for page, path in (
            ("home-empty", "/supplier"),
            ("submit-empty", "/supplier/submit"),
            ("registration", "/registration"),
        ):
            yield OpenPage(page, "nemo", path)
        yield OpenPage("sign-registration", "nemo", names["sign registration"])
        yield OpenPage("registration-waits", "vera", "/registration")
        yield OpenPage("registration-auditor", "ines", "/registration")
        yield OpenPage("cases-unregistered", "ines", "/auditor")
        yield OpenPage("deliveries-empty", "paul", "/supplier/deliveries")
        asked = f"/supplier/border?factor_set={self.chain.factors}&year=2026&price_day=2026-07-06"
        goods = f"{asked}&entry={names['screws'][7:]}&tonnes=1000&price=75,28&paid="
        yield OpenPage("border", "paul", f"{goods}&cscf=1")
        yield OpenPage("border-problems", "paul", f"{goods}&cscf=one", 422)

    def _changes(self) -> Iterator[OpenPage]:
        entry, delivery = self.names["entry"][7:], self.names["delivery"][7:]
        goods = f"goods={entry}:main&to={self.chain.plant.id[7:]}&number=LS-2&amount=1,5&opened=1"
        method = f"rulebook={self.chain.rulebook}&factor_set={self.chain.factors}"
        blended, opened = self.names["blended"][7:], self.names["opened delivery"][7:]
        shown = f"{goods.replace(entry, blended)}&{method}&open=SE+Recycler+Ltd&onward=1"
        for page, path, status in (
            ("delivery-opens", f"/supplier/deliveries/preview?{shown}", 200),
            ("opened", f"/supplier/deliveries/{opened}/opened", 200),
            ("delivery-plan", f"/supplier/deliveries/{opened}/plan", 200),
            ("deliveries", "/supplier/deliveries", 200),
            ("delivery-code", f"/supplier/deliveries/{delivery}/code", 200),
            ("delivery-new", "/supplier/deliveries/new", 200),
            ("delivery-correct", f"/supplier/deliveries/new?supersedes={delivery}", 200),
            ("delivery-preview", f"/supplier/deliveries/preview?{goods}&{method}", 200),
            ("delivery-problems", "/supplier/deliveries/preview?opened=1", 422),
            ("history", "/supplier/history", 200),
            ("notices", "/notices", 200),
            ("password", "/password", 200),
            ("password-changed", "/password?changed=yes", 200),
            ("correct", f"/supplier/history/{entry}/correct", 200),
            ("withdraw", f"/supplier/history/{delivery}/withdraw", 200),
        ):
            yield OpenPage(page, "anna", path, status)

    def _refused(self) -> Iterator[OpenPage]:
        large = self.folder / "large"
        large.write_bytes(bytes(LIMIT + 100_000))
        yield OpenPage("refused-403", "wanda", "/supplier", 403)
        yield OpenPage("password-refused", "anna", "/password", 422, _differ)
        yield OpenPage("notices-refused", "anna", "/notices", 422, _subscribe_wrongly)
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
        page.locator("form[action='/statements'] button").click()


def _check(page: Page, file: Path | None = None) -> None:
    """Send the form of the page as a browser without scripts does."""
    if file is not None:
        page.set_input_files("#file", file)
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[data-check]').submit()")


def _draft(page: Page, file: Path | None = None) -> None:
    """Send the form that begins a policy."""
    if file is not None:
        page.set_input_files("#file", file)
    with page.expect_navigation():
        page.locator("form button").last.click()


def _differ(page: Page) -> None:
    for name in ("present", "new", "again"):
        page.fill(f"#{name}", f"the {name} password")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").click()


def _subscribe_wrongly(page: Page) -> None:
    page.fill("#address", "no address")
    with page.expect_navigation():
        page.locator("form[action='/notices'] button").click()


def _log_in_wrongly(page: Page) -> None:
    page.fill("#user", "anna")
    page.fill("#password", "not the password")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").click()


@contextmanager
def every_page(chain: BatteryChain, folder: Path) -> Iterator[Pages]:
    """Serve the ledger with everything in it, once with open and once with closed logs."""
    calculation = calculate(chain)
    declaration = declare(chain, calculation)
    witness = f"{format_vkey(vkey_of('witness.example/w1'))} https://witness.example"
    limits = ("checks_per_minute", "previews_per_minute", "address_logins_per_minute")
    settings = {"witnesses": witness, **dict.fromkeys(limits, 1000)}
    shared = Configuration(_env_file=None, logs_open=True, check_bytes=LIMIT, **settings)  # type: ignore[call-arg, arg-type]  # read by pydantic
    house = staffed_house(chain, shared)
    names = (
        with_requests(house, chain)
        | with_statements(house, chain)
        | with_drafts(house, chain, folder)
        | with_products(house, chain)
        | {"screws": border_of(chain)}
        | with_cases(house, chain, calculation, declaration)
    )
    closed = Configuration(_env_file=None, **settings)  # type: ignore[call-arg, arg-type]  # read by pydantic
    with_operations(house, chain, calculation, folder)
    derive_notices(chain.world.ledger, house.clock.time)
    files = Dropped(house, chain, declaration)
    with (
        capture_logs(),
        serving(create_app(house.context)) as url,
        serving(create_app(replace(house.context, configuration=closed))) as shut,
    ):
        yield Pages(url, shut, chain, files, folder, names)
