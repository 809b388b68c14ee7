"""The client against a real server: typed answers, refusals as errors, and every verifiable response verified."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from support.http_api import PASSWORD, House, furnished
from support.ledger_battery import MODEL, BatteryChain, power
from support.ledger_world import LOG_SIGNERS, ORIGIN, YEAR, made, signer
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client import api_client
from ledger.client.api import Cradle
from ledger.client.login import ApiKey, Machine
from ledger.client.paging import every
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.access.accounts import CredentialRequest, add_machine
from ledger.state.drafting import Draft, sign_draft
from ledger.store.log import LOGS
from ledger.trust.leaves import digest
from ledger.trust.note import ED25519, Vkey
from schemas.exchanged.accounts import CredentialRequest as NewLogin
from schemas.exchanged.accounts import EngagementRequest, OrganisationRequest
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.entry import Product, Site
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind, SectionName
from schemas.values import Period
from schemas.vocabulary import Audience, CredentialKind, Role

LOG_KEYS = {log: LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS}
UNKNOWN = "sha256:" + "0" * 64


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """A house over a chain of this test alone."""
    return furnished(chain)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The house's server."""
    with serving(create_app(house.context)) as found:
        yield found


def client(address: str, house: House, name: str) -> Cradle:
    """The client of an organisation's script."""
    return Cradle(address, ApiKey(house.keys[name]), LOG_KEYS)


def new_entry(chain: BatteryChain, site: str = "mine-2") -> Draft:
    """An entry of the mine that is not in the ledger yet."""
    made_there = Site(code=site, country="SE")
    return chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("5")], site=made_there)


def method(chain: BatteryChain) -> tuple[str, tuple[str, ...]]:
    """Digests of the chain's rulebook and factor set."""
    asserted = chain.assertions()
    return asserted.rulebook, asserted.factor_sets


def test_a_supplier_hands_in_and_reads(address: str, house: House, chain: BatteryChain) -> None:
    """Submitted twice, a statement has one leaf; reading it back gives the signed statement."""
    mine, draft = client(address, house, "mine"), new_entry(chain)
    submission = sign_draft(draft, [chain.mine.working])
    receipt = mine.submit(submission)
    assert (receipt.id, receipt.log) == (draft.id, "entries")
    assert mine.submit(submission).index == receipt.index
    assert mine.receipt(draft.id).index == receipt.index
    read = mine.statement(draft.id)
    assert read.statement == draft.statement
    assert read.section(SectionName.PRODUCT, Product).lines[0].kg_per_unit == "1"
    assert [row.id for row in mine.statements(Kind.ENTRY)] == [chain.mined, draft.id]
    assert mine.origin() == ORIGIN
    keys = mine.keys(chain.plant.id).working_keys
    assert [row.key for row in keys] == [chain.plant.working.public.hex()]


def test_a_customer_sees_what_is_open_to_it(
    address: str, house: House, chain: BatteryChain
) -> None:
    """A withheld section is reported as withheld, and the owner's journal has each read."""
    plant = client(address, house, "plant")
    read = plant.statement(chain.mined, Kind.ENTRY)
    assert read.withheld == (SectionName.INVENTORY,)
    assert list(read.sections) == [SectionName.PRODUCT]
    with refused("section.withheld", "inventory"):
        plant.record(chain.mined)
    noted = [row.action for row in client(address, house, "mine").journal().items]
    assert noted == ["read", "read"]


def test_figures_and_bundles(address: str, house: House, chain: BatteryChain) -> None:
    """Preview, footprint, methods, a bundle and the stale list agree with the ledger."""
    rulebook, sets = method(chain)
    mine, plant = client(address, house, "mine"), client(address, house, "plant")
    mined, packs = (
        PreviewRequest(entry=entry, rulebook=rulebook, factor_sets=tuple(sets))
        for entry in (chain.mined, chain.packs)
    )
    assert mine.preview(mined).total == "0.5"
    assert mine.footprint(chain.mined, rulebook, tuple(sets)).total == "0.5"
    openable = plant.preview_suppliers(packs)
    assert (openable.suppliers, openable.others) == ((), True)
    assert {row.digest for row in mine.methods().items} >= {rulebook, *sets}
    another = load_rulebook("eu-ev-draft-2024")
    with refused("access.denied"):
        mine.keep_method(another)
    kept = plant.keep_method(another)
    assert mine.keep_method(another) == kept
    assert digest(plant.method(kept).content) == kept
    assert plant.bundle(chain.shipped, Audience.CUSTOMER).content[:2] == b"PK"
    assert plant.stale().items == ()


