"""The pages of an invitation: texts, language, loaded files, and the targets of their forms."""

import re
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest
from structlog.testing import capture_logs
from support import joining
from support.asking import Firms, invited
from support.http_api import PASSWORD
from support.need import need_command
from support.servers import serving

from api.app import create_app
from api.headers import POLICY
from api.web.frame import language_of
from api.web.style import style_address
from ledger.client.login_file import parse_login
from ledger.service.access.secrets import hash_secret
from ledger.store.requests.invitations import link_of


def test_the_page_says_who_asks_for_what_by_when(asking: Firms) -> None:
    """In the chosen language, with any characters in names, without a script or a login."""
    _, path = invited(asking, amount="27000", unit="kg")
    for query, accepted, word in (
        ("", "", "asks for your carbon footprint data"),
        ("", "fr, zh-CN;q=0.9", "请求您提供碳足迹数据"),
        ("?lang=de", "zh", "bittet um Daten"),
    ):
        headers = {"Accept-Language": accepted}
        answer = asking.house.client.get(path + query, headers=headers)
        assert answer.status_code == 200
        assert f"Maker Ltd {word}" in answer.text
        shown = (
            "Example &lt;Mining&gt; Oy",
            "urn:test:ore",
            "27000 kg",
            "2025-12-31",
            "2025-01-01",
        )
        assert [text for text in shown if text not in answer.text] == []
        assert "<Mining>" not in answer.text
        assert "<script" not in answer.text
        assert "style=" not in answer.text


def test_the_address_is_a_secret(asking: Firms) -> None:
    """No referrer, no caching, no cookie; only Cradle's style sheet is loaded; the database has a hash."""
    _, path = invited(asking)
    answer = asking.house.client.get(path)
    headers = answer.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == POLICY
    assert "Set-Cookie" not in headers
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    pages = {"/", "/check", "/log", "/login", "#content"}
    others = {one for one in loaded if not one.startswith(path)} - pages
    assert others == {"data:,", style_address()}
    secret = path.rpartition("/")[2]
    assert len(secret) == 64
    with asking.world.ledger.store.read() as connection:
        assert link_of(connection, secret) is None
        assert link_of(connection, hash_secret(secret)) is not None


class Forms(HTMLParser):
    """The forms of a page: the target of each, and its fields; every field has a label."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, set[str]]] = []
        self.labels, self.fields = set[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a label or a field."""
        given = dict(attrs)
        if tag == "form":
            self.forms.append((str(given["action"]), set()))
        if tag == "label":
            self.labels.add(str(given["for"]))
        if tag in {"input", "select"}:
            self.forms[-1][1].add(str(given["name"]))
            if given.get("type") != "hidden":
                assert given["id"] not in self.fields
                self.fields.add(str(given["id"]))


def test_the_forms_are_whole(asking: Firms) -> None:
    """Each form has the fields that its address accepts, and each field a label of its own."""
    _, path = invited(asking)
    page = Forms(asking.house.client.get(path).text)
    assert page.labels == page.fields
    assert page.forms == [
        (f"{path}/account", {"language", "title", "country", "person", "password"}),
        (f"{path}/login", {"language", "name", "password"}),
        (f"{path}/decline", {"language", "reason"}),
    ]


def test_the_form_shows_the_command_for_its_link(asking: Firms) -> None:
    """A firm that works on the command line joins with one line, which has the whole link."""
    _, path = invited(asking)
    page = asking.house.client.get(path).text
    assert f"<pre>cradle join {asking.house.client.base_url}{path} --country FI</pre>" in page


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_template_of_a_stage(asking: Firms) -> None:
    """The template needs no login, because it has no data; an unknown stage or language is refused."""
    client = asking.house.client
    asked = "/invitation/template?language=zh&stage=end_of_life&format="
    sheet, text = client.get(f"{asked}xlsx"), client.get(f"{asked}csv")
    assert sheet.content.startswith(b"PK")
    assert "end_of_life.csv" in text.headers["Content-Disposition"]
    assert text.content.startswith(b"\xef\xbb\xbf")
    assert client.get("/invitation/template?stage=none").status_code == 422


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_browser_shows_it_under_the_policy(asking: Firms, tmp_path: Path) -> None:
    """Chromium renders the form from a real server, loads the style, and reports no violation."""
    chromium = need_command("chromium")
    _, path = invited(asking)
    with capture_logs() as requests, serving(create_app(asking.house.context)) as url:
        done = subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
                *("--enable-logging=stderr", f"--user-data-dir={tmp_path / 'browser'}", url + path),
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert len(Forms(done.stdout).forms) == 3
    assert "CONSOLE" not in done.stderr
    told = [(row["method"], row["route"], row["status"]) for row in requests]
    assert ("GET", "/invitation/{secret}", 200) in told
    assert {status for _, _, status in told} == {200}
    assert path.rpartition("/")[2] not in str(requests)


def commands_of(page: str) -> list[str]:
    """The preformatted blocks of a page, as a person copies them."""
    return [unescape(text) for text in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]


@pytest.mark.parametrize(
    ("amount", "language"), [(joining.AMOUNT, "en"), ((), "de")], ids=["amount", "none"]
)
def test_the_printed_commands_lead_to_the_answer(
    tmp_path: Path, amount: tuple[str, ...], language: str
) -> None:
    """The login file and every command work as the page shows them, up to the receipt and the delivery."""
    with joining.invited(tmp_path, *amount) as asked:
        home = tmp_path / "supplier"
        home.mkdir()
        form = {"title": joining.FIRM, "country": "FI", "person": "anna", "password": PASSWORD}
        answer = httpx2.post(f"{asked.link}/account", data={**form, "language": language})
        assert answer.status_code == 200, answer.text
        assert re.search(r"\bXX\b", answer.text) is None
        login, register, send, submit, deliver = commands_of(answer.text)
        (home / "login.toml").write_text(login)
        assert parse_login(login.encode(), "").server == asked.place.address
        done = joining.shell(home, register)
        assert done.returncode == 0, done.stderr
        asked.countersign(home / "registration.json", home / "registration.signed")
        joining.fill(home / "sheet.xlsx")
        done = joining.shell(home, f"{send}\n{submit}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert (home / "receipt.tlog-proof").is_file()
        assert asked.state() == "open"
        done = joining.shell(home, f"{submit}\n{deliver}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert asked.state() == "answered"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "en"), ("de-AT,de;q=0.9", "de"), ("fr", "en"), ("ja, zh-TW", "zh"), ("*", "en")],
)
def test_the_language_of_the_browser(accepted: str, language: str) -> None:
    """The first of its languages that the pages speak, else English."""
    assert language_of(None, accepted) == language
