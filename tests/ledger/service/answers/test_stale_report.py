"""A stale figure names the change, its issuer and reason, the row that leads to it, and its effect."""

from datetime import date
from decimal import Decimal

from support.differing import parts_by_cause, require_sums
from support.ledger_batches import batch, calculated, declared
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing

from ledger.footprint.graph.numbers import format_rounded
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from ledger.service.answers.stale_change import StaleReader
from ledger.service.answers.stale_report import explain_stale
from ledger.state.drafting import Draft
from ledger.state.stale import find_stale, ids_with_figures
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.entry import Site
from schemas.signed.redeclaration import Redeclaration, Trigger
from schemas.views.stale import StaleStatement


def explained(
    chain: BatteryChain, *, all_seen: bool = True, calculates: bool = True
) -> list[StaleStatement]:
    """The stale figures of the chain, for a reader who sees every statement or none."""

    def redraft(asked: CalculationRequest) -> Draft:
        return build_calculation(chain.world.ledger, asked, chain.world.fresh)

    with chain.world.ledger.view() as view:
        found = list(find_stale(view, ids_with_figures(view)))
    draft = redraft if calculates else None
    reader = StaleReader(lambda _: all_seen, draft, lambda _, whole: whole, date(2026, 6, 1))
    return [explain_stale(chain.world.ledger, row, reader) for row in found]


def test_a_correction_upstream_shows_its_effect(chain: BatteryChain) -> None:
    """The mine used twice the energy, so its ore has 1.0 kg CO2e per kg; 50 kg of it are in 100 kg of packs."""
    named = calculated(chain)
    assert explained(chain) == []
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    newer = chain.world.enter(chain.mine, [made(chain.mine)], **better)
    (row,) = explained(chain)
    assert (row.id, row.kind, row.model) == (named, "calculation", "urn:test:model:1")
    (cause,) = row.touches
    assert (cause.statement, cause.event, cause.by) == (chain.mined, "superseded", newer)
    assert (cause.issuer, cause.reason) == (chain.mine.id, "correction")
    assert cause.row == f"inputs[0] of entry {chain.packs}, site plant-1"
    assert row.after is not None
    # 25 kg CO2e more for ten packs.
    energy = chain.calculation().statement.total_energy
    more = Decimal(25) / 10 / (Decimal(energy.numerator) / Decimal(energy.denominator))
    assert abs(Decimal(row.after) - Decimal(row.before) - more) < Decimal("1e-6")


def test_a_withdrawal_leaves_no_figure(chain: BatteryChain) -> None:
    """The reason of the withdrawal is shown, and the refusal of a new calculation in place of a figure."""
    calculated(chain)
    chain.world.withdraw(chain.recycler, chain.treatment)
    (row,) = explained(chain)
    (cause,) = row.touches
    assert (cause.event, cause.issuer) == ("withdrawn", chain.recycler.id)
    assert cause.reason == "entered_in_error"
    assert cause.row == "composition, end of life"
    assert row.after is None
    assert row.problem is not None
    assert "withdrawn" in row.problem


def test_a_new_entry_of_the_product_is_a_change(chain: BatteryChain) -> None:
    """It belongs to the period, so the figure of today counts it; no row leads to it, and it states no reason."""
    elsewhere = {"site": Site(code="plant-2", country="SE")}
    batch(chain, "2025-01-01", "2025-07-01", "40", **elsewhere)
    calculated(chain, site="plant-2")
    added = batch(chain, "2025-07-01", "2026-01-01", **elsewhere)
    (row,) = explained(chain)
    (cause,) = row.touches
    assert (cause.event, cause.by, cause.reason, cause.row) == ("added", added, None, None)
    assert row.after not in {None, row.before}


def test_what_a_reader_is_not_shown_is_left_out(chain: BatteryChain) -> None:
    """The change and its row stay; issuer, reason and the new figure do not."""
    calculated(chain)
    chain.world.withdraw(chain.recycler, chain.treatment)
    (row,) = explained(chain, all_seen=False, calculates=False)
    shown = row.to_json()
    assert not {"after", "problem"} & shown.keys()
    (touch,) = row.touches
    assert (touch.issuer, touch.reason, touch.row) == (None, None, "composition, end of life")


def test_the_declarations_of_a_calculation_are_named(chain: BatteryChain) -> None:
    """A manufacturer sees which of its declarations rest on a stale figure."""
    declaration = declared(chain)
    chain.world.withdraw(chain.recycler, chain.treatment)
    (row,) = explained(chain)
    assert row.declarations == (declaration,)


def test_a_stale_calculation_opens_by_stage_and_cause(chain: BatteryChain) -> None:
    """The correction of the mine's electricity is raw material by stage, and energy by cause."""
    calculated(chain)
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    (row,) = explained(chain)
    assert row.difference is not None
    require_sums(row.difference)
    assert format_rounded(Decimal(row.difference.after.total)) == row.after
    assert [stage.stage.value for stage in row.difference.stages if stage.value != "0"] == [
        "raw_material"
    ]
    assert set(parts_by_cause(row.difference)) == {"energy"}
    assert row.redeclaration is not None
    assert row.redeclaration.state == "not_stated"
    assert row.to_json()["difference"]["document"] == "difference"


def test_steps_below_the_limit_add_up_against_the_declared_figure(chain: BatteryChain) -> None:
    """A declaration stands, each correction stays below ten per cent, and the second one makes it due."""
    rule = load_rulebook("pef-2021").redeclaration
    book = load_rulebook("study-full-substitution-1").model_copy(
        update={"version": "other", "redeclaration": rule}
    )
    kept = chain.world.ledger.keep(book)
    first = declared(chain, rulebook=kept)
    states = []
    newest = chain.mined
    for kwh in ("118", "136"):
        better = {"inputs": [power(kwh)], "supersedes": replacing(newest)}
        newest = chain.world.enter(chain.mine, [made(chain.mine)], **better)
        rows = {row.id: row for row in explained(chain)}
        (found,) = (row for row in rows.values() if first in row.declarations)
        assert found.redeclaration is not None
        states.append((found.redeclaration.state, found.redeclaration.rise))
        calculated(chain, rulebook=kept)
    assert [state for state, _ in states] == ["not_due", "due"]
    others = [row.redeclaration for row in explained(chain) if not row.declarations]
    assert [one.state for one in others if one is not None] == ["not_due"]


def test_a_correction_asks_for_a_new_declaration_where_the_rulebook_says_so(
    chain: BatteryChain,
) -> None:
    """A corrected entry is a trigger of its own, also for a figure that falls."""
    rule = Redeclaration(corrected_entry=Trigger(source="OWN", confidence="inferred"))
    book = load_rulebook("study-full-substitution-1").model_copy(
        update={"version": "other", "redeclaration": rule}
    )
    calculated(chain, rulebook=chain.world.ledger.keep(book))
    better = {"inputs": [power("50")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    (row,) = explained(chain)
    assert row.redeclaration is not None
    assert row.redeclaration.state == "due"
    assert "an entry behind it was corrected" in row.redeclaration.detail
