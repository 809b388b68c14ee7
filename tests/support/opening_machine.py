"""The state machine of openings: suppliers open what they choose, and a reader of each role reads every door.

Firms state entries over goods delivered to them and deliver these on, with or without a figure, opening some of what
they may. An independent model keeps who opened what to whom. A firm's name may be in an answer only to those who trade
with it, or to whom somebody opened it; lists of registrations, which are public, are not read here. What a preview
offers, and what the manufacturer's flows show, is exactly what the model says.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
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
from support.sentinels import leaked, significant

from api.authentication import COOKIE
from ledger.service.access.secrets import hash_secret
from ledger.service.answers.calculate import build_calculation
from ledger.service.state.drafting import sign_draft
from ledger.store.access.credentials import Session, put_session
from schemas.entry import Site
from schemas.opening import OpenedSupplier, Opening
from schemas.vocabulary import ProcessCode, Role, Stage

EXAMPLES = int(os.getenv("CRADLE_MACHINE_EXAMPLES", "4"))
MAKERS = ("pit", "mine", "works", "refinery", "plant")
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

Tree = Mapping[str, "Tree"]
"""Firms that are open, and those open behind each."""

maker = st.sampled_from(MAKERS)


@dataclass(frozen=True)
class Sent:
    """A delivery as its issuer knows it: what it opened, and whether that may be passed on."""

    issuer: str
    recipient: str
    entry: str
    has_figure: bool
    tree: Tree
    onward: bool


def merged(*trees: Tree) -> Tree:
    """What several deliveries open together."""
    names = dict.fromkeys(name for tree in trees for name in tree)
    return {name: merged(*(tree[name] for tree in trees if name in tree)) for name in names}


def names_in(tree: Tree) -> Iterator[str]:
    """All firms in a tree."""
    for name, behind in tree.items():
        yield name
        yield from names_in(behind)


def tree_of(rows: tuple[OpenedSupplier, ...]) -> Tree:
    """The firms of an opening."""
    return {row.name.split()[0].lower(): tree_of(row.suppliers or ()) for row in rows}


class Openings(RuleBasedStateMachine):
    """A server over a small ledger, and the actions of its firms."""

    entries = Bundle("entries")
    deliveries = Bundle("deliveries")

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
        with store.write() as connection:
            until = self.house.clock.time + 1000
            put_session(connection, Session(hash_secret(secret), f"{name}.person", until))
        return f"{COOKIE}={secret}"

    def teardown(self) -> None:
        """Close the ledger and remove its folder."""
        self.stack.close()

    def forbidden(self, reader: str) -> list[bytes]:
        """The names that no answer to a reader may have."""
        known = {reader}
        for one in self.sent.values():
            if reader in {one.issuer, one.recipient}:
                known |= {one.issuer, one.recipient, *names_in(one.tree)}
            if reader == one.recipient and one.onward:
                known |= set(names_in(one.tree))
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

    @initialize(target=deliveries)
    def begin(self) -> object:
        """The pit delivers to the mine, with a figure; the recycler prices its treatment for the plant."""
        built = battery_of(self.chain)
        self.treatment = built.treatment
        self.sent[self.treatment] = Sent(
            "recycler", "plant", built.treated, has_figure=False, tree={}, onward=False
        )
        self.battery = built
        return self.send(self.state("pit", []), "mine", Opening, figure=True)

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
        outputs = [made(party, "100", batteries=10 if "model" in parts else None)]
        entry = self.chain.world.enter(party, outputs, **fields)
        self.cites[entry], self.owner[entry] = tuple(used), name
        return entry

    def openable(self, entry: str) -> Tree:
        """What a delivery of an entry may open, by the model."""
        used = [self.sent[one] for one in self.cites[entry]]
        return merged(
            *({one.issuer: one.tree if one.onward else {}} for one in used if one.has_figure)
        )

    @rule(target=entries, name=maker, used=st.lists(deliveries, max_size=3, unique=True))
    def enter(self, name: str, used: list[str]) -> object:
        """A firm states an entry that uses goods delivered to it."""
        return self.state(name, [one for one in used if self.sent[one].recipient == name])

    @rule(
        target=deliveries,
        entry=entries,
        to=maker,
        figure=st.booleans(),
        onward=st.booleans(),
        data=st.data(),
    )
    def deliver(
        self, entry: str, to: str, data: st.DataObject, *, figure: bool, onward: bool
    ) -> object:
        """The issuer delivers, and opens some of the rows that the preview offers."""
        name = self.owner[entry]
        if name == to:
            return multiple()
        rows = self.preview(name, entry)
        assert tree_of(rows) == self.openable(entry)
        chosen = self.choose(rows, data) if figure else ()
        opening = Opening(onward=onward, suppliers=chosen) if chosen else None
        return self.send(entry, to, opening, figure=figure)

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
            if data.draw(st.booleans()):
                behind = self.choose(row.suppliers or (), data) or None
                kept.append(row.model_copy(update={"suppliers": behind}))
        return tuple(kept)

    def send(self, entry: str, to: str, opening: object, *, figure: bool) -> str:
        """Submit a delivery of an entry's goods, and note it in the model."""
        name = self.owner[entry]
        self.chain.entries[name] = entry
        opened = opening if isinstance(opening, Opening) else None
        self.count += 1
        parts = {"number": f"N {self.count}"} | ({} if figure else {"figure": None})
        draft = self.chain.draft(name, to, "10", opened, **parts)
        self.chain.world.submit(draft, self.chain.parties[name].working)
        tree = {} if opened is None else tree_of(opened.suppliers)
        onward = opened is not None and opened.onward
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
        assert answer.json()["code"] == "delivery.open", answer.text

    @rule(delivery=deliveries)
    def read_delivery(self, delivery: str) -> None:
        """Every reader opens each door of a delivery; its parties read exactly what it opens."""
        sent = self.sent[delivery]
        page = f"/supplier/deliveries/{delivery[7:]}/opened"
        for reader in READERS:
            for door in DOORS:
                self.ask(reader, "GET", f"/v1/{door.format(delivery)}")
            self.ask(reader, "GET", page)
            shown = self.ask(reader, "GET", f"{page}.json")
            if reader not in {sent.issuer, sent.recipient, "operator"}:
                assert shown.status_code in {403, 404}, (reader, shown.text)
                continue
            names = {row["name"].split()[0].lower() for row in shown.json()["rows"]}
            assert names <= set(names_in(sent.tree))

    @rule(entry=entries)
    def read_lists(self, entry: str) -> None:
        """Every reader lists what it is shown, and asks for an entry and its footprint."""
        method = f"rulebook={self.chain.rulebook}&factor_set={self.chain.factors}"
        for reader in READERS:
            for path in ("deliveries", "entries", "calculations", "journal", "stale"):
                self.ask(reader, "GET", f"/v1/{path}")
            self.ask(reader, "GET", f"/v1/entries/{entry}")
            self.ask(reader, "GET", f"/v1/entries/{entry}/footprint?{method}")

    @rule(used=st.lists(deliveries, min_size=1, max_size=4, unique=True))
    def calculate(self, used: list[str]) -> None:
        """The plant calculates a battery of these goods; its flows show exactly what was opened to it."""
        goods = [one for one in used if self.sent[one].recipient == "plant"]
        self.count += 1
        model, site = (
            f"urn:test:model:{self.count}",
            f"site-{self.count + 1}",
        )  # as `state_packs` names it
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
        used_here = [self.sent[one] for one in self.cites[entry]]
        stated = merged(*({one.issuer: one.tree} for one in used_here if one.has_figure))
        assert blocks_of(flows) == stated
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


def blocks_of(flows: Mapping[str, Any]) -> Tree:
    """The tree of the named blocks of an answer, as its edges nest them."""
    firms = {node["id"]: node.get("firm") for node in flows["nodes"] if "entry" not in node}
    into: dict[str, list[str]] = {}
    for edge in flows["edges"]:
        if firms.get(edge["source"]):
            into.setdefault(edge.get("target", ""), []).append(edge["source"])

    def tree(target: str) -> Tree:
        return {str(firms[one]).split()[0].lower(): tree(one) for one in into.get(target, [])}

    roots = [one for target in into if target not in firms for one in into[target]]
    return merged(*({str(firms[one]).split()[0].lower(): tree(one)} for one in roots))


def run(examples: int = EXAMPLES) -> None:
    """Try a number of histories."""
    run_state_machine_as_test(
        Openings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
