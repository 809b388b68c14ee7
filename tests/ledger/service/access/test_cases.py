"""An auditor's cases: what it is engaged for, each with its state, its figure opened level by level."""

from decimal import Decimal

from support.auditor_pages import auditor_of, engage_for, login_of
from support.exact_figures import logged_total
from support.http_api import NOW
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.footprint.graph.numbers import format_rounded
from ledger.service.access.audit_papers import keep_finding, keep_look
from ledger.service.access.case_view import open_case
from ledger.service.access.cases import case_about, list_cases, read_case
from schemas.views.audit_case import CaseNode, CaseState, FindingBody, LookBody
from schemas.vocabulary import Role


def state(chain: BatteryChain, subject: str) -> tuple[CaseState, str | None]:
    """The state of a case and its day."""
    case = read_case(chain.world.ledger, auditor_of(chain), subject)
    return case.state, case.since


def test_cases_are_the_auditors_own_engagements(chain: BatteryChain) -> None:
    """The longest waiting comes first, page by page; nobody else has the case."""
    calculation = calculate(chain)
    engage_for(chain, chain.shipped, calculation)
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    found = list_cases(ledger, auditor, 0, 10)
    assert [one.subject for one in found.items] == [chain.shipped, calculation]
    first, second = list_cases(ledger, auditor, 0, 1), list_cases(ledger, auditor, 1, 1)
    assert (first.next, second.next) == (1, None)
    assert [*first.items, *second.items] == list(found.items)
    other = login_of(chain, "other", Role.AUDITOR)
    assert list_cases(ledger, other, 0, 10).items == ()
    with refused("statement.unknown"):
        read_case(ledger, other, calculation)
    for role, party in ((Role.SUPPLIER, chain.mine), (Role.OPERATOR, chain.plant)):
        with refused("access.denied"):
            list_cases(ledger, login_of(chain, "mine", role, party), 0, 10)


def test_a_case_describes_its_subject(chain: BatteryChain) -> None:
    """A calculation has a model and a total per kWh; a delivery its product, number, unit and the entry's period."""
    calculation = calculate(chain)
    engage_for(chain, chain.shipped, calculation)
    goods, battery = list_cases(chain.world.ledger, auditor_of(chain), 0, 10).items
    assert (battery.kind, battery.figure, battery.unit) == ("calculation", calculation, None)
    assert battery.total is not None
    assert (goods.kind, goods.figure, goods.total) == ("delivery", chain.shipped, None)
    assert goods.unit is not None
    assert goods.period is not None


def test_a_declaration_is_a_case_about_its_calculation(chain: BatteryChain) -> None:
    """The receipt of an attestation of the calculation leads to the case of the declaration."""
    calculation = calculate(chain)
    declaration = declare(chain, calculation)
    engage_for(chain, declaration)
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    assert read_case(ledger, auditor, declaration).figure == calculation
    assert case_about(ledger, auditor, calculation) == declaration
    assert case_about(ledger, auditor, chain.shipped) is None


def test_the_states_of_a_case_in_their_order(chain: BatteryChain) -> None:
    """New, being looked at, findings open, attested, stale, superseded: each later one hides the one before."""
    calculation = calculate(chain)
    engage_for(chain, calculation)
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    day = "2025-10-09"
    assert state(chain, calculation) == (CaseState.NEW, day)
    look = LookBody(entry=chain.mined, place="inputs/0", depth="recomputed")
    keep_look(ledger, auditor, calculation, look, NOW + 86_400)
    assert state(chain, calculation) == (CaseState.LOOKING, "2025-10-10")
    body = FindingBody(comment="A scale without a seal")
    keep_finding(ledger, auditor, calculation, body, "f" * 32, NOW + 2 * 86_400)
    assert state(chain, calculation) == (CaseState.FINDINGS, "2025-10-11")
    attest(chain, calculation, date="2026-03-02", valid_until="2027-03-02")
    assert state(chain, calculation) == (CaseState.ATTESTED, "2026-03-02")
    chain.world.enter(
        chain.mine,
        [made(chain.mine)],
        inputs=[power("7")],
        supersedes=replacing(chain.mined),
    )
    assert state(chain, calculation)[0] is CaseState.STALE


def test_a_superseded_calculation(chain: BatteryChain) -> None:
    """The case names what replaced it."""
    old = calculate(chain)
    engage_for(chain, old)
    new = calculate(chain, supersedes=replacing(old))
    case = read_case(chain.world.ledger, auditor_of(chain), old)
    assert (case.state, case.by) == (CaseState.SUPERSEDED, new)


def total(nodes: tuple[CaseNode, ...]) -> Decimal:
    """What some entries bring together."""
    return sum((Decimal(one.total) for one in nodes), Decimal(0))


def close(one: Decimal, other: Decimal) -> bool:
    """Equal but for the last of 50 digits."""
    return abs(one - other) < Decimal("1e-30")


def test_each_level_of_the_figure_adds_up(chain: BatteryChain) -> None:
    """Stages and first entries are the figure; an open entry is its suppliers and its own rows."""
    calculation = calculate(chain)
    engage_for(chain, calculation)
    ledger, auditor = chain.world.ledger, auditor_of(chain)
    closed = open_case(ledger, auditor, calculation, [], NOW)
    assert closed.roots is not None
    assert closed.stages is not None
    figure = Decimal(logged_total(ledger, calculation))
    assert closed.case.total == format_rounded(figure)
    assert close(total(closed.roots), figure)
    stages = [Decimal(one.burdens) + Decimal(one.credits) for one in closed.stages]
    assert close(sum(stages, Decimal(0)), figure)
    assert all(not one.suppliers for one in closed.roots)
    opened = open_case(ledger, auditor, calculation, [chain.packs], NOW).roots or ()
    packs = next(one for one in opened if one.entry == chain.packs)
    assert packs.suppliers
    assert close(total(packs.suppliers) + Decimal(packs.own), Decimal(packs.total))
    assert close(sum((Decimal(row.kg) for row in packs.rows), Decimal(0)), Decimal(packs.own))


def test_a_delivery_without_a_figure_has_nothing_to_open(chain: BatteryChain) -> None:
    """The case is there, without stages and rows."""
    engage_for(chain, chain.shipped)
    found = open_case(chain.world.ledger, auditor_of(chain), chain.shipped, [], NOW)
    assert (found.stages, found.rows, found.roots, found.entries) == (None, None, None, None)
