"""Each event is noticed once, by those whom it concerns and who may see it."""

import pytest
from support.auditor_pages import engage_for
from support.http_api import NOW
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import IN_FORCE, attest, calculate, declare
from support.ledger_objections import objection
from support.ledger_world import made, replacing
from support.noticed import DAY, kinds, noticed_chain, notices, principal, request_data

from ledger.service.access.engagements import revoke_engagement
from ledger.service.access.journal import AccessRecord, note
from ledger.service.notices import deriving
from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.listing import notices_for
from ledger.service.requests.ending import withdraw
from ledger.store.access.credentials import end_credential
from ledger.store.access.engagements import live_engagements

PARTIES = ("mine", "plant", "recycler", "auditor", "stranger", "operator")


def of_all(chain: BatteryChain, now: int = NOW) -> dict[str, list[str]]:
    """The kinds of the notices of each party that has some."""
    found = {name: kinds(chain.world.ledger, name, now) for name in PARTIES}
    return {name: rows for name, rows in found.items() if rows}


def declared(chain: BatteryChain) -> tuple[str, str]:
    """A calculation and its declaration, noticed."""
    calculation = calculate(chain, rulebook=chain.world.ledger.keep(IN_FORCE))
    declaration = declare(chain, calculation)
    return calculation, declaration


def corrected(chain: BatteryChain, kwh: str = "120", of: str = "") -> str:
    """The mine corrects its entry."""
    parts = {"inputs": [power(kwh)], "supersedes": replacing(of or chain.mined)}
    return chain.world.enter(chain.mine, [made(chain.mine)], **parts)


def test_a_request_is_noticed_by_its_addressee_alone(chain: BatteryChain) -> None:
    """It says who asks for which product, and leads to the page of the request."""
    ledger = noticed_chain(chain)
    before = of_all(chain)
    name = request_data(chain)
    (notice,) = notices(ledger, "mine")[len(before.get("mine", [])) :]
    assert (notice.kind, notice.name) == ("request.arrived", "urn:test:ore-of-no-delivery")
    assert notice.page == f"/supplier/requests/{name}"
    assert notice.firm == "Plant Ltd"
    assert {who: rows for who, rows in of_all(chain).items() if who != "mine"} == {
        who: rows for who, rows in before.items() if who != "mine"
    }
    derive_notices(ledger, NOW + DAY)
    assert len(notices(ledger, "mine", NOW + 2 * DAY)) == len(before.get("mine", [])) + 1


def test_a_request_falls_due_once_for_both_parties(chain: BatteryChain) -> None:
    """On its day, not before, and not for one that was withdrawn."""
    ledger = noticed_chain(chain)
    request_data(chain, "2025-10-10")
    gone = request_data(chain, "2025-10-10")
    withdraw(ledger, principal(ledger, "plant"), gone, NOW)
    assert kinds(ledger, "mine")[-1:] == ["request.arrived"]
    for now in (NOW + DAY, NOW + DAY, NOW + 9 * DAY):
        assert kinds(ledger, "mine", now).count("request.reminder") == 1
        assert kinds(ledger, "plant", now).count("request.reminder") == 1


def test_a_server_that_was_stopped_for_days_notices_what_fell_due_meanwhile(
    chain: BatteryChain,
) -> None:
    """The last run was before the day, the next one is weeks after it."""
    ledger = noticed_chain(chain)
    request_data(chain, "2025-10-20")
    assert "request.reminder" not in kinds(ledger, "mine", NOW + DAY)
    assert "request.reminder" in kinds(ledger, "mine", NOW + 60 * DAY)


def test_a_changed_figure_is_noticed_by_those_who_read_it(chain: BatteryChain) -> None:
    """Its issuer, the engaged auditor and the firm that was shown it; nobody else, and by nobody twice."""
    ledger = noticed_chain(chain)
    _, declaration = declared(chain)
    engage_for(chain, declaration)
    note(
        ledger.store,
        principal(ledger, "stranger"),
        NOW,
        [AccessRecord("read", declaration, None, "")],
    )
    before = of_all(chain)
    newer = corrected(chain)
    after = of_all(chain)
    fresh = {who: rows[len(before.get(who, [])) :] for who, rows in after.items()}
    assert {who for who, rows in fresh.items() if "figure.changed" in rows} == {
        "plant",
        "auditor",
        "stranger",
    }
    assert [row.name for row in notices(ledger, "plant") if row.kind == "figure.changed"][-1] == (
        "urn:test:model:1"
    )
    assert of_all(chain) == after
    corrected(chain, "130", newer)
    assert of_all(chain)["plant"].count("figure.changed") > after["plant"].count("figure.changed")


