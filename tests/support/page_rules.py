"""The pages in the state machine of the HTTP API: each login opens them and sends their forms, among the other actions.

A page shows a login nothing that it does not get over `/v1`: no planted text that is forbidden to it, no digest and no
name beyond those in the answers to the same login. Drafts and uploads have planted words of their own, which only the
firm that wrote them may read. Left out: digests on the pages of the log, which show what the logs themselves have.
"""

import html
import re
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.http_machine import HttpApi
from support.ledger_battery import BatteryChain
from support.ledger_world import Party
from support.request_rules import LOGINS, PARTIES, party
from support.sentinels import leaked
from support.sheets import csv_text, sound

from api.authentication import COOKIE
from api.web.signing import script
from ledger.service.access.secrets import hash_secret
from ledger.state.drafting import sign_draft
from ledger.store.access.credentials import Session
from ledger.store.rows import put
from ledger.trust.submission import format_submission
from schemas.signed.kinds import PLURALS
from schemas.vocabulary import Role

ROLES: Final = {
    "plant": Role.MANUFACTURER,
    "auditor": Role.AUDITOR,
    "operator": Role.OPERATOR,
    "registrar": Role.REGISTRAR,
    "witness": Role.WITNESS,
}
NOBODY: Final = "nobody"
VISITORS: Final = (*LOGINS, NOBODY)
INSIDE: Final = {*PARTIES, "operator", "stranger"}
"""The logins that have a supplier's workspace."""

WORKSPACES: Final = {"/supplier": INSIDE, "/manufacturer": {"plant", "operator"}}
"""The logins that have each workspace, by its path."""

OWN: Final = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
LISTS: Final = (
    *PLURALS.values(),
    *("requests", "journal", "drafts", "methods", "session", "products", "stale"),
)
FIXED: Final = (
    *("", ".json", "/submit", "/submit.json", "/form", "/form.json"),
    *("/deliveries", "/deliveries.json", "/deliveries.csv", "/history"),
    *("/history.json", "/history.csv", "/readings.json", "/readings.csv", "/template?format=csv"),
    *("/deliveries/new", "/deliveries/new.json"),
)
OPERATORS: Final = "/operator"
OPERATOR_PAGES: Final = tuple(
    f"{OPERATORS}{path}"
    for path in (
        *("", ".json", ".csv", "/organisations/mine", "/logins/mine.person", "/engagements"),
        *("/engagements.csv", "/registrations", "/registrations.json", "/witnesses", "/health"),
        *("/journal", "/journal.csv", "/backups", "/backups.json"),
    )
)
PLANT: Final = (
    *("", ".json", ".csv", "/asked", "/asked.json", "/asked.csv"),
    *("/calculate", "/calculate.json", "/stale", "/stale.json", "/stale.csv"),
    *("/portfolio", "/portfolio.json", "/portfolio.csv"),
)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"(?:Mine|Plant|Recycler|Auditor|Registrar) Ltd")
_PROOF: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
visitor = st.sampled_from((*PARTIES, "stranger", *VISITORS))
"""Those who have the workspace come more often."""


