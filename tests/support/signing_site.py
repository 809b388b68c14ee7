"""The signing page on a small server and in Chromium; everything that it says, sends and submits is kept.

The application is that of a test: the page under its policy, its copy as a download, and the address that the form is
sent to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, Response
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from support.browsing import WATCH
from support.servers import serving

from api.web.signing import SigningLinks, signing_page
from api.web.signing_draft import SigningDraft
from ledger.translations.languages import Language

LINKS = SigningLinks("/submit", "/back", "/sign/page", "/sign/draft.json")
READY = "#rest:not([hidden])"
NO_FORM = "[DOM] Password field is not contained in a form"
"""A hint of Chromium on what the page does on purpose: a passphrase is in no form, so no form can send it."""
PASSPHRASE = "correct horse, süß 电池"  # noqa: S105 - of keys that a test makes


@dataclass
class Site:
    """The draft that is served, and the statements that were submitted."""

    draft: SigningDraft
    known: tuple[str, ...] = ()
    language: Language = "en"
    received: list[str] = field(default_factory=list)
    address: str = ""

    def app(self) -> FastAPI:
        """The application."""
        app = FastAPI()

        @app.get("/sign")
        def sign() -> HTMLResponse:
            page = signing_page(self.draft, self.language, LINKS, self.known)
            return HTMLResponse(page.html, headers={"Content-Security-Policy": page.policy})

        @app.get("/sign/page")
        def copy() -> Response:
            page = signing_page(self.draft, self.language, SigningLinks(), self.known)
            sent = {"Content-Disposition": 'attachment; filename="sign.html"'}
            return Response(page.html, media_type="text/html", headers=sent)

        @app.post("/submit")
        def submitted(statement: Annotated[str, Form()]) -> HTMLResponse:
            self.received.append(statement)
            return HTMLResponse(
                '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>In the log</title>'
            )

        return app


@contextmanager
def served(draft: SigningDraft, known: tuple[str, ...] = ()) -> Iterator[Site]:
    """Serve the page of a draft on a free port of this machine."""
    site = Site(draft, known)
    with serving(site.app()) as site.address:
        yield site


@dataclass
class Visit:
    """One person's browser, with all that its pages said on the console and sent."""

    context: BrowserContext
    page: Page
    said: list[str] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Open a page and wait until it is complete."""
        self.page.goto(address)
        self.page.wait_for_selector(READY)
        return self.page

    def download(self, selector: str, folder: Path) -> Path:
        """Click a link or button that saves a file; return where it was saved."""
        with self.page.expect_download() as started:
            self.page.click(selector)
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def open_key(self, file: Path, passphrase: str = "") -> None:
        """Choose a key file and open it, with whatever result."""
        if not self.page.is_visible("#key-file"):
            self.page.click("#key-file-box summary")
        self.page.set_input_files("#key-file", file)
        self.page.fill("#key-passphrase", passphrase)
        self.page.click("#open-key")

    def use_key(self, file: Path, passphrase: str = "") -> None:
        """Open a key file that is registered."""
        self.open_key(file, passphrase)
        expect(self.page.locator("#chip")).to_have_text("Registered")
        expect(self.page.locator("#status")).to_have_text("The key is open.")

    def meets(self, code: str) -> None:
        """The page shows this problem in a sentence, and its box has the focus."""
        expect(self.page.locator("#problem-code")).to_have_text(code)
        expect(self.page.locator("#problem")).to_be_focused()
        assert self.page.inner_text("#problem-text").endswith((".", "。"))


@contextmanager
def visiting(browser: Browser, **options: Any) -> Iterator[Visit]:  # noqa: ANN401 - Playwright's
    """Visit as a new person; at the end nothing was said on the console."""
    context = browser.new_context(**options)
    context.add_init_script(WATCH)
    visit = Visit(context, context.new_page())
    visit.page.on(
        "console", lambda message: NO_FORM in message.text or visit.said.append(message.text)
    )
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("request", lambda request: visit.sent.append(request))  # noqa: PLW0108 - Playwright marks it
    yield visit
    context.close()
    assert visit.said == [], visit.said
