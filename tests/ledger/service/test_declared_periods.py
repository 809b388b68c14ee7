"""Declared periods on an honest ledger: a manufacturer's attempts to show the lower of two figures, and their results.

The clean packs of 2025 come to 0.0048 kg CO2e per kWh, with the dirty batch of `support.ledger_batches` to 1.04.
"""

import pytest
from support.ledger_batches import audited, batch, calculated, declared, declaring, files_of, judged
from support.ledger_battery import BatteryChain, freight, power
from support.ledger_world import made, replacing
from support.verdicts import found, remarks

from ledger.append.submit import submit_many
from ledger.bundles.selection import find_subject, select
from ledger.service.access.history import history_of
from ledger.service.access.visibility import engaged_by
from ledger.state.disclosure import Reader
from ledger.state.drafting import Draft, sign_draft
from ledger.state.history import LogSizes
from ledger.state.stale import find_stale, ids_with_figures
from ledger.store.log import size_of
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import Exclusion
from schemas.signed.entry import Site
from schemas.signed.log import Receipt
from schemas.values import Period
from schemas.vocabulary import Audience, ProcessCode, Role, Stage

OTHER = "urn:test:model:2"


def span(start: str, end: str) -> Period:
    """A period."""
    return Period(start=start, end=end)


def treatment(chain: BatteryChain) -> dict[str, object]:
    """End of life at a price that holds for years to come."""
    price = chain.world.represent(chain.recycler, chain.treated, chain.plant, "2029-01-01")
    return {"end_of_life": (Treatment(delivery=price),)}


def again(chain: BatteryChain, calculation: str, **parts: object) -> Draft:
    """The draft of a declaration of a calculation, attested; `parts` replace fields."""
    word = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    return chain.declaration(calculation, word, **parts)


def refuses(chain: BatteryChain, draft: Draft, code: str, place: str = "calculation") -> None:
    """Hold that the plant's draft is refused."""
    chain.world.refuses(sign_draft(draft, [chain.plant.working]), code, place)


def submit(chain: BatteryChain, draft: Draft) -> str:
    """Submit the plant's draft, and return its id."""
    return chain.world.submit(draft, chain.plant.working).id


def test_the_same_year_is_not_declared_twice(chain: BatteryChain) -> None:
    """A second figure for the year, by an exclusion, needs to supersede the first one in sight of all."""
    dirty = batch(chain, "2025-06-01", "2025-07-01")
    first = declared(chain)
    left_out = (Exclusion(entry=dirty, reason="a trial"),)
    calculation = calculated(chain, exclusions=left_out)
    refuses(chain, declaring(chain, calculation), "declaration.period")
    second = submit(chain, again(chain, calculation, supersedes=replacing(first)))
    report = audited(chain, second)
    assert (report.exit_code, found(report)) == (0, set())
    assert ("declaration.superseded", first) in remarks(audited(chain, first))


def test_the_better_half_of_a_year_is_not_declared(chain: BatteryChain) -> None:
    """Half a year is too short beside other production, and overlaps the declared year."""
    batch(chain, "2025-07-01", "2026-01-01")
    half = calculated(chain, period=span("2025-12-31", "2026-01-01"))
    refuses(chain, declaring(chain, half), "period.short")
    declared(chain)
    refuses(chain, declaring(chain, half), "period.short")


def test_a_year_that_shares_months_with_a_declared_one_is_refused(chain: BatteryChain) -> None:
    """Rolling windows of 12 months would let the best one be shown; the next year is free."""
    declared(chain)
    batch(chain, "2026-06-01", "2026-12-31", kwh="1")
    parts = treatment(chain)
    rolling = calculated(chain, period=span("2025-06-30", "2026-12-31"), **parts)
    refuses(chain, declaring(chain, rolling), "declaration.period")
    following = calculated(chain, period=span("2026-01-01", "2027-01-01"), **parts)
    refuses(chain, declaring(chain, following), "period.short")
    batch(chain, "2026-11-01", "2027-01-01", kwh="2")
    following = calculated(chain, period=span("2026-01-01", "2027-01-01"), **parts)
    declaration = submit(chain, declaring(chain, following))
    assert audited(chain, declaration).verdict == "verified"


