"""Each state of a figure on each surface that shows the figure: read as it is rendered, with the one word for it.

The rows are the surfaces, the columns the states. A surface that omits the standing, or says another, fails; a planted
one does.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import pypdfium2
import pytest
from playwright.sync_api import Browser
from support.browsing import Watched, opened
from support.command import cradle
from support.keyboard import log_in
from support.ledger_battery import BatteryChain
from support.standing_world import STATES, StandingWorld, standing_world

from ledger.documents.standing import MARKED, StandingWord, word_of
from ledger.translations.documents import text
from schemas.views.standing import FigureStanding

pytestmark = pytest.mark.outside

DECLARED: Final = frozenset({"declared", "changed", "withdrawn", "superseded"})
"""The states of a figure that was declared, which has public pages."""


def says(shown: str, word: StandingWord) -> bool:
    """True if a text has the word of a state, or the sentence that it puts on every page."""
    words = [text(f"standing.word.{word}", "en")]
    words += [text(f"standing.mark.{word}", "en")] if word in MARKED else []
    flat = " ".join(shown.split()).casefold()
    return any(one.casefold() in flat for one in words)


def standing_in(data: str, *path: str | int) -> str:
    """The word of the standing at a place in JSON."""
    value: Any = json.loads(data)
    for name in path:
        value = value[name]
    return text(
        f"standing.word.{word_of(FigureStanding.model_validate_json(json.dumps(value)))}", "en"
    )


@dataclass
class Reader:
    """A world, and the browser in which its pages are read; a person logs in once."""

    world: StandingWorld
    browser: Browser
    logged_in: dict[str, Watched] = field(default_factory=dict)

    def page(self, path: str, person: str = "", root: str = "") -> str:
        """The text of a page in Chromium, logged in as a person if one is named."""
        url = self.world.url
        if not person:
            watched = opened(self.browser, f"{url}{path}", 1280)
            shown = watched.page.inner_text("body")
            watched.close()
            return shown
        if person not in self.logged_in:
            self.logged_in[person] = log_in(self.browser, url, person, root)
        page = self.logged_in[person].page
        page.goto(f"{url}{path}")
        return page.inner_text("body")

    def close(self) -> None:
        """Close what is open."""
        for watched in self.logged_in.values():
            watched.page.context.close()

    def get(self, path: str, login: str = "") -> bytes:
        """What the server answers to a program."""
        headers = {**self.world.house.as_(login), "Accept": "application/json"} if login else {}
        answer = self.world.house.client.get(path, headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        return answer.content

    @property
    def own(self) -> str:
        """The address of the public page."""
        return f"/declarations/{self.world.named[7:]}"

    def check(self) -> str:
        """The result of "Check a file" for the audit bundle, in Chromium."""
        bundle, policy = self.world.bundle()
        watched = opened(self.browser, f"{self.world.url}/check", 1280)
        watched.page.set_input_files("#file", bundle)
        watched.page.set_input_files("#policy", policy)
        watched.page.locator("button[type=submit]").click()
        watched.page.wait_for_selector("#verdict")
        shown = watched.page.inner_text("main")
        watched.page.context.close()
        return shown

    def verify(self, *options: str) -> str:
        """The terminal of an auditor who verifies the audit bundle."""
        bundle, policy = self.world.bundle()
        return cradle("verify", bundle, "--policy", policy, *options).out

    def asked(self, *arguments: str) -> str:
        """The terminal of the operator who asks the server."""
        login = self.world.folder / "login.toml"
        key = self.world.house.keys["operator"]
        login.write_text(f'server = "{self.world.url}"\napi_key = "{key}"\n')
        login.chmod(0o600)
        ran = cradle("--server", self.world.url, "--login", login, *arguments)
        assert ran.code == 0, ran.err
        return ran.out


def pdf(data: bytes) -> str:
    """The text of a PDF's first page."""
    return str(pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range())


class Surface(NamedTuple):
    """A surface: what it shows of a figure, and the states in which it shows the figure."""

    shown: Callable[[Reader], str]
    states: frozenset[str] = frozenset(STATES)


def _product(name: str) -> Callable[[Reader], str]:
    return lambda it: it.page(f"/manufacturer{name}", "paul", "/manufacturer")


IN_A_BUNDLE: Final = DECLARED
"""The states that an audit bundle tells whole: one without a declaration has no attestation."""

LIVE: Final = frozenset(STATES) - {"superseded"}
"""The states of a product's newest figure, which lists show."""

