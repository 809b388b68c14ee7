"""The order of an auditor's cases: what awaits it comes first, by state and by day."""

from support.auditor_pages import auditor_of, engage_for
from support.http_api import NOW
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing

from ledger.service.access.audit_papers import keep_finding, keep_look
from ledger.service.access.cases import list_cases
from ledger.service.answers.preview import preview
from schemas.views.audit_case import CaseState, FindingBody, LookBody

DAY = 86_400


def goods(chain: BatteryChain, count: int) -> list[str]:
    """Some deliveries of the mine, each a case of the auditor, the oldest engagement first."""
    world = chain.world
    figure = preview(world.ledger, chain.mined, "main", chain.rulebook, [chain.factors])
    stated = {"figure": figure, "amount": "1"}
    found = [
        world.deliver(chain.mine, chain.mined, chain.plant, **stated, number=f"L-{at}")
        for at in range(count)
    ]
    engage_for(chain, *found)
    return found


def attest(chain: BatteryChain, delivery: str, **parts: object) -> None:
    """The auditor attests a delivery."""
    draft = chain.attestation(None, delivery=delivery, **parts)
    chain.world.submit(draft, chain.auditor.working)


def look(chain: BatteryChain, subject: str, day: int) -> None:
    """The auditor looks at a row of the mine some days later."""
    body = LookBody(entry=chain.mined, place="inputs/0", depth="recomputed")
    keep_look(chain.world.ledger, auditor_of(chain), subject, body, NOW + day * DAY)


def find(chain: BatteryChain, subject: str, day: int) -> None:
    """The auditor writes a finding some days later."""
    body, name = FindingBody(comment="A scale without a seal"), f"{day:032x}"
    keep_finding(chain.world.ledger, auditor_of(chain), subject, body, name, NOW + day * DAY)


def listed(chain: BatteryChain) -> list[tuple[str, CaseState]]:
    """The cases in the order of the list."""
    items = list_cases(chain.world.ledger, auditor_of(chain), 0, 100).items
    return [(one.subject, one.state) for one in items]


def test_open_cases_by_state_and_day_then_the_settled_ones(chain: BatteryChain) -> None:
    """The longest waiting is on top of each open state; of the settled ones the newest."""
    cases = goods(chain, 10)
    late, early, looked_late, looked, new, newer, old_word, new_word, no_day, gone = cases
    find(chain, late, 9)
    find(chain, early, 8)
    look(chain, looked_late, 7)
    look(chain, looked, 6)
    until = {"valid_until": "2027-01-01"}
    attest(chain, old_word, date="2026-01-01", **until)
    attest(chain, new_word, date="2026-02-01", **until)
    attest(chain, no_day)
    chain.world.withdraw(chain.mine, gone)
    assert listed(chain) == [
        (early, CaseState.FINDINGS),
        (late, CaseState.FINDINGS),
        (looked, CaseState.LOOKING),
        (looked_late, CaseState.LOOKING),
        (new, CaseState.NEW),
        (newer, CaseState.NEW),
        (new_word, CaseState.ATTESTED),
        (old_word, CaseState.ATTESTED),
        (no_day, CaseState.ATTESTED),
        (gone, CaseState.SUPERSEDED),
    ]


def test_a_withdrawn_case_awaits_nobody_whatever_was_found(chain: BatteryChain) -> None:
    """It is the last one, with its finding and its attestation."""
    first, second, third = goods(chain, 3)
    find(chain, first, 1)
    attest(chain, second)
    for one in (first, second):
        chain.world.withdraw(chain.mine, one)
    assert listed(chain) == [
        (third, CaseState.NEW),
        (second, CaseState.SUPERSEDED),
        (first, CaseState.SUPERSEDED),
    ]


def test_a_stale_case_keeps_its_place(chain: BatteryChain) -> None:
    """The mine corrects the entry behind both calculations: the attested one stays below the other."""
    words = [chain.world.submit(chain.calculation(), chain.plant.working).id for _ in range(2)]
    engage_for(chain, *words)
    chain.world.submit(chain.attestation(words[0]), chain.auditor.working)
    supersedes = replacing(chain.mined)
    chain.world.enter(chain.mine, [made(chain.mine)], inputs=[power("7")], supersedes=supersedes)
    assert listed(chain) == [(words[1], CaseState.STALE), (words[0], CaseState.STALE)]