def test_no_declaration_of_another_model_or_plant_frees_a_period(chain: BatteryChain) -> None:
    """A successor is of the model and the plant of its predecessor."""
    work = {"inputs": [power("9", Stage.MAIN_PRODUCTION), freight("1")]}
    lot = [made(chain.plant, product="urn:test:second", batteries=10)]
    for header in (
        {"model": OTHER},
        {"model": "urn:test:model:1", "site": Site(code="plant-2", country="SE")},
    ):
        chain.world.enter(chain.plant, lot, process=ProcessCode.PACK, **header, **work)
    first = declared(chain)
    for parts in ({"model": OTHER}, {"site": "plant-2"}):
        calculation = calculated(chain, **parts)
        draft = again(chain, calculation, supersedes=replacing(first))
        refuses(chain, draft, "supersedes.identity")
        submit(chain, again(chain, calculation))


def test_a_successor_leaves_out_no_month(chain: BatteryChain) -> None:
    """A declaration of 14 months is not superseded by one of 12, so no bad month vanishes."""
    batch(chain, "2026-01-01", "2026-03-01")
    parts = treatment(chain)
    first = declared(chain, period=span("2025-01-01", "2026-03-01"), **parts)
    short = calculated(chain, period=span("2025-03-01", "2026-03-01"), **parts)
    draft = again(chain, short, supersedes=replacing(first))
    refuses(chain, draft, "supersedes.period")
    batch(chain, "2026-03-01", "2026-04-01")
    longer = calculated(chain, period=span("2025-01-01", "2026-04-01"), **parts)
    second = submit(chain, again(chain, longer, supersedes=replacing(first)))
    assert audited(chain, second).verdict == "verified"


def test_a_declaration_is_not_withdrawn(chain: BatteryChain) -> None:
    """Nobody clears the year by withdrawing what was declared of it, or what that rests on."""
    first = declared(chain)
    calculation = calculated(chain)
    for statement in (first, calculation):
        draft = chain.world.withdrawal(chain.plant, statement)
        refuses(chain, draft, "withdrawal.unknown", "withdraws")


def test_a_successor_has_one_live_predecessor_of_its_own_issuer(chain: BatteryChain) -> None:
    """It exists, is a declaration, was not superseded before, and is not another participant's."""
    first = declared(chain)
    calculation = calculated(chain)
    for name in (calculation, "sha256:" + "00" * 32):
        draft = again(chain, calculation, supersedes=replacing(name))
        refuses(chain, draft, "supersedes.unknown", "supersedes.id")
    submit(chain, again(chain, calculation, supersedes=replacing(first)))
    draft = again(chain, calculation, supersedes=replacing(first))
    refuses(chain, draft, "supersedes.superseded", "supersedes.id")
    refuses(chain, again(chain, calculation), "declaration.period")


def test_another_participant_supersedes_nothing(chain: BatteryChain) -> None:
    """A second firm of the declarer's states its own packs; it cannot end the first firm's declaration."""
    first = declared(chain)
    other = chain.world.register("other", Role.MANUFACTURER)
    price = chain.world.represent(chain.recycler, chain.treated, other, "2029-01-01")
    packs = [made(other, batteries=10)]
    work = {"inputs": [freight("1")], "process": ProcessCode.PACK, "model": "urn:test:model:1"}
    chain.world.enter(other, packs, site=Site(code="plant-1", country="SE"), **work)
    parts = {"issuer": other.id, "end_of_life": (Treatment(delivery=price),)}
    calculation = chain.world.submit(chain.calculation(**parts), other.working).id
    draft = again(chain, calculation, issuer=other.id, supersedes=replacing(first))
    chain.world.refuses(sign_draft(draft, [other.working]), "supersedes.issuer", "supersedes.id")


def test_two_declarations_of_one_batch_do_not_overlap(chain: BatteryChain) -> None:
    """Submitted together, the second is judged after the first."""
    drafts = [declaring(chain, calculated(chain)) for _ in range(2)]
    signed = [sign_draft(draft, [chain.plant.working]) for draft in drafts]
    first, second = submit_many(chain.world.ledger, signed)
    assert isinstance(first, Receipt)
    assert isinstance(second, CradleError)
    assert second.code == "declaration.period"