SURFACES: Final[Mapping[str, Surface]] = {
    "page behind the QR code": Surface(lambda it: it.page(it.own), DECLARED),
    "its data": Surface(
        lambda it: standing_in(it.get(f"{it.own}.json").decode(), "standing"), DECLARED
    ),
    "its PDF": Surface(lambda it: pdf(it.get(f"{it.own}.pdf")), DECLARED),
    "its study": Surface(lambda it: it.get(f"{it.own}/study.html").decode(), DECLARED),
    "figure page": Surface(
        lambda it: it.page(f"/manufacturer/figures/{it.world.named[7:]}", "paul", "/manufacturer")
    ),
    "product list": Surface(_product(""), LIVE),
    "product list, data": Surface(
        lambda it: standing_in(it.get("/v1/products", "plant").decode(), "items", 0, "standing"),
        LIVE,
    ),
    "portfolio": Surface(_product("/portfolio"), LIVE),
    "stale page": Surface(_product("/stale"), frozenset({"changed", "withdrawn"})),
    "case list": Surface(lambda it: it.page("/auditor", "otto", "/auditor")),
    "case": Surface(lambda it: it.page(f"/auditor/cases/{it.world.named[7:]}", "otto", "/auditor")),
    "document by a login": Surface(
        lambda it: standing_in(
            it.get(f"/v1/documents/{it.world.named}", "plant").decode(), "standing"
        )
    ),
    "study by a login": Surface(
        lambda it: standing_in(
            it.get(f"/v1/calculations/{it.world.calculation}/study", "plant").decode(), "standing"
        )
    ),
    "territory by a login": Surface(
        lambda it: standing_in(
            it.get(f"/v1/calculations/{it.world.calculation}/territory", "plant").decode(),
            "standing",
        )
    ),
    "check a file": Surface(Reader.check, IN_A_BUNDLE),
    "cradle verify": Surface(Reader.verify, IN_A_BUNDLE),
    "cradle verify --json": Surface(
        lambda it: standing_in(it.verify("--json"), "standing"), IN_A_BUNDLE
    ),
    "cradle standing": Surface(lambda it: it.asked("standing", it.world.named)),
    "cradle origin": Surface(
        lambda it: it.asked("origin", it.world.calculation), frozenset(MARKED) & frozenset(STATES)
    ),
}


@pytest.fixture(params=STATES)
def reader(
    request: pytest.FixtureRequest, chain: BatteryChain, browser: Browser, tmp_path: Path
) -> Iterator[Reader]:
    """A figure in each state, and a browser."""
    with standing_world(chain, request.param, tmp_path) as world:
        found = Reader(world, browser)
        yield found
        found.close()


def test_every_surface_says_what_the_figure_is_worth(reader: Reader) -> None:
    """The word of its state and no other: a surface that omits it is named here."""
    word = reader.world.word
    shown = {
        name: surface.shown(reader) for name, surface in SURFACES.items() if word in surface.states
    }
    assert [name for name, said in shown.items() if not says(said, word)] == []
    better = {"declared", "attested"} - {word}
    exact = {name: said for name, said in shown.items() if "data" in name or "login" in name}
    wrong = [name for name, said in exact.items() if any(says(said, one) for one in better)]
    assert wrong == []
    if word not in DECLARED:
        _tell_of_no_audit(reader)
    _write_passport(reader)


def _tell_of_no_audit(reader: Reader) -> None:
    """The bundle of a calculation has no attestation: the file says neither attested nor not, and names whom to ask."""
    for shown in (reader.verify(), reader.check()):
        assert says(shown, "stated")
        assert text("standing.unknown", "en") in shown
    assert "cradle --server URL standing" in reader.verify()


def _write_passport(reader: Reader) -> None:
    """Passport data are of a declaration in force alone; where anything is against it, the refusal says so."""
    world = reader.world
    path = f"/v1/documents/{world.named}/battery-pass"
    answer = world.house.client.get(path, headers=world.house.as_("plant"))
    in_force = world.word in {"declared", "changed"}
    assert answer.status_code == (200 if in_force else 422), answer.text
    if not in_force:
        assert answer.json()["code"] in {"exchange.standing", "exchange.study"}


def test_a_surface_that_omits_the_standing_fails(
    chain: BatteryChain, browser: Browser, tmp_path: Path
) -> None:
    """A planted page of the figure, without its banner and its box, says nothing of its state."""
    with standing_world(chain, "changed", tmp_path) as world:
        shown = Reader(world, browser).page(f"/declarations/{world.named[7:]}")
    word = text("standing.word.changed", "en"), text("standing.mark.changed", "en")
    planted = shown.replace(word[0], "").replace(word[1], "")
    assert says(shown, "changed")
    assert not says(planted, "changed")


def test_a_replaced_declaration_leads_to_the_one_that_counts(
    chain: BatteryChain, browser: Browser, tmp_path: Path
) -> None:
    """From the page behind the QR code in one click, and no check on it is green."""
    with standing_world(chain, "superseded", tmp_path) as world:
        watched = opened(browser, f"{world.url}/declarations/{world.named[7:]}", 1280)
        page = watched.page
        assert page.locator(".standing.bad").count() == 1
        assert page.locator(".chip.verified, .chip.attested").count() == 0
        page.get_by_role("link", name=text("standing.replaced.successor", "en")).click()
        page.wait_for_load_state()
        assert page.locator(".standing").count() == 0
        assert page.locator(".chip.verified").count() == 1
        watched.close()
