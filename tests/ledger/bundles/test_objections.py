"""Objections in bundles: every audience is shown those to the statements that it is shown, and the bundles verify."""

import pytest
from support.ledger_battery import DIGEST, BatteryChain, power
from support.ledger_objections import answer, objection
from support.ledger_world import ORIGIN, Party, made, replacing

from ledger.audit.bundle.container import unpack
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from schemas.signed.policy import LogKeys, Policy
from schemas.values import Period
from schemas.views.report import Report
from schemas.vocabulary import Audience

pytestmark = pytest.mark.traced


def contest(chain: BatteryChain, by: Party, subject: str, **parts: object) -> str:
    """Submit an objection; return its id."""
    return chain.world.submit(objection(chain.world, by, subject, **parts), by.working).id


def reply(chain: BatteryChain, by: Party, to: str) -> str:
    """Submit an answer; return its id."""
    return chain.world.submit(answer(chain.world, by, to), by.working).id


def judged(chain: BatteryChain, subject: str, audience: Audience = Audience.AUDITOR) -> Report:
    """The report on a bundle."""
    entries, registry = chain.world.ledger.vkeys()
    policy = Policy(
        origin=ORIGIN,
        logs=LogKeys(entries=entries, registry=registry),
        quorum=0,
        registrars=(chain.world.registrar.id,),
        auditors=(chain.auditor.id,),
        rulebooks=(chain.rulebook,),
        factor_sets=(chain.factors,),
        oldest_registry_size=1,
    )
    return verify(export_bundle(chain.world.ledger, subject, audience), policy, DIGEST)


def shown(chain: BatteryChain, subject: str, audience: Audience) -> set[str]:
    """The ids of the statements in a bundle."""
    files = unpack(export_bundle(chain.world.ledger, subject, audience))
    return {f"sha256:{name[11:-5]}" for name in files if name.startswith("statements/")}


@pytest.fixture
def calculation(chain: BatteryChain) -> str:
    """The id of a calculation of the packs."""
    return chain.world.submit(chain.calculation(), chain.plant.working).id


def test_a_bundle_with_objections_verifies(chain: BatteryChain, calculation: str) -> None:
    """Open, answered and withdrawn ones come with their answers and withdrawals, and each has its state."""
    gone = contest(chain, chain.plant, chain.mined)
    chain.world.withdraw(chain.plant, gone)
    rejected = contest(chain, chain.plant, chain.mined, row="inputs/0")
    reply(chain, chain.mine, rejected)
    waiting = contest(chain, chain.recycler, calculation, claimed_kg="12")
    report = judged(chain, calculation)
    assert report.verdict == "verified", report.findings
    states = {row.id: row.state for row in report.objections or ()}
    assert states == {gone: "withdrawn", rejected: "rejected", waiting: "open"}


def test_an_objection_to_an_earlier_version_stays_in_sight(
    chain: BatteryChain, calculation: str
) -> None:
    """A supplier cannot shed an objection by stating the same entry again."""
    first = contest(chain, chain.plant, chain.mined)
    same = {"supersedes": replacing(chain.mined), "inputs": [power("90")]}
    newer = chain.world.enter(chain.mine, [made(chain.mine)], **same)
    again = chain.world.submit(
        chain.calculation(supersedes=replacing(calculation)), chain.plant.working
    ).id
    report = judged(chain, again)
    assert report.verdict == "verified", report.findings
    (row,) = report.objections or ()
    assert (row.id, row.state, row.replaced_by) == (first, "open", newer)


@pytest.mark.parametrize("audience", [Audience.AUDITOR, Audience.MANUFACTURER, Audience.PUBLIC])
def test_each_audience_sees_objections_to_what_it_sees(
    chain: BatteryChain, calculation: str, audience: Audience
) -> None:
    """The public is shown those to the declared documents, and not those to an entry behind them."""
    word = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    declared = chain.world.submit(chain.declaration(calculation, word), chain.plant.working).id
    of_entry = contest(chain, chain.plant, chain.mined)
    of_figure = contest(chain, chain.recycler, declared)
    answered = reply(chain, chain.plant, of_figure)
    ids = shown(chain, declared, audience)
    assert {of_figure, answered, chain.recycler.id} <= ids
    assert (of_entry in ids) == (audience is not Audience.PUBLIC)
    report = judged(chain, declared, audience)
    assert report.exit_code != 1, report.findings


def test_a_customer_sees_objections_to_what_it_received(chain: BatteryChain) -> None:
    """The delivery and the entry behind it, as envelopes."""
    of_delivery = contest(chain, chain.recycler, chain.shipped)
    of_entry = contest(chain, chain.recycler, chain.mined)
    ids = shown(chain, chain.shipped, Audience.CUSTOMER)
    assert {of_delivery, of_entry} <= ids
    assert judged(chain, chain.shipped, Audience.CUSTOMER).exit_code != 1


@pytest.mark.parametrize("audience", [Audience.AUDITOR, Audience.MANUFACTURER])
def test_goods_that_are_entered_again_keep_the_objection(
    chain: BatteryChain, audience: Audience
) -> None:
    """Another id sheds none: the report compares the objection at the entry that counts."""
    first = chain.world.enter(chain.mine, [made(chain.mine, product="urn:test:first")])
    contested = contest(chain, chain.plant, first)
    chain.world.withdraw(chain.mine, first)
    other = {"period": Period(start="2020-01-01", end="2021-01-01")}
    elsewhere = chain.world.enter(chain.mine, [made(chain.mine, product="urn:test:old")], **other)
    apart = contest(chain, chain.plant, elsewhere)
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    ids = shown(chain, calculation, audience)
    assert {first, contested} <= ids
    assert not {elsewhere, apart} & ids
    report = judged(chain, calculation, audience)
    assert report.exit_code == (0 if audience is Audience.AUDITOR else 2), report.findings
    (row,) = report.objections or ()
    assert (row.id, row.state) == (contested, "open")
    beside = (None, "not_recomputed") if audience is Audience.MANUFACTURER else ("0.192", None)
    assert (row.total, row.without) == beside


def test_an_objection_to_other_goods_of_the_firm_is_none_to_the_figure(chain: BatteryChain) -> None:
    """A withdrawn entry of the same product and another lot is in the bundle, and contests no entry that counts."""
    before = {"period": Period(start="2024-01-01", end="2025-01-01")}
    earlier = chain.world.enter(chain.mine, [made(chain.mine)], **before)
    contest(chain, chain.plant, earlier)
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    (row,) = judged(chain, calculation).objections or ()
    assert row.without == "no_row"
