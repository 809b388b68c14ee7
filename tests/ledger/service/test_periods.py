"""Periods through an honest ledger: what a manufacturer alone tries with them, and what it comes to."""

from support.batches import batch, calculated, declaring
from support.battery import BatteryChain
from support.worlds import made

from ledger.service.drafting import sign_draft
from ledger.service.study import build_study
from schemas.entry import Site
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
    return {"end_of_life": (price,)}


def test_a_one_day_period_may_be_studied_and_not_declared(chain: BatteryChain) -> None:
    """The last day of the clean year drops the dirty batch without an exclusion."""
    batch(chain, "2026-01-01", "2026-02-01")
    draft = chain.calculation(period=span("2025-12-31", "2026-01-01"))
    (remark,) = draft.remarks
    assert remark.startswith("Too short for a declaration: The period from 2025-12-31 to ")
    assert remark.endswith("calculate from 2025-02-01 to 2026-02-01, or over all production.")
    calculation = chain.world.submit(draft, chain.plant.working).id
    assert build_study(chain.world.ledger, calculation).missing[-1].startswith("Period: the ")
    cannot_declare(chain, calculation)


def test_the_first_clean_week_of_a_running_plant_is_no_declaration(chain: BatteryChain) -> None:
    """Neither while it runs on, nor by the state of the registry before it did."""
    week = span("2025-01-01", "2025-01-08")
    batch(chain, week.start, week.end, "40", **ELSEWHERE)
    early = chain.calculation(period=week, site="plant-2")
    assert early.remarks == ()
    batch(chain, "2025-01-08", "2025-02-01", **ELSEWHERE)
    submission = sign_draft(early, [chain.plant.working])
    chain.world.refuses(submission, "calculation.outdated", "as_of")
    cannot_declare(chain, calculated(chain, period=week, site="plant-2"))


def test_a_year_that_has_just_begun_is_no_year(chain: BatteryChain) -> None:
    """12 months from a clean week on, of which nothing more is entered yet, after a dirty year."""
    batch(chain, "2025-01-01", "2026-01-01", **ELSEWHERE)
    batch(chain, "2026-01-01", "2026-01-08", "40", **ELSEWHERE)
    parts = {"period": span("2026-01-01", "2027-01-01"), **treatment(chain)}
    cannot_declare(chain, calculated(chain, site="plant-2", **parts))


def test_an_entry_of_many_years_is_refused(chain: BatteryChain) -> None:
    """It would end where nobody looks; a supplier's average over years is its own affair."""
    lot = [made(chain.plant, product="urn:test:long", batteries=10)]
    parts = {"period": span("2025-06-01", "2035-01-01"), "process": ProcessCode.PACK}
    draft = chain.world.entry(chain.plant, lot, model="urn:test:model", **parts)
    submission = sign_draft(draft, [chain.plant.working])
    chain.world.refuses(submission, "period.long", "period")
    chain.world.enter(
        chain.mine, [made(chain.mine, product="urn:test:old")], period=parts["period"]
    )