class Pages(HttpApi):
    """The machine with a person of each login, who opens pages."""

    def __init__(self, built: BatteryChain, source: Path) -> None:
        super().__init__(built, source)
        self.cookies: dict[str, str] = {}
        self.written: list[tuple[str, bytes]] = []
        self.places: list[str] = []
        self.sent = set[str]()
        self.turn = 0
        now = self.house.clock.time
        for name in LOGINS:
            secret = sha256(name.encode()).hexdigest()
            self.house.open_person(f"{name}.person", name, ROLES.get(name, Role.SUPPLIER))
            with self.house.context.ledger.store.write() as connection:
                session = Session(
                    secret=hash_secret(secret), credential=f"{name}.person", expires=now + 1000
                )
                put(connection, session)
            self.cookies[name] = f"{COOKIE}={secret}"

    def open(self, name: str, path: str, method: str = "GET", **rest: object) -> Any:  # noqa: ANN401
        """The answer to a person, after checking its headers and that nothing forbidden is in it."""
        self.house.client.cookies.clear()
        headers = OWN | ({"Cookie": self.cookies[name]} if name in self.cookies else {})
        client = self.house.client
        answer = client.request(method, path, headers=headers, follow_redirects=False, **rest)
        place = name, method, path
        assert answer.status_code < 500, (*place, answer.text)
        text = html.unescape(answer.text).encode()
        told = leaked(text, [*self.known.forbidden(name), *self.written_by_others(name)])
        assert not told, (*place, told)
        assert "set-cookie" not in answer.headers, place
        for root, inside in WORKSPACES.items():
            if path.startswith(root):
                self.check_workspace(place, answer, inside)
        if path.startswith("/operator") and name != "operator":
            self.check_operators(place, answer)
        return answer

    def check_workspace(
        self,
        place: tuple[str, str, str],
        answer: Any,  # noqa: ANN401
        inside: set[str],
    ) -> None:
        """A page of the workspace is private, and only for its roles."""
        name, method, _ = place
        if name == NOBODY:
            assert answer.status_code == (303 if method == "GET" else 401), place
        elif name not in inside:
            assert answer.status_code == 403, place
        expected = "private, no-store" if answer.status_code == 200 else "no-store"
        assert expected in answer.headers["cache-control"], place

    def check_operators(self, place: tuple[str, str, str], answer: Any) -> None:  # noqa: ANN401
        """The operator's pages are nobody else's; a registrar reads the registrations that wait."""
        name, _, path = place
        registrar = name == "registrar" and path.startswith(f"{OPERATORS}/registrations")
        expected = 303 if name == NOBODY else 200 if registrar else 403
        assert answer.status_code == expected, place

    def written_by_others(self, name: str) -> Iterator[bytes]:
        """The words in drafts and uploads of other firms."""
        return (mark for firm, mark in self.written if firm != name)

    def mark(self, name: str) -> str:
        """A new word that only a firm's own pages may show."""
        self.count += 1
        self.written.append((name, f"Written{self.count}Mark".encode()))
        return f"Written{self.count}Mark"

    @rule(name=visitor)
    def begin_form(self, name: str) -> None:
        """Somebody keeps a short form, and tries to overwrite it as each other login."""
        path = f"/supplier/form/{sha256(b'%d' % self.count).hexdigest()[:32]}"
        mark = self.mark(name)
        kept = self.open(name, path, "POST", data={"outputs.0.name": mark})
        if kept.status_code != 303:
            return
        self.places += [
            path,
            f"{path}.json",
            f"{path}/check",
            path.replace("supplier/form", "drafts") + "/sign",
        ]
        other = PARTIES[self.count % 3]
        if other != name:
            assert self.open(other, path, "POST", data={"outputs.0.name": "x"}).status_code == 404
            gone = self.open(other, path.replace("supplier/form", "drafts") + "/delete", "POST")
            assert gone.status_code == 404
        assert mark in self.open(name, path).text

    @rule(name=visitor)
    def upload(self, name: str) -> None:
        """Somebody has a file checked that has a planted name."""
        mark = self.mark(name)
        rows = {**sound(), "inputs": sound()["inputs"][1:2]}
        data = csv_text(rows=rows).encode()
        files = {"file": (f"{mark}.csv", data)}
        self.sent.add(sha256(data).hexdigest())
        kept = self.open(name, "/supplier/sheets", "POST", files=files)
        if kept.status_code == 303:
            path = kept.headers["location"]
            self.places += [path, f"{path}.json", f"{path}.csv", f"{path}/corrected.xlsx"]
            assert mark in self.open(name, path).text
            for other in VISITORS:
                self.open(other, path)

    @rule(name=visitor, entry=HttpApi.entries, to=party)
    def begin_delivery(self, name: str, entry: str, to: str) -> None:
        """Somebody fills in a delivery; of another firm's goods it comes to nothing."""
        issuer, recipient = self.known.entries[entry].issuer, getattr(self.chain, to).id
        goods = {"goods": f"{entry[7:]}:main", "to": recipient[7:], "amount": "1", "opened": "1"}
        form = {**goods, "number": self.mark(name), "seen": ""}
        self.open(name, "/supplier/deliveries/preview", params=form)
        kept = self.open(name, "/supplier/deliveries/new", "POST", data=form)
        if kept.status_code == 303 and name in INSIDE:
            assert name == issuer
            self.places.append(kept.headers["location"])

    @rule(name=visitor, statement=st.one_of(HttpApi.entries, HttpApi.deliveries))
    def begin_withdrawal(self, name: str, statement: str) -> None:
        """Somebody asks to withdraw a statement; only its issuer gets a draft."""
        known = {**self.known.entries, **self.known.deliveries}[statement]
        path = f"/supplier/history/{statement[7:]}/withdraw"
        kept = self.open(name, path, "POST", data={"reason": "correction"})
        if kept.status_code == 303 and name in INSIDE:
            assert name == known.issuer
            self.places.append(kept.headers["location"])

    @rule(name=visitor, statement=st.one_of(HttpApi.entries, HttpApi.deliveries))
    def submit_signed(self, name: str, statement: str) -> None:
        """Somebody sends a withdrawal that the issuer signed; only the issuer's login may."""
        known = {**self.known.entries, **self.known.deliveries}[statement]
        issuer: Party = getattr(self.chain, known.issuer)
        signed = sign_draft(self.chain.world.withdrawal(issuer, statement), [issuer.working])
        files = {"file": ("a.json", format_submission(signed))}
        done = self.open(name, "/statements", "POST", files=files)
        if done.status_code == 303 and name in INSIDE:
            assert name in {known.issuer, "operator"}
            self.receipts.append(self.open(name, done.headers["location"] + ".json").json())

    @rule(name=visitor, request=HttpApi.requests)
    def decline_on_page(self, name: str, request: str) -> None:
        """Somebody declines a request; only its addressee can."""
        path = f"/supplier/requests/{request}/decline"
        done = self.open(name, path, "POST", data={"reason": "no_data"})
        if done.status_code == 303 and name in INSIDE:
            assert name in {self.known.requests[request].addressee, "operator"}

    @invariant()
    def pages_show_no_more_than_the_api(self) -> None:
        """After each step one login opens all pages, the next login after the next step."""
        name = VISITORS[self.turn % len(VISITORS)]
        self.turn += 1
        operators = OPERATOR_PAGES if name != "operator" else ()
        for path in ("/", "/login", "/check", "/log", *self.log_pages(), *operators):
            self.open(name, path)
        shown = [self.open(name, path) for path in self.addresses()]
        if name not in INSIDE:
            return
        told = self.told(name)
        digests = set(_DIGEST.findall(told + script())) | self.sent
        digests |= {b64decode(one).hex() for one in _PROOF.findall(told)}
        names = set(_NAME.findall(told))
        for answer in shown:
            if answer.status_code == 200:
                text = html.unescape(answer.text)
                asked = set(_DIGEST.findall(str(answer.request.url)))
                more = (
                    set(_DIGEST.findall(text)) - asked - digests | set(_NAME.findall(text)) - names
                )
                assert not more, (name, answer.request.url, more)

    def addresses(self) -> Iterator[str]:
        """The pages of the workspace: those that are always there, and those of some statements and drafts."""
        yield from (f"/supplier{path}" for path in FIXED)
        yield from (f"/manufacturer{path}" for path in PLANT)
        yield from ("/auditor", "/auditor.json", "/auditor.csv")
        yield from self.places[-8:]
        for one in [*list(self.known.entries)[-2:], *list(self.known.deliveries)[-2:]]:
            digits = one[7:]
            for path in ("statements/{}", "statements/{}.json", "statements/{}/proof.txt"):
                yield f"/{path.format(digits)}"
            for path in ("correct", "correct.json", "withdraw", "withdraw.json"):
                yield f"/supplier/history/{digits}/{path}"
            for ending in ("", ".json", ".svg"):
                yield f"/supplier/deliveries/{digits}/code{ending}"
            for page in ("form", "form.json", "submit", "deliveries/new", "deliveries/new.json"):
                yield f"/supplier/{page}?supersedes={digits}"
            yield f"/supplier/deliveries/new?entry={one}"
        for one in list(self.known.requests)[-2:]:
            for page in ("requests/{}", "requests/{}.json", "form?request={}", "submit?request={}"):
                yield f"/supplier/{page.format(one)}"
            yield f"/supplier/deliveries/new?request={one}"

    def log_pages(self) -> Iterator[str]:
        """The log's pages of the newest statements."""
        for one in [*list(self.known.entries)[-1:], *list(self.known.deliveries)[-1:]]:
            for ending in ("", ".json", "/proof.txt"):
                yield f"/log/statements/{one[7:]}{ending}"
        yield from ("/log/entries/0", "/log/entries/3.json", "/log/registry/1")

    def told(self, name: str) -> str:
        """Everything that a login gets over /v1: its lists, each statement and receipt, names and keys."""
        texts = [self.ask(name, "GET", f"/v1/{path}").text for path in LISTS]
        listed = self.ask(name, "GET", "/v1/participants").json().get("items", [])
        if listed:
            ids = "&".join(f"id={one['id']}" for one in listed)
            texts.append(self.ask(name, "GET", f"/v1/names?{ids}").text)
        paths = [f"participants/{one['id']}/keys" for one in listed]
        for kind, known in (("entries", self.known.entries), ("deliveries", self.known.deliveries)):
            for one in known:
                paths += [f"{kind}/{one}", f"{kind}/{one}/receipt"]
        texts += [self.ask(name, "GET", f"/v1/{path}").text for path in paths]
        return "\n".join(texts)
