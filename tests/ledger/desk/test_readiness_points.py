"""All codes of readiness: each point that is not done has an actor and a place, and since when where it is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from support.desks import desk
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made, replacing, taken

from ledger.desk.readiness import gather_readiness
from ledger.documents.readiness.places import PLACES
from ledger.documents.readiness.points import UNDATED, points
from ledger.documents.readiness.source import LogPosition, ReadinessSource
from ledger.footprint.graph.resolution import Problem
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.access.principal import Principal
from schemas.signed.attestation import Depth
from schemas.signed.quality import StudyQuality
from schemas.views.declaration_document import Lot
from schemas.views.readiness import Point
from schemas.views.report import Finding
from schemas.vocabulary import CredentialKind, Role, Stage

OPERATOR = Principal("olga", CredentialKind.PERSON, "operator", None, frozenset({Role.OPERATOR}))
NOW = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())


def gather(chain: BatteryChain, calculation: str) -> ReadinessSource:
    """The values behind a calculation, as the operator reads them."""
    with desk(chain.world.ledger, OPERATOR, NOW).opened() as opened:
        return gather_readiness(opened, calculation)


def position(chain: BatteryChain, statement: str) -> int:
    """The position of a statement in the log of entries."""
    with chain.world.ledger.view() as view:
        (found,) = view.stored([statement])
    assert found.log == "entries"
    return found.index


def open_points(found: ReadinessSource) -> dict[str, Point]:
    """The points that are not done, by code; the last one of a code counts."""
    return {one.code: one for one in points(found) if one.state != "done"}


def finding(subject: str) -> Finding:
    """A remark of the verifier about a statement or a file."""
    return Finding(code="x.y", severity="remark", step=1, subject=subject, detail="It is odd.")


def with_finding(found: ReadinessSource, subject: str) -> ReadinessSource:
    """The same values, with a finding in the report."""
    assert found.report is not None
    report = found.report.model_copy(update={"findings": (finding(subject),)})
    positions = {**found.positions, subject: LogPosition("entries", 0)}
    return found._replace(report=report, positions=positions)


def by_values(found: ReadinessSource) -> Iterator[ReadinessSource]:
    """The same figure with other values beside it."""
    asking = load_rulebook("eu-ev-draft-2024")
    rated = replace(found.declared, rulebook=asking)
    assert found.document.spread is not None
    lots = (Lot(period=found.declared.calculation.period, why="excluded"),)
    spread = found.document.spread.model_copy(update={"left_out": lots})
    yield found._replace(declared=rated, quality=None)
    worst = StudyQuality.model_construct(dqr="5", most_relevant=())
    yield found._replace(declared=rated, quality=worst)
    yield found._replace(
        declared=replace(rated, rulebook=load_rulebook("study-full-substitution-1"))
    )
    yield found._replace(short=Problem("period.short", found.declared.id, "It is short.", None))
    yield found._replace(document=found.document.model_copy(update={"spread": spread}))
    yield found._replace(is_demo=True, report=None)
    bounded = replace(found.declared, rulebook=load_rulebook("pef-2021"))
    yield found._replace(declared=bounded, today=date(2040, 1, 1))
    yield with_finding(found, "policy")
    yield with_finding(found._replace(own=frozenset()), "sha256:" + "0" * 64)


def by_statements(chain: BatteryChain, first: str) -> Iterator[ReadinessSource]:
    """Figures with what may follow in the log."""
    attest(chain, first, date="2026-06-02", valid_until="2029-06-01")
    yield gather(chain, first)
    attest(chain, first, level="limited", depth=Depth(default="documents"))
    yield gather(chain, first)
    attest(chain, first, date="2026-01-02", valid_until="2026-05-31")
    yield gather(chain, first)
    declare(chain, calculate(chain))
    refused = calculate(chain)
    attest(chain, refused, outcome="refused")
    yield gather(chain, refused)
    again = calculate(chain, supersedes=replacing(refused))
    yield gather(chain, refused)
    goods, old = [made(chain.mine)], replacing(chain.mined)
    chain.world.enter(chain.mine, goods, inputs=[power("120")], supersedes=old)
    yield gather(chain, again)


def test_each_code_has_an_actor_a_place_and_a_since(chain: BatteryChain) -> None:
    """All codes of the table occur; only an act of law and a finding about a file have no day and no position."""
    first = calculate(chain)
    base = gather(chain, first)
    seen = dict[str, Point]()
    for found in (with_finding(base, chain.mined), *by_values(base), *by_statements(chain, first)):
        for one in points(found):
            if one.state == "done":
                assert one.place is None
                continue
            seen[one.code] = one
            since = (one.since_day, one.since_entry, one.since_position)
            known = [row for row in since if row is not None]
            assert one.actor
            assert one.place is not None
            assert len(known) == (0 if one.code in UNDATED and one.subject is None else 1), one
    assert seen.keys() == PLACES.keys()


def test_a_figure_lacks_its_attestation_since_it_was_logged(chain: BatteryChain) -> None:
    """And the declaration since the attestation, whose limits hold since then too."""
    calculation = calculate(chain)
    found = open_points(gather(chain, calculation))
    logged = position(chain, calculation)
    assert found["unattested"].since_entry == found["undeclared"].since_entry == logged
    attested = position(chain, attest(chain, calculation))
    found = open_points(gather(chain, calculation))
    assert found["undeclared"].since_entry == found["no_assurance"].since_entry == attested


def test_a_refusal_holds_since_the_auditor_stated_it(chain: BatteryChain) -> None:
    """The manufacturer acts next: it corrects the calculation."""
    calculation = calculate(chain)
    refusal = attest(chain, calculation, outcome="refused")
    found = open_points(gather(chain, calculation))
    assert found["attestation_refused"].since_entry == position(chain, refusal)
    assert found["attestation_refused"].actor == "manufacturer"
    assert "unattested" not in found


def test_a_rule_refuses_since_the_declaration_that_shares_the_days(chain: BatteryChain) -> None:
    """And a replaced figure is replaced since the change in the registry."""
    declared = declare(chain, calculate(chain))
    again = calculate(chain)
    found = open_points(gather(chain, again))
    assert found["refused"].since_entry == position(chain, declared)
    calculate(chain, supersedes=replacing(again))
    with chain.world.ledger.view() as view:
        newest = view.registry().size - 1
    assert open_points(gather(chain, again))["superseded"].since_position == newest


def test_what_a_declaration_leaves_out_is_mended_by_a_correction(chain: BatteryChain) -> None:
    """The page that declares takes no second declaration of one calculation."""
    calculation = calculate(chain)
    before = open_points(gather(chain, calculation))["not_stated"]
    declared = declare(chain, calculation)
    after = open_points(gather(chain, calculation))["not_stated"]
    assert (before.place, after.place) == ("declaration", "calculation")
    assert after.since_entry == position(chain, declared)


def test_a_finding_holds_since_its_statement(chain: BatteryChain) -> None:
    """The verifier remarks on the odd stage of the mine's power; a finding about a file leads to the server."""
    odd, old = [power("100", Stage.DISTRIBUTION)], replacing(chain.mined)
    mined = chain.world.enter(chain.mine, [made(chain.mine)], inputs=odd, supersedes=old)
    inputs = [taken(chain.shipped, "50"), power("40", Stage.MAIN_PRODUCTION)]
    packs = chain.packs_of("40", inputs=inputs, supersedes=replacing(chain.packs))
    chain.world.submit(packs, chain.plant.working)
    base = gather(chain, calculate(chain))
    about = next(one for one in points(base) if one.subject == mined)
    assert (about.since_entry, about.place) == (position(chain, mined), "statement")
    assert open_points(with_finding(base, "policy"))["finding"].place == "server"