def test_calculations_stand_beside_each_other(chain: BatteryChain) -> None:
    """What-ifs are free; one that corrects another keeps model and site, and that one is declared no more."""
    first, _ = calculated(chain), calculated(chain)
    word = again(chain, first)
    second = submit(chain, chain.calculation(supersedes=replacing(first)))
    refuses(chain, word, "declaration.superseded_calculation")
    draft = chain.calculation(supersedes=replacing(first))
    refuses(chain, draft, "supersedes.superseded", "supersedes.id")
    lot = [made(chain.plant, product="urn:test:second", batteries=10)]
    work = {"inputs": [freight("1")], "process": ProcessCode.PACK, "model": OTHER}
    chain.world.enter(chain.plant, lot, **work)
    draft = chain.calculation(model=OTHER, supersedes=replacing(second))
    refuses(chain, draft, "supersedes.identity", "model")
    declaration = submit(chain, declaring(chain, second))
    report = audited(chain, declaration)
    assert (report.verdict, found(report)) == ("verified", set())
    assert ("calculation.superseded", first) in remarks(audited(chain, first))


def test_a_bundle_shows_what_its_declaration_supersedes(chain: BatteryChain) -> None:
    """Both declarations, calculations and attestations, the older ones as envelopes; also in the public bundle."""
    old = calculated(chain)
    first = submit(chain, again(chain, old))
    new = submit(chain, chain.calculation(supersedes=replacing(old)))
    second = submit(chain, again(chain, new, supersedes=replacing(first)))
    for audience in (Audience.AUDITOR, Audience.MANUFACTURER, Audience.PUBLIC):
        files = files_of(chain, second, audience)
        shown = {name[11:-5] for name in files if name.startswith("statements/")}
        assert {name[7:] for name in (old, first, new, second)} <= shown
        report = judged(chain, files)
        codes = {code for code, _ in found(report)}
        assert codes <= ({"section.withheld"} if audience is not Audience.AUDITOR else set())
    alone = files_of(chain, first)
    assert f"statements/{second[7:]}.json" not in alone
    assert judged(chain, alone).verdict == "verified"


def test_what_was_superseded_is_no_stale_work(chain: BatteryChain) -> None:
    """A stale calculation is listed until it, or each declaration of it, is superseded."""

    def stale() -> set[str]:
        with chain.world.ledger.view() as view:
            return {row.id for row in find_stale(view, ids_with_figures(view))}

    first, corrected = calculated(chain), calculated(chain)
    declaration = submit(chain, again(chain, first))
    batch(chain, "2025-06-01", "2025-07-01")
    assert stale() == {first, corrected}
    second = submit(chain, chain.calculation(supersedes=replacing(corrected)))
    assert stale() == {first}
    submit(chain, again(chain, second, supersedes=replacing(declaration)))
    assert stale() == set()


def test_a_history_shows_the_chain_of_declarations(chain: BatteryChain) -> None:
    """The older row names its successor and the reason, and both rows name the first version."""
    first = declared(chain)
    second = submit(chain, again(chain, calculated(chain), supersedes=replacing(first)))
    rows = {row.id: row for row in history_of(chain.world.ledger, chain.plant.id).rows}
    old, new = rows[first], rows[second]
    assert (old.status, old.by, old.first) == ("superseded", second, first)
    assert (new.status, new.first) == ("live", first)
    assert old.reason is not None


@pytest.mark.parametrize("change", ["model", "site"])
def test_one_product_under_two_names_is_not_seen(chain: BatteryChain, change: str) -> None:
    """The rule goes by names: a second model id or site code has a declaration of its own for the same days."""
    lot = [made(chain.plant, product="urn:test:second", batteries=10)]
    header = {"model": {"model": OTHER}, "site": {"site": Site(code="plant-2", country="SE")}}[
        change
    ]
    parts = {"process": ProcessCode.PACK, "model": "urn:test:model:1", **header}
    chain.world.enter(chain.plant, lot, inputs=[freight("1")], **parts)
    declared(chain)
    named = {"model": {"model": OTHER}, "site": {"site": "plant-2"}}[change]
    assert audited(chain, declared(chain, **named)).verdict == "verified"


def test_an_engagement_opens_no_composition_of_an_earlier_figure(chain: BatteryChain) -> None:
    """The auditor of the successor is shown the earlier documents as anyone is: as envelopes."""
    old = calculated(chain)
    first = submit(chain, again(chain, old))
    new = calculated(chain)
    second = submit(chain, again(chain, new, supersedes=replacing(first)))
    with chain.world.ledger.view() as view:
        opened = engaged_by(view, second)
        shown = select(
            view,
            find_subject(view, second),
            Reader(Audience.AUDITOR),
            LogSizes(size_of(view.connection, "entries"), size_of(view.connection, "registry")),
        )
    assert {second, new} <= opened
    assert {first, old}.isdisjoint(opened)
    assert {first, old} <= shown.enveloped