def test_a_refused_reading_makes_no_reader(chain: BatteryChain) -> None:
    """A line of the journal about what was not shown, and one of a firm that is not shown it, count for nothing."""
    ledger = noticed_chain(chain)
    calculation = calculate(chain, rulebook=ledger.keep(IN_FORCE))
    stranger, recycler = principal(ledger, "stranger"), principal(ledger, "recycler")
    note(ledger.store, stranger, NOW, [AccessRecord("refused", calculation, None, "access.denied")])
    note(ledger.store, recycler, NOW, [AccessRecord("read", calculation, None, "")])
    corrected(chain)
    found = of_all(chain)
    assert "figure.changed" in found["plant"]
    assert "figure.changed" not in found.get("stranger", []) + found.get("recycler", [])


def test_the_operators_own_reading_concerns_no_firm(chain: BatteryChain) -> None:
    """An operator is shown everything as an operator, and is not notified of it."""
    ledger = noticed_chain(chain)
    calculation = calculate(chain, rulebook=ledger.keep(IN_FORCE))
    done = [AccessRecord("footprint", calculation, None, "")]
    note(ledger.store, principal(ledger, "operator"), NOW, done)
    corrected(chain)
    assert "operator" not in of_all(chain)


def test_an_engagement_is_a_case_that_waits(chain: BatteryChain) -> None:
    """The auditor's notice leads to the case, and is gone with the engagement."""
    ledger = noticed_chain(chain)
    calculation = calculate(chain, rulebook=ledger.keep(IN_FORCE))
    engage_for(chain, calculation)
    opened = [row for row in notices(ledger, "auditor") if row.kind == "case.opened"]
    assert [row.page for row in opened] == [f"/auditor/cases/{calculation[7:]}"]
    with ledger.store.read() as connection:
        (engagement,) = live_engagements(connection, "auditor")
    revoke_engagement(ledger.store, principal(ledger, "operator"), engagement.id, NOW)
    assert "case.opened" not in kinds(ledger, "auditor")


def test_an_attestation_and_an_objection_are_noticed_by_the_issuer(chain: BatteryChain) -> None:
    """Each names the firm that made it; that firm itself is not notified."""
    ledger = noticed_chain(chain)
    calculation = calculate(chain, rulebook=ledger.keep(IN_FORCE))
    attest(chain, calculation)
    chain.world.submit(objection(chain.world, chain.plant, chain.mined), chain.plant.working)
    (attested,) = [row for row in notices(ledger, "plant") if row.kind == "attestation.arrived"]
    (objected,) = [row for row in notices(ledger, "mine") if row.kind == "objection.arrived"]
    assert (attested.firm, objected.firm) == ("Auditor Ltd", "Plant Ltd")
    assert attested.page == f"/manufacturer/figures/{calculation[7:]}"
    assert "attestation.arrived" not in kinds(ledger, "auditor")
    assert "objection.arrived" not in kinds(ledger, "plant")


def test_a_replaced_declaration_is_noticed_by_its_readers_and_not_by_its_issuer(
    chain: BatteryChain,
) -> None:
    """The auditor of the former one and a reader of it; its issuer replaced it itself."""
    ledger = noticed_chain(chain)
    _, declaration = declared(chain)
    engage_for(chain, declaration)
    note(
        ledger.store,
        principal(ledger, "stranger"),
        NOW,
        [AccessRecord("read", declaration, None, "")],
    )
    other = calculate(chain, rulebook=ledger.keep(IN_FORCE), capacity_kwh="2.5")
    declare(chain, other, supersedes=replacing(declaration))
    assert "declaration.replaced" in kinds(ledger, "auditor")
    assert "declaration.replaced" in kinds(ledger, "stranger")
    assert "declaration.replaced" not in kinds(ledger, "plant")


@pytest.mark.parametrize("at_once", [1, 7])
def test_the_portions_of_leaves_change_nothing(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Read one by one or a few at a time, the logs give the same notices, but for a figure that changed in each."""
    monkeypatch.setattr(deriving, "AT_ONCE", at_once)
    noticed_chain(chain)
    calculation, _ = declared(chain)
    engage_for(chain, calculation)
    corrected(chain)
    found = of_all(chain)
    assert found["plant"].count("figure.changed") == 1
    assert found["plant"].count("attestation.arrived") >= 1
    assert found["auditor"].count("case.opened") == 1


def test_a_firm_without_a_valid_login_is_shown_nothing(chain: BatteryChain) -> None:
    """Its notices are kept, and none is shown after its only login has ended."""
    ledger = noticed_chain(chain)
    request_data(chain)
    mine = principal(ledger, "mine")
    assert "request.arrived" in kinds(ledger, "mine")
    with ledger.store.write() as connection:
        end_credential(connection, mine.credential, NOW)
    with ledger.view() as view:
        assert notices_for(view, mine, 2**31 - 1, 10, NOW) == ((), None)
