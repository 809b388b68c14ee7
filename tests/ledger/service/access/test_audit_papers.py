"""An auditor's findings and looks: its own alone, about what is behind the figure, and no deeper than what there is."""

import pytest
from support.auditor_pages import auditor_of, engage_for, login_of
from support.http_api import NOW
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate
from support.ledger_world import made
from support.refusal import refused

from ledger.service.access.audit_papers import (
    depths_of,
    examined_entries,
    keep_finding,
    keep_look,
    read_findings,
    read_looks,
    rewrite_finding,
)
from ledger.service.access.engagements import revoke_engagement
from ledger.store.access.journal import events_of
from schemas.signed.entry import Site
from schemas.views.audit_case import AuditLook, FindingBody, LookBody
from schemas.vocabulary import Role

ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def case(chain: BatteryChain) -> str:
    """A calculation that the auditor is engaged for."""
    calculation = calculate(chain)
    engage_for(chain, calculation)
    return calculation


def write(chain: BatteryChain, case: str, name: str, **members: object) -> None:
    """Write a finding."""
    body = FindingBody.model_validate({"comment": "Something is odd", **members})
    keep_finding(chain.world.ledger, auditor_of(chain), case, body, name, NOW)


def test_findings_are_summed_by_size_until_they_are_resolved(
    chain: BatteryChain, case: str
) -> None:
    """Opposite effects do not cancel; a resolved one counts no more, an accepted one does."""
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    write(chain, case, ONE, effect="0.5")
    write(chain, case, TWO, effect="-0.25", state="accepted")
    write(chain, case, "3" * 32)
    found = read_findings(ledger, auditor, case)
    assert (found.known, found.unknown) == ("0.75", 1)
    done = FindingBody(comment="Corrected by the site", state="resolved", effect="0.5")
    changed = rewrite_finding(ledger, auditor, case, ONE, done, NOW + 9)
    assert (changed.created, changed.updated, changed.state) == (NOW, NOW + 9, "resolved")
    assert read_findings(ledger, auditor, case).known == "0.25"


def test_only_the_engaged_organisation_reads_and_writes(chain: BatteryChain, case: str) -> None:
    """Neither another auditor, the manufacturer, nor the operator; and not after the engagement ended."""
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    write(chain, case, ONE)
    other = login_of(chain, "other", Role.AUDITOR)
    with refused("statement.unknown"):
        read_findings(ledger, other, case)
    for role, party in ((Role.MANUFACTURER, chain.plant), (Role.OPERATOR, chain.plant)):
        with refused("access.denied"):
            read_findings(ledger, login_of(chain, "plant", role, party), case)
    with refused("audit.finding"):
        rewrite_finding(ledger, auditor, case, TWO, FindingBody(comment="x"), NOW)
    operator = login_of(chain, "operator", Role.OPERATOR)
    revoke_engagement(ledger.store, operator, f"case-{case[7:]}", NOW)
    with refused("statement.unknown"):
        read_findings(ledger, auditor, case)


def test_what_is_written_is_in_the_operators_journal(chain: BatteryChain, case: str) -> None:
    """A finding and a look leave a line without their words."""
    write(chain, case, ONE)
    look = LookBody(entry=chain.mined, depth="site_visit")
    keep_look(chain.world.ledger, auditor_of(chain), case, look, NOW)
    with chain.world.ledger.store.read() as connection:
        lines = events_of(connection, None, 2**31 - 1, 9)
    details = [one.detail for one in lines if one.action == "audit"]
    assert details == ["looked: site_visit", "finding written"]


def test_papers_are_about_what_is_behind_the_figure(chain: BatteryChain, case: str) -> None:
    """An entry of another chain, and a row that is not there, are refused."""
    strange = chain.world.enter(
        chain.mine, [made(chain.mine)], inputs=[power("1")], site=Site(code="pit-2", country="SE")
    )
    for members, code in (
        ({"entry": strange}, "audit.entry"),
        ({"place": "inputs/0"}, "audit.entry"),
        ({"entry": chain.mined, "place": "inputs/99"}, "audit.row"),
        ({"entry": chain.mined, "place": "outputs/0"}, "audit.row"),
    ):
        with refused(code):
            write(chain, case, ONE, **members)
    write(chain, case, ONE, entry=chain.mined, place="inputs/0")


def test_a_document_that_no_row_names_was_not_seen(chain: BatteryChain, case: str) -> None:
    """An auditor that would please cannot record a document where there is none."""
    with refused("audit.no_document"):
        look = LookBody(entry=chain.mined, place="inputs/0", depth="documents")
        keep_look(chain.world.ledger, auditor_of(chain), case, look, NOW)


@pytest.mark.parametrize(
    ("place", "depth"), [("inputs/0", "site_visit"), (None, "documents")], ids=["row", "entry"]
)
def test_a_visit_is_to_a_site_and_a_document_is_of_a_row(
    chain: BatteryChain, case: str, place: str | None, depth: str
) -> None:
    """The two are not exchanged, so one click does not make a site of documents seen."""
    look = LookBody.model_validate({"entry": chain.mined, "place": place, "depth": depth})
    with refused("audit.depth"):
        keep_look(chain.world.ledger, auditor_of(chain), case, look, NOW)


def test_a_look_replaces_the_one_before(chain: BatteryChain, case: str) -> None:
    """A visit that was recorded by mistake is taken back."""
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    keep_look(ledger, auditor, case, LookBody(entry=chain.mined, depth="site_visit"), NOW)
    assert examined_entries(ledger, auditor, case)[chain.mined] == "site_visit"
    keep_look(ledger, auditor, case, LookBody(entry=chain.mined, depth="recomputed"), NOW)
    assert [one.depth for one in read_looks(ledger, auditor, case).items] == ["recomputed"]
    assert set(examined_entries(ledger, auditor, case).values()) == {"recomputed"}


def test_an_entry_is_as_deep_as_all_of_its_rows() -> None:
    """One of two documents makes a sample."""
    entry = "sha256:" + "a" * 64

    def seen(*places: str) -> list[AuditLook]:
        return [AuditLook(entry=entry, place=one, depth="documents", at=NOW) for one in places]

    assert depths_of({entry: 2}, seen("inputs/0")) == {entry: "sampled"}
    assert depths_of({entry: 2}, seen("inputs/0", "inputs/1")) == {entry: "documents"}
    assert depths_of({entry: 2}, []) == {entry: "recomputed"}