def asked(chain: BatteryChain, **parts: object) -> CalculationRequest:
    """The plant's assertions about its packs."""
    members = {**vars(chain.assertions()), **parts}
    return CalculationRequest(**members)


def test_a_manufacturer_signs_what_it_asked_for(
    address: str, house: House, chain: BatteryChain
) -> None:
    """The draft matches the request, and submitted it is the ledger's own calculation."""
    plant = client(address, house, "plant")
    proposed = plant.draft_calculation(asked(chain), ORIGIN)
    assert proposed.calculation.total == chain.calculation().statement.total
    draft = Draft(proposed.calculation, (proposed.composition,))
    assert plant.submit(sign_draft(draft, [chain.plant.working])).id == draft.id
    short = Period(start="2025-12-31", end="2026-01-01")
    remark, *others = plant.draft_calculation(asked(chain, period=short), ORIGIN).remarks
    assert remark.startswith("Too short for a declaration")
    assert others[0].startswith("Conservative figure: ")
    assert proposed.remarks[0].startswith("Conservative figure: ")
    with refused("draft.differs", "origin"):
        plant.draft_calculation(asked(chain), "ledger.example/other")
    with refused("access.issuer", "issuer"):
        plant.draft_calculation(asked(chain, issuer=chain.mine.id))
    with refused("calculation.no_product", "model"):
        plant.draft_calculation(asked(chain, model=f"{MODEL}-other", period=YEAR))


def test_an_operator_runs_its_doors(address: str, house: House, chain: BatteryChain) -> None:
    """Organisations, credentials and engagements are made and ended; a secret is returned once."""
    operator = client(address, house, "operator")
    firm = OrganisationRequest(id="smelter", name="Example Smelter")
    assert operator.open_organisation(firm).id == "smelter"
    with refused("account.exists", "organisation"):
        operator.open_organisation(firm)
    roles = (Role.SUPPLIER,)
    new = NewLogin(id="smelter.erp", kind=CredentialKind.SCRIPT, roles=roles)
    smelter = Cradle(address, ApiKey(str(operator.add_credential("smelter", new).secret)))
    assert list(smelter.statements(Kind.ENTRY)) == []
    assert "secret" not in operator.credentials("smelter").items[0].to_json()
    person = NewLogin(id="anna", kind=CredentialKind.PERSON, roles=roles, password=PASSWORD)
    assert operator.add_credential("smelter", person).kind == "person"
    operator.end_credential("smelter.erp")
    with refused("login.refused"):
        list(smelter.statements(Kind.ENTRY))
    engaged = operator.engage(EngagementRequest(auditor="auditor", subject=chain.shipped))
    auditor = client(address, house, "auditor")
    assert [row.subject for row in auditor.engagements().items] == [chain.shipped]
    operator.revoke_engagement(engaged.id)
    assert auditor.engagements().items == ()
    assert {row.id for row in operator.organisations().items} >= {"smelter", "mine"}


def test_refusals_are_the_ledgers_own(address: str, house: House, chain: BatteryChain) -> None:
    """Code and place of a refusal come through, and its sentence ends with a full stop."""
    mine = client(address, house, "mine")
    with refused("statement.unknown"):
        mine.statement(UNKNOWN)
    draft = new_entry(chain)
    with refused("section.missing"):
        mine.submit(sign_draft(Draft(draft.statement), [chain.mine.working]))
    with refused("signature.unknown", "signatures[0].sig"):
        mine.submit(sign_draft(draft, [chain.plant.working]))
    with refused("access.issuer", "issuer"):
        client(address, house, "plant").submit(sign_draft(draft, [chain.mine.working]))


def test_a_receipt_under_another_key_is_refused(
    address: str, house: House, chain: BatteryChain
) -> None:
    """A receipt of a log with an unknown key is refused."""
    other = {"entries": Vkey(f"{ORIGIN}/entries", ED25519, signer("another").public)}
    mine = Cradle(address, ApiKey(house.keys["mine"]), other)
    with refused("note.unsigned"):
        mine.submit(sign_draft(new_entry(chain), [chain.mine.working]))
    with refused("note.unsigned"):
        mine.receipt(chain.mined)


