"""The state machine of openings: suppliers open what they choose, and a reader of each role reads every door.

Firms state entries over goods delivered to them and deliver these on, with or without a figure, opening some of what
they may. An independent model keeps who opened what to whom. A firm's name may be in an answer only to those who trade
with it, or to whom somebody opened it; lists of registrations, which are public, are not read here. What a preview
offers, and what the manufacturer's flows show, is exactly what the model says.
"""

import json
import os
import tempfile
from contextlib import ExitStack
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)
from support.http_api import House, on_the_wire
from support.ledger_battery import freight, power
from support.ledger_opened import COUNTRIES, OpenChain, battery_of, open_world
from support.ledger_world import made, taken
from support.open_pages import open_house
from support.opening_model import (
    Sent,
    Tree,
    blocks_of,
    known_to,
    names_in,
    openable,
    shown,
    tree_of,
)
from support.sentinels import leaked, significant

from api.authentication import COOKIE
from ledger.service.access.secrets import hash_secret
from ledger.service.answers.calculate import build_calculation
from ledger.state.drafting import sign_draft
from ledger.store.access.credentials import Session
from ledger.store.rows import put
from schemas.signed.entry import Site
from schemas.signed.opening import OpenedSupplier, Opening
from schemas.vocabulary import ProcessCode, Role, Stage

EXAMPLES = int(os.getenv("CRADLE_MACHINE_EXAMPLES", "4"))
MAKERS = ("pit", "mine", "works", "refinery", "plant")
"""The firms; at the beginning goods go from each to the next."""
READERS = (*MAKERS, "recycler", "auditor", "stranger", "operator")
ROWS = ("bundles/{}?audience=customer", "bundles/{}?audience=supplier", "bundles/{}")
DOORS = (
    *("deliveries/{}", "deliveries/{}/receipt", "statements/{}", *ROWS),
    *("deliveries/{}/export?format=pact-3", "deliveries/{}/export?format=catena-x-pcf-9"),
)
FIGURES = (
    *("flows", "quality", "study?scope=full", "study?scope=public"),
    "../../bundles/{}?audience=manufacturer",
)

MOSTLY = st.sampled_from((True, True, True, False))
maker = st.sampled_from(MAKERS)


