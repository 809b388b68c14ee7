"""Periods on an honest ledger: a manufacturer's attempts with them alone, and their results."""

from support.ledger_batches import audited, batch, calculated, declared, declaring, left_out
from support.ledger_battery import BatteryChain
from support.ledger_world import made
from support.verdicts import remarks, words_of

from ledger.service.answers.study import build_study
from ledger.state.drafting import sign_draft
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.entry import Site
from schemas.values import Period
from schemas.vocabulary import ProcessCode

ELSEWHERE = {"site": Site(code="plant-2", country="SE")}
PRODUCTION = "production that is counted"


def span(start: str, end: str) -> Period:
    """A period."""
    return Period(start=start, end=end)


def cannot_declare(chain: BatteryChain, calculation: str) -> None:
    """Hold that a calculation is not declared, for its period."""
    submission = sign_draft(declaring(chain, calculation), [chain.plant.working])
    chain.world.refuses(submission, "period.short", "calculation")


def treatment(chain: BatteryChain) -> dict[str, object]:
    """End of life at a price that holds for years to come."""
    price = chain.world.represent(chain.recycler, chain.treated, chain.plant, "2029-01-01")
    return {"end_of_life": (Treatment(delivery=price),)}


def test_a_one_day_period_may_be_studied_and_not_declared(chain: BatteryChain) -> None:
    """The last day of the clean year drops the dirty batch without an exclusion; the report lists it."""
    dirty = batch(chain, "2026-01-01", "2026-02-01")
    draft = chain.calculation(period=span("2025-12-31", "2026-01-01"))
    remark = draft.remarks[0]
    assert remark.startswith("Too short for a declaration: The period from 2025-12-31 to ")
    assert remark.endswith("calculate from 2025-02-01 to 2026-02-01, or over all production.")
    calculation = chain.world.submit(draft, chain.plant.working).id
    report = audited(chain, calculation)
    assert (report.exit_code, report.verdict) == (0, "verified")
    assert ("period.short", calculation) in remarks(report)
    assert left_out(report) == {dirty: ("after", "2.083")}
    bars = build_study(chain.world.ledger, calculation).standing.bars or ()
    assert bars[-1].startswith("Period: the ")
    cannot_declare(chain, calculation)


def test_the_dirty_batch_is_in_the_period_that_the_remedy_names(chain: BatteryChain) -> None:
    """12 months up to where entries reach count both batches, and are declared."""
    batch(chain, "2026-01-01", "2026-02-01")
    parts = {"period": span("2025-02-01", "2026-02-01"), **treatment(chain)}
    report = audited(chain, declared(chain, **parts))
    assert (report.exit_code, report.left_out) == (0, None)
    assert str(report.declared_total).startswith("1.045")


def test_the_first_clean_week_of_a_running_plant_is_no_declaration(chain: BatteryChain) -> None:
    """Neither while it runs on, nor by the state of the registry before it did."""
    week = span("2025-01-01", "2025-01-08")
    batch(chain, week.start, week.end, "40", **ELSEWHERE)
    early = chain.calculation(period=week, site="plant-2")
    assert not any("Too short" in remark for remark in early.remarks)
    batch(chain, "2025-01-08", "2025-02-01", **ELSEWHERE)
    submission = sign_draft(early, [chain.plant.working])
    chain.world.refuses(submission, "calculation.outdated", "as_of")
    cannot_declare(chain, calculated(chain, period=week, site="plant-2"))


def test_a_week_that_was_all_production_grows_stale(chain: BatteryChain) -> None:
    """Later production is remarked on the declaration, with the entry, and changes no verdict."""
    week = span("2025-01-01", "2025-01-08")
    batch(chain, week.start, week.end, "40", **ELSEWHERE)
    declaration = declared(chain, period=week, site="plant-2")
    dirty = batch(chain, "2025-01-08", "2025-02-01", **ELSEWHERE)
    report = audited(chain, declaration)
    assert (report.exit_code, report.is_changed) == (0, True)
    assert ("calculation.stale", dirty) in remarks(report)
    assert left_out(report) == {dirty: ("later", None)}


def test_a_year_that_has_just_begun_is_no_year(chain: BatteryChain) -> None:
    """12 months from a clean week on, of which nothing more is entered yet, after a dirty year."""
    batch(chain, "2025-01-01", "2026-01-01", **ELSEWHERE)
    batch(chain, "2026-01-01", "2026-01-08", "40", **ELSEWHERE)
    parts = {"period": span("2026-01-01", "2027-01-01"), **treatment(chain)}
    cannot_declare(chain, calculated(chain, site="plant-2", **parts))


def test_all_production_is_declared_however_short(chain: BatteryChain) -> None:
    """A plant that began a month ago; the report says on how many days of its period it made something."""
    batch(chain, "2025-03-01", "2025-04-01", **ELSEWHERE)
    month = span("2025-03-01", "2025-04-01")
    report = audited(chain, declared(chain, period=month, site="plant-2"))
    assert (report.exit_code, report.left_out) == (0, None)
    (days,) = [row.value for row in report.asserted if row.name == PRODUCTION]
    assert days == "on 31 of the 31 days from 2025-03-01 to 2025-04-01, by 1 entry"


def test_a_site_code_of_its_own_for_a_batch_shows_in_the_days(chain: BatteryChain) -> None:
    """Nobody can refuse a name; that a year had one day of production is said."""
    batch(chain, "2025-03-01", "2025-03-02", "40", site=Site(code="plant-1a", country="SE"))
    report = audited(chain, declared(chain, site="plant-1a"))
    assert report.exit_code == 0
    days = "on 1 of the 365 days from 2025-01-01 to 2026-01-01, by 1 entry"
    assert days in {row.value for row in report.asserted if row.name == PRODUCTION}


def test_what_ends_just_outside_is_listed_with_its_figure(chain: BatteryChain) -> None:
    """A batch of the year before, and one that was split so that it ends a day too late."""
    before = batch(chain, "2024-12-01", "2025-01-01")
    after = batch(chain, "2025-12-20", "2026-01-02", "4000")
    batch(chain, "2023-01-01", "2023-02-01")
    report = audited(chain, declared(chain))
    assert report.exit_code == 0
    assert left_out(report) == {before: ("before", "2.083"), after: ("after", "0.2084")}
    text = words_of(report)
    assert " Entries of this model and site that are not counted " in text
    figure = "2024-12-01 to 2025-01-01, 10 batteries, 2.083 kg CO2e per kWh "
    assert f" {before[7:19]} (plant-1, Plant Ltd) ends before the period: {figure}" in text


def test_an_entry_of_many_years_is_refused(chain: BatteryChain) -> None:
    """It would end outside every search; a supplier may still average over years by itself."""
    lot = [made(chain.plant, product="urn:test:long", batteries=10)]
    parts = {"period": span("2025-06-01", "2035-01-01"), "process": ProcessCode.PACK}
    draft = chain.world.entry(chain.plant, lot, model="urn:test:model", **parts)
    submission = sign_draft(draft, [chain.plant.working])
    chain.world.refuses(submission, "period.long", "period")
    chain.world.enter(
        chain.mine, [made(chain.mine, product="urn:test:old")], period=parts["period"]
    )