def test_a_token_is_fetched_and_renewed(address: str, house: House, chain: BatteryChain) -> None:
    """A machine's client id and secret fetch a token, a new one after expiry, and none after they ended."""
    store = house.context.ledger.store
    credential = CredentialRequest("mine.erp", "mine", frozenset({Role.SUPPLIER}))
    _, secret = add_machine(store, credential, house.context.draw, house.clock())
    login = Machine("mine.erp", secret)
    mine = Cradle(address, login, LOG_KEYS)
    first = login.bearer(address)
    assert mine.kind(chain.mined) is Kind.ENTRY
    assert login.bearer(address) == first
    house.clock.time += house.context.configuration.token_seconds
    assert mine.kind(chain.mined) is Kind.ENTRY
    assert login.bearer(address) != first
    with refused("login.refused"):
        Cradle(address, Machine("mine.erp", "wrong")).kind(chain.mined)
    assert secret not in repr(mine)


def test_a_batch_is_answered_line_by_line(address: str, house: House, chain: BatteryChain) -> None:
    """Each statement has its receipt or its refusal, in order, over several batches."""
    mine = client(address, house, "mine")
    drafts = [new_entry(chain, f"mine-{number}") for number in range(2, 7)]
    sent = [sign_draft(draft, [chain.mine.working]) for draft in drafts]
    sent.insert(2, sign_draft(new_entry(chain, "mine-9"), [chain.plant.working]))
    outcomes = list(mine.submit_many(iter(sent)))
    assert [isinstance(one, Receipt) for one in outcomes] == [True, True, False, True, True, True]
    assert outcomes[2].code == "signature.unknown"
    assert [one.id for one in outcomes if isinstance(one, Receipt)] == [d.id for d in drafts]
    assert list(mine.submit_many([])) == []


def test_pages_follow_each_other(address: str, house: House) -> None:
    """A list longer than a page arrives complete and in order."""
    for _ in range(3):
        house.client.post("/v1/entries", content=b"{", headers=house.as_("mine"))
    operator = client(address, house, "operator")
    paged = list(every(operator.journal, limit=1))
    assert paged == list(operator.journal().items)
    assert len(paged) == 3


def test_a_log_is_read_and_kept(
    address: str, house: House, chain: BatteryChain, tmp_path: Path
) -> None:
    """The reader of a log has the client's login and key, and needs the key."""
    mine = client(address, house, "mine")
    assert mine.log("entries", tmp_path / "seen").latest()
    assert mine.checkpoint("registry").size == chain.world.state()[0][0]
    with refused("log.key"):
        Cradle(address, mine.login).log("entries", tmp_path / "seen")
    assert Cradle(address, mine.login).origin() == ORIGIN


class Liar:
    """A server that answers every request with one body."""

    def __init__(self, status: int, body: str, media_type: str = "application/json") -> None:
        self.app = FastAPI()

        @self.app.api_route("/{path:path}", methods=["GET", "POST"])
        def answer() -> Response:
            return Response(body, status, media_type=media_type)


def test_what_is_not_the_interface_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another server, another document, and a proxy without a server are refused."""
    monkeypatch.setattr(api_client, "PAUSES", (0,))
    with serving(Liar(200, '{"kind":"entity"}').app) as address:
        anybody = Cradle(address, ApiKey("cradle_x_y"))
        with refused("remote.answer"):
            anybody.kind(UNKNOWN)
        with refused("remote.answer"):
            anybody.statement(UNKNOWN, Kind.ENTRY)
        with refused("remote.mismatch"):
            anybody.method(UNKNOWN)
        with refused("remote.refused"):
            Cradle(address, Machine("x", "y")).kind(UNKNOWN)
    with serving(Liar(502, "<html>", "text/html").app) as address, refused("remote.unreachable"):
        Cradle(address, ApiKey("cradle_x_y")).kind(UNKNOWN)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never answers is reported as unreachable after a few attempts."""
    monkeypatch.setattr(api_client, "PAUSES", (0, 0))
    with refused("remote.unreachable"):
        Cradle("http://127.0.0.1:9", ApiKey("cradle_x_y")).kind(UNKNOWN)
    with refused("remote.address"):
        Cradle("http://ledger.example", ApiKey("cradle_x_y")).kind(UNKNOWN)
    with refused("remote.address"):
        Cradle("http://ledger.example", Machine("x", "y")).kind(UNKNOWN)
