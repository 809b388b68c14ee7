"""A declaration after a change: due again or not, by the triggers that its rulebook states.

The new figure is compared with the declared one, and never with a figure in between, so corrections in small steps add
up. A change of the bill of materials, or of the energy mix, is one at a site of the manufacturer, even without an
effect on the figure. An own site that only one state has counts too, since a new site code would hide the change. No
statement has the day of its signature, so the validity counts from the end of the calculation's period, which is
earlier.
"""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from ledger.documents.difference.attribution import Attribution
from ledger.documents.difference.site import Site
from ledger.documents.difference.world import World
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.redeclaration import Worsening
from schemas.signed.rulebook import Rulebook
from schemas.views.difference import RedeclarationState
from schemas.vocabulary import Reason

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
_NOISE = Decimal("1e-20")
"""Digits of a change in per cent; those beyond come from the one rounding of cells, which decides no limit."""


def judge_redeclaration(attribution: Attribution, today: date) -> RedeclarationState:
    """Judge if a declaration of the first state is due again, now that the second state holds."""
    rulebook = attribution.world.before.rulebook
    change = _rise(attribution)
    rise = None if change is None else f"{_floor(change):f}"
    if rulebook.redeclaration is None:
        detail = f"Rulebook {rulebook.id} states no trigger of a new declaration."
        return RedeclarationState(
            rulebook=rulebook.id, state="not_stated", rise=rise, detail=detail
        )
    reasons = tuple(_reasons(attribution, rulebook, change, today))
    if reasons:
        return RedeclarationState(
            rulebook=rulebook.id,
            state="due",
            rise=rise,
            detail=f"Declare again: {'; '.join(reasons)}.",
        )
    detail = f"No new declaration is due under {rulebook.id}: {_moved(change)}."
    return RedeclarationState(rulebook=rulebook.id, state="not_due", rise=rise, detail=detail)


def _rise(attribution: Attribution) -> Decimal | None:
    """The change of the total in per cent of the declared one; None if that is not above zero."""
    before, after = attribution.before.total, attribution.after.total
    if before <= ZERO:
        return None
    more = EXPLAIN.subtract(after, before)
    change = EXPLAIN.divide(EXPLAIN.multiply(more, _HUNDRED), before)
    return change.quantize(_NOISE, context=EXPLAIN)


def _moved(change: Decimal | None) -> str:
    if change is None:
        return "the declared total is not above zero, and it did not rise"
    verb = "falls" if change < ZERO else "rises"
    return f"the total {verb} by {_percent(change.copy_abs())}"


def _reasons(
    attribution: Attribution, rulebook: Rulebook, change: Decimal | None, today: date
) -> Iterator[str]:
    rule, world = rulebook.redeclaration, attribution.world
    if rule is None:
        return
    if rule.worsening is not None and _is_worse(attribution, change, rule.worsening):
        limit, word = rule.worsening.percent.value, rule.worsening.comparison
        moved = "rises from zero or below" if change is None else f"rises by {_percent(change)}"
        yield f"the total {moved}, rulebook {rulebook.id} asks so {word} {limit} %"
    if rule.validity_years is not None:
        end = end_of_validity(world.before.calculation.period.end, rule.validity_years.value)
        if today > end:
            yield f"it was valid until {end.isoformat()}, by rulebook {rulebook.id}"
    if rule.bill_of_materials is not None and _has_other_goods(world):
        yield f"the bill of materials changed, after which rulebook {rulebook.id} asks so"
    if rule.energy_mix is not None and any(map(_has_other_energy, _own_sites(world))):
        yield f"the energy mix of the plant changed, after which rulebook {rulebook.id} asks so"
    if rule.corrected_entry is not None and any(map(_is_corrected, world.sites.values())):
        yield f"an entry behind it was corrected, after which rulebook {rulebook.id} asks so"


def _is_worse(attribution: Attribution, change: Decimal | None, rule: Worsening) -> bool:
    if change is None:
        return attribution.after.total > attribution.before.total
    limit = Decimal(rule.percent.value)
    return change > limit or (rule.comparison == "from" and change == limit)


def _percent(value: Decimal) -> str:
    return f"{_floor(value):f} %"


def _floor(value: Decimal) -> Decimal:
    """A change for display: one decimal, rounded down so that it never reaches a limit that it is below."""
    return value.quantize(_TENTH, rounding=ROUND_FLOOR, context=EXPLAIN)


def end_of_validity(period_end: str, years: str) -> date:
    """The last valid day: whole years after the end of the period."""
    end = date.fromisoformat(period_end)
    year = end.year + int(Decimal(years))
    is_leap_day = (end.month, end.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day and not _is_leap(year) else end.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _own_sites(world: World) -> list[Site]:
    own = world.before.calculation.issuer
    return [site for site in world.sites.values() if site.before.entry.issuer == own]


def _has_other_goods(world: World) -> bool:
    """True if an own site uses other goods or amounts per unit of output, or if only one state has it."""
    goods = (slot for site in _own_sites(world) for slot in site.slots if slot.is_goods)
    return any(slot.is_changed for slot in goods) or any(map(_is_intermediate, _unmatched(world)))


def _unmatched(world: World) -> Iterator[EntryRecord]:
    """The manufacturer's entries that only one state has."""
    own = world.before.calculation.issuer
    for before, after in world.alignment.sources.values():
        record = before or after
        if (before is None or after is None) and record is not None and record.entry.issuer == own:
            yield record


def _is_intermediate(record: EntryRecord) -> bool:
    """True if an entry does not make the product itself: another period of the product is no change of its goods."""
    return record.entry.model is None


def _has_other_energy(site: Site) -> bool:
    """True if a site's kinds of energy, their supply or their proportion changed, or its grid."""
    energy = [slot for slot in site.slots if slot.is_energy]
    proportions = {slot.ratio for slot in energy}
    is_moved = any(change.what == "grid" for change in site.changes)
    return is_moved or len(proportions) > 1 or any(slot.is_replaced for slot in energy)


def _is_corrected(site: Site) -> bool:
    replaced = site.after.entry.supersedes
    is_newer = site.before.entry != site.after.entry
    return is_newer and replaced is not None and replaced.reason is Reason.CORRECTION