class Openings(RuleBasedStateMachine):
    """A server over a small ledger, and the actions of its firms."""

    entries = Bundle("entries")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.chain: OpenChain = self.stack.enter_context(open_world(folder / "ledger"))
        self.house: House = open_house(self.chain)
        self.cites: dict[str, tuple[str, ...]] = {}
        self.owner: dict[str, str] = {}
        self.sent: dict[str, Sent] = {}
        self.count, self.treatment = 0, ""
        self.cookies = {name: self._session(name) for name in READERS}

    def _session(self, name: str) -> str:
        secret, store = sha256(name.encode()).hexdigest(), self.house.context.ledger.store
        role = {"plant": Role.MANUFACTURER, "auditor": Role.AUDITOR, "operator": Role.OPERATOR}
        self.house.open_person(f"{name}.person", name, role.get(name, Role.SUPPLIER))
        person, until = f"{name}.person", self.house.clock.time + 1000
        with store.write() as connection:
            put(connection, Session(secret=hash_secret(secret), credential=person, expires=until))
        return f"{COOKIE}={secret}"

    def teardown(self) -> None:
        """Close the ledger and remove its folder."""
        self.stack.close()

    def forbidden(self, reader: str) -> list[bytes]:
        """The names that no answer to a reader may have."""
        known = known_to(reader, self.sent.values())
        hidden = () if reader == "operator" else (name for name in COUNTRIES if name not in known)
        return [f"{name.title()} Ltd".encode() for name in hidden if name != "auditor"]

    def ask(self, reader: str, method: str, path: str, **rest: object) -> Any:  # noqa: ANN401
        """An answer, after checking that it names no firm that the reader must not learn of."""
        cookie = {"Cookie": self.cookies[reader]} if path.startswith("/supplier") else None
        headers = self.house.as_(reader) if cookie is None else cookie
        self.house.client.cookies.clear()
        answer = self.house.client.request(method, path, headers=headers, **rest)
        assert answer.status_code < 500, (reader, path, answer.text)
        assert not leaked(answer.content, self.forbidden(reader)), (reader, path)
        return answer

    @initialize(target=entries, data=st.data())
    def begin(self, data: st.DataObject) -> object:
        """Goods go from the pit by three firms to the plant; each opens some of what it may."""
        built = battery_of(self.chain)
        self.treatment = built.treatment
        self.sent[self.treatment] = Sent(
            "recycler", "plant", built.treated, has_figure=False, tree={}, onward=False
        )
        self.battery = built
        used, stated = list[str](), list[str]()
        for name, to in pairwise(MAKERS):
            entry = self.state(name, used)
            used = self.deliver_some(entry, to, data)
            stated.append(entry)
        return multiple(*stated)

    def state(self, name: str, used: list[str], **parts: object) -> str:
        """State an entry over a kg of each delivery."""
        self.count += 1
        party = self.chain.parties[name]
        site = Site(code=f"site-{self.count}", country=COUNTRIES[name])
        inputs = [
            *(taken(one, "1") for one in sorted(used)),
            power(str(self.count), Stage.RAW_MATERIAL),
        ]
        fields = {"site": site, "inputs": inputs, **parts}
        outputs = [made(party, "100000")]
        entry = self.chain.world.enter(party, outputs, **fields)
        self.cites[entry], self.owner[entry] = tuple(used), name
        return entry

    def openable(self, entry: str) -> Tree:
        """What a delivery of an entry may open, by the model."""
        return openable(self.sent[one] for one in self.cites[entry])

    def received(self, name: str, data: st.DataObject) -> list[str]:
        """Some of the goods that were delivered to a firm."""
        found = [id_ for id_, one in self.sent.items() if one.recipient == name]
        goods = [id_ for id_ in found if id_ != self.treatment]
        return [id_ for id_ in goods[-3:] if data.draw(MOSTLY)]

    @rule(target=entries, name=maker, data=st.data())
    def enter(self, name: str, data: st.DataObject) -> str:
        """A firm states an entry that uses goods delivered to it."""
        return self.state(name, self.received(name, data))

    @rule(entry=entries, to=maker, data=st.data())
    def deliver(self, entry: str, to: str, data: st.DataObject) -> None:
        """The issuer delivers to a firm."""
        if self.owner[entry] != to:
            self.deliver_some(entry, to, data)

    def deliver_some(self, entry: str, to: str, data: st.DataObject) -> list[str]:
        """Deliver, mostly with a figure, and open some of the rows that the preview offers."""
        rows = self.preview(self.owner[entry], entry)
        assert tree_of(rows) == self.openable(entry)
        figure, onward = data.draw(MOSTLY), data.draw(MOSTLY)
        chosen = self.choose(rows, data) if figure else ()
        opening = Opening(onward=onward, suppliers=chosen) if chosen else None
        return [self.send(entry, to, opening, figure=figure)]

    def preview(self, name: str, entry: str) -> tuple[OpenedSupplier, ...]:
        """The rows that a firm may open, over the API."""
        asked = {"entry": entry, "rulebook": self.chain.rulebook}
        asked["factor_sets"] = [self.chain.factors]
        answer = self.ask(name, "POST", "/v1/previews/suppliers", json=asked)
        found = (json.dumps(row) for row in answer.json()["suppliers"])
        return tuple(OpenedSupplier.parse(row.encode()) for row in found)

    def choose(
        self, rows: tuple[OpenedSupplier, ...], data: st.DataObject
    ) -> tuple[OpenedSupplier, ...]:
        """Some of the rows, each with some of those behind it."""
        kept = []
        for row in rows:
            if data.draw(MOSTLY):
                behind = self.choose(row.suppliers or (), data) or None
                kept.append(row.model_copy(update={"suppliers": behind}))
        return tuple(kept)

    def send(self, entry: str, to: str, opening: Opening | None, *, figure: bool) -> str:
        """Submit a delivery of an entry's goods, and note it in the model."""
        name = self.owner[entry]
        self.chain.entries[name] = entry
        self.count += 1
        parts = {"number": f"N {self.count}"} | ({} if figure else {"figure": None})
        draft = self.chain.draft(name, to, "1000", opening, **parts)
        self.chain.world.submit(draft, self.chain.parties[name].working)
        tree = {} if opening is None else tree_of(opening.suppliers)
        onward = opening is not None and opening.onward
        self.sent[draft.id] = Sent(name, to, entry, figure, tree, onward)
        return draft.id

    @rule(entry=entries, to=maker, firm=maker)
    def smuggle(self, entry: str, to: str, firm: str) -> None:
        """A firm signs a row that the preview does not offer; the ledger refuses it."""
        name = self.owner[entry]
        if name == to or firm in self.openable(entry):
            return
        row = OpenedSupplier(name=f"{firm.title()} Ltd", country=COUNTRIES[firm], stages=())
        self.chain.entries[name] = entry
        opening = Opening(onward=False, suppliers=(row,))
        draft = self.chain.draft(name, to, "1", opening, number="smuggled")
        body = on_the_wire(sign_draft(draft, [self.chain.parties[name].working]))
        answer = self.house.client.post("/v1/deliveries", json=body, headers=self.house.as_(name))
        assert answer.json()["code"] == "delivery.opening", answer.text

    @rule(data=st.data())
    def read_delivery(self, data: st.DataObject) -> None:
        """Every reader opens each door of a delivery; its parties read exactly what it opens."""
        delivery = data.draw(st.sampled_from(sorted(self.sent)))
        sent = self.sent[delivery]
        page = f"/supplier/deliveries/{delivery[7:]}/opened"
        for reader in READERS:
            for door in DOORS:
                self.ask(reader, "GET", f"/v1/{door.format(delivery)}")
            self.ask(reader, "GET", page)
            data_of = self.ask(reader, "GET", f"{page}.json")
            if reader not in {sent.issuer, sent.recipient, "operator"}:
                assert data_of.status_code in {403, 404}, (reader, data_of.text)
                continue
            names = {row["name"].split()[0].lower() for row in data_of.json()["rows"]}
            assert names == set(names_in(sent.tree))

    @rule(entry=entries)
    def read_lists(self, entry: str) -> None:
        """Every reader lists what it is shown, and asks for an entry and its footprint."""
        method = f"rulebook={self.chain.rulebook}&factor_set={self.chain.factors}"
        for reader in READERS:
            for path in ("deliveries", "entries", "calculations", "journal", "stale"):
                self.ask(reader, "GET", f"/v1/{path}")
            self.ask(reader, "GET", f"/v1/entries/{entry}")
            self.ask(reader, "GET", f"/v1/entries/{entry}/footprint?{method}")

    @rule(data=st.data())
    def calculate(self, data: st.DataObject) -> None:
        """The plant calculates a battery of its goods; its flows show exactly what was opened to it."""
        goods = self.received("plant", data)
        self.count += 1
        model, site = f"urn:test:model:{self.count}", f"site-{self.count + 1}"
        work = {"process": ProcessCode.PACK, "model": model}
        entry = self.state_packs(goods, work)
        asked = self.battery.assertions(model=model, site=site)
        draft = build_calculation(self.chain.world.ledger, asked, self.chain.world.fresh)
        calculation = self.chain.world.submit(draft, self.chain.parties["plant"].working).id
        for reader in READERS:
            for door in FIGURES:
                path = f"/v1/calculations/{calculation}/{door.format(calculation)}"
                self.ask(reader, "GET", path)
        flows = self.ask("plant", "GET", f"/v1/calculations/{calculation}/flows").json()
        assert blocks_of(flows) == shown(self.sent[one] for one in self.cites[entry])
        for edge in flows["edges"]:
            if edge["source"].startswith("closed-"):
                values = [row[sort] for row in edge["stages"] for sort in ("burdens", "credits")]
                assert all(significant(value) <= 4 for value in values)

    def state_packs(self, goods: list[str], work: dict[str, object]) -> str:
        """An entry of ten packs that uses these goods."""
        self.count += 1
        site = Site(code=f"site-{self.count}", country="DE")
        plant = self.chain.parties["plant"]
        inputs = [*(taken(one, "1") for one in sorted(goods)), power("40", Stage.MAIN_PRODUCTION)]
        fields = {"site": site, "inputs": [*inputs, freight("10")], **work}
        entry = self.chain.world.enter(plant, [made(plant, batteries=10)], **fields)
        self.cites[entry], self.owner[entry] = tuple(goods), "plant"
        return entry


def run(examples: int = EXAMPLES) -> None:
    """Try a number of histories."""
    run_state_machine_as_test(
        Openings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
