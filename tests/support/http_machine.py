"""The state machine of the HTTP API: receipts stay valid, and no participant reads data that it may not see.

Suppliers submit entries with planted words and amounts, deliver, correct and withdraw, and ask each other for
data (`support.request_rules`); the operator engages an auditor and ends the engagement; all read by every route.
`support.sentinels` defines what a response may not hold. `run` tries histories; CRADLE_MACHINE_EXAMPLES sets their
number.
"""

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from support.http_api import House, furnished, on_the_wire
from support.ledger_battery import BatteryChain, copied, power
from support.ledger_world import LOG_SIGNERS, ORIGIN, Party, made, replacing, taken
from support.request_rules import LOGINS, RequestRules, party
from support.sentinels import Delivery, Entry, Known, Planted, leaked, planted, significant

from api.app import PLURALS
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.canonical import canonical
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.note import ED25519, Vkey
from ledger.trust.tiles import parse_bundle
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.signed import entry as statements
from schemas.signed.entry import Product, ProductLine, Site
from schemas.vocabulary import Use

EXAMPLES = int(os.getenv("CRADLE_MACHINE_EXAMPLES", "4"))
UNKNOWN = "sha256:" + "0" * 64
KEYS = {"entries": LOG_SIGNERS.entries, "registry": LOG_SIGNERS.registry}


class HttpApi(RequestRules, RuleBasedStateMachine):
    """A server over a copy of the small battery chain, and the actions of a test on it."""

    entries = Bundle("entries")
    deliveries = Bundle("deliveries")
    engagements = Bundle("engagements")

    def __init__(self, built: BatteryChain, source: Path) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.chain = self.stack.enter_context(copied(built, source, folder / "ledger"))
        self.house: House = furnished(self.chain)
        self.known, self.receipts, self.count = Known(), list[dict[str, Any]](), 0

    def teardown(self) -> None:
        """Close the ledger and remove its folder."""
        self.stack.close()

    def ask(self, name: str, method: str, path: str, **rest: object) -> Any:  # noqa: ANN401
        """Return a response, after checking that it contains no text forbidden to the login."""
        answer = self.house.client.request(method, path, headers=self.house.as_(name), **rest)
        assert answer.status_code < 500, (name, method, path, answer.text)
        told = leaked(answer.content, self.known.forbidden(name))
        assert not told, (name, method, path, told)
        return answer

    def submit(self, name: str, draft: Draft, *, batch: bool = False) -> str | None:
        """Submit as a party; return the id, or None if a rule refuses it."""
        party: Party = getattr(self.chain, name)
        body = on_the_wire(sign_draft(draft, [party.working]))
        if batch:
            (line,) = self.ask(name, "POST", "/v1/batches", json=body).text.splitlines()
            receipt = json.loads(line).get("receipt")
        else:
            answer = self.ask(name, "POST", f"/v1/{PLURALS[draft.kind]}", json=body)
            receipt = answer.json() if answer.status_code == 201 else None
        if receipt is None:
            return None
        self.receipts.append(receipt)
        return str(receipt["id"])

    def draft_entry(self, name: str, secret: Planted, cites: list[str], **parts: object) -> Draft:
        """An entry of 100 kg that used electricity and 10 kg of each delivery."""
        party: Party = getattr(self.chain, name)
        line = ProductLine(line="main", form="as_is", kg_per_unit="1", formula=secret.formula)
        return self.chain.world.entry(
            party,
            [made(party, name=secret.name)],
            inputs=[*(taken(one) for one in sorted(cites)), power(secret.kwh)],
            product=Product(lines=(line,)),
            **parts,
        )

    @initialize(target=deliveries)
    def begin(self) -> object:
        """The mine delivers to the plant, and the plant, out of that, to the recycler."""
        mined = self.enter("mine", [], batch=False)
        shipped = self.deliver(mined, "plant", physical=True)
        packed = self.enter("plant", [shipped], batch=False)
        return multiple(shipped, self.deliver(packed, "recycler", physical=False))

    @rule(target=entries, name=party, cited=st.lists(deliveries, max_size=2), batch=st.booleans())
    def enter(self, name: str, cited: list[str], *, batch: bool) -> object:
        """A party states an entry that uses goods delivered to it, alone or in a batch."""
        own = {one for one in cited if self.known.deliveries[one].recipient == name}
        self.count += 1
        secret = planted(self.count)
        site = Site(code=f"site-{self.count}", country="SE")
        draft = self.draft_entry(name, secret, list(own), site=site)
        self.known.entries[draft.id] = Entry(name, draft.id, frozenset(own), tuple(secret.marks()))
        made_it = self.submit(name, draft, batch=batch)
        return multiple() if made_it is None else made_it

    @rule(target=entries, old=entries)
    def correct(self, old: str) -> object:
        """The issuer replaces an entry by one with other amounts."""
        before = self.known.entries[old]
        self.count += 1
        secret = planted(self.count)
        with self.chain.world.ledger.view() as view:
            site = view.statement(old, statements.Entry).site
        draft = self.draft_entry(
            before.issuer, secret, list(before.cites), site=site, supersedes=replacing(old)
        )
        self.known.entries[draft.id] = Entry(
            before.issuer, before.lineage, before.cites, tuple(secret.marks())
        )
        made_it = self.submit(before.issuer, draft)
        return multiple() if made_it is None else made_it

    @rule(target=deliveries, entry=entries, to=party, physical=st.booleans())
    def deliver(self, entry: str, to: str, *, physical: bool) -> object:
        """The issuer delivers 20 kg of an entry, or prices it, to another party."""
        known = self.known.entries[entry]
        if to == known.issuer:
            return multiple()
        use = {"amount": "20"}
        if not physical:
            use = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": "2026-01-01"}
        issuer: Party = getattr(self.chain, known.issuer)
        draft = self.chain.world.delivery(issuer, entry, getattr(self.chain, to), **use)
        made_it = self.submit(known.issuer, draft)
        if made_it is None:
            return multiple()
        self.known.deliveries[made_it] = Delivery(known.issuer, to, entry, known.lineage)
        return made_it

    @rule(statement=st.one_of(entries, deliveries))
    def withdraw(self, statement: str) -> None:
        """The issuer withdraws a statement, if the rules allow it."""
        known = {**self.known.entries, **self.known.deliveries}[statement]
        issuer: Party = getattr(self.chain, known.issuer)
        self.submit(known.issuer, self.chain.world.withdrawal(issuer, statement))

    @rule(target=engagements, subject=deliveries)
    def engage(self, subject: str) -> object:
        """The operator lets the auditor into all behind a delivery."""
        body = {"auditor": "auditor", "subject": subject}
        answer = self.ask("operator", "POST", "/v1/engagements", json=body)
        if answer.status_code != 201:
            return multiple()
        self.known.engagements[answer.json()["id"]] = subject
        return str(answer.json()["id"])

    @rule(engagement=consumes(engagements))
    def disengage(self, engagement: str) -> None:
        """The operator ends an engagement, and what it alone opened is closed."""
        entry = self.known.deliveries[self.known.engagements.pop(engagement)].entry
        path = f"/v1/engagements/{engagement}"
        assert self.ask("operator", "DELETE", path).status_code == 204
        self.ask("auditor", "GET", f"/v1/entries/{entry}")

    @rule(entry=entries)
    def read_entry(self, entry: str) -> None:
        """Every login reads an entry: its issuer and the operator all of it, others the permitted parts."""
        for name in LOGINS:
            answer = self.ask(name, "GET", f"/v1/entries/{entry}")
            self.ask(name, "GET", f"/v1/entries/{entry}/receipt")
            if name in {"operator", self.known.entries[entry].issuer}:
                assert set(answer.json()["sections"]) == {"inventory", "product"}
            if not answer.is_success:
                nothing = self.ask(name, "GET", f"/v1/entries/{UNKNOWN}")
                assert answer.json()["code"] == nothing.json()["code"]

    @rule(delivery=deliveries)
    def read_delivery(self, delivery: str) -> None:
        """Every login reads a delivery and fetches its bundles; a stranger to it gets no data."""
        known = self.known.deliveries[delivery]
        for name, audience in product(LOGINS, ("", "?audience=auditor", "?audience=customer")):
            self.ask(name, "GET", f"/v1/deliveries/{delivery}")
            answer = self.ask(name, "GET", f"/v1/bundles/{delivery}{audience}")
            if name not in {known.issuer, known.recipient, "operator", "auditor"}:
                nothing = self.ask(name, "GET", f"/v1/bundles/{UNKNOWN}{audience}")
                assert answer.json()["code"] == nothing.json()["code"]

    @rule(engaged=engagements)
    def read_as_engaged(self, engaged: str) -> None:
        """While it is engaged, the auditor reads all statements behind its subject, also replaced ones."""
        subject = self.known.engagements[engaged]
        assert self.ask("auditor", "GET", f"/v1/deliveries/{subject}").is_success
        entry = self.known.deliveries[subject].entry
        opened = self.ask("auditor", "GET", f"/v1/entries/{entry}").json()["sections"]
        assert set(opened) == {"inventory", "product"}

    @rule(kind=st.sampled_from(sorted(PLURALS.values())))
    def read_lists(self, kind: str) -> None:
        """Every login lists what it may see."""
        for name, path in product(LOGINS, (kind, "stale", "journal", "engagements", "requests")):
            self.ask(name, "GET", f"/v1/{path}")

    @rule(entry=entries)
    def read_figures(self, entry: str) -> None:
        """Every participant reads the footprint of a line; the parts of others have 4 digits."""
        method = f"rulebook={self.chain.rulebook}&factor_set={self.chain.factors}"
        asked = {"rulebook": self.chain.rulebook, "factor_sets": [self.chain.factors]}
        for name in LOGINS:
            told = self.ask(name, "GET", f"/v1/entries/{entry}/footprint?{method}")
            if told.is_success and not told.json()["exact"]:
                assert name == self.known.entries[entry].issuer
                cells = [cell["value"] for cell in told.json()["upstream"]]
                assert max(map(significant, [*cells, told.json()["total"]])) <= 4
            told = self.ask(name, "POST", "/v1/previews", json={"entry": entry, **asked})
            if told.is_success:
                assert max(significant(cell["value"]) for cell in told.json()["cells"]) <= 4

    @invariant()
    def every_receipt_holds(self) -> None:
        """An outsider rebuilds both logs, and finds each receipt's leaf and each signed root in them."""
        for log, signer in KEYS.items():
            key = Vkey(f"{ORIGIN}/{log}", ED25519, signer.public)
            newest = self.ask("witness", "GET", f"/{log}/checkpoint").content
            size = open_checkpoint(newest, key).size
            tile = self.ask("witness", "GET", f"/{log}/tile/entries/000.p/{size}").content
            leaves = parse_bundle(tile)
            hashes = [leaf_hash(leaf) for leaf in leaves]
            assert root_of(hashes) == open_checkpoint(newest, key).root
            for receipt in self.receipts:
                if receipt["log"] == log:
                    signed = parse_tlog_proof(receipt["proof"].encode()).checkpoint
                    then = open_checkpoint(signed, key)
                    assert leaves[receipt["index"]] == canonical(receipt["leaf"])
                    assert root_of(hashes[: then.size]) == then.root


def run(machine: Callable[[], RuleBasedStateMachine], examples: int = EXAMPLES) -> None:
    """Try a number of histories of 25 steps."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
