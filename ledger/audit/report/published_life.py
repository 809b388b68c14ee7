"""The published warranties of a reader's policy, held against the service life that a calculation asserts.

Those count that name its manufacturer and model and are given on something made in its period. They settle the choice
`unit.service_life` if one of them covers the whole period, and the life that all give together, by the rulebook's rule
for several warranties, is no shorter than the stated one. So a shorter promise for a part of the year counts. Else they
settle nothing, and the report says so. None counts where the stated life is no longer than the default, or where the
method takes no warranty.
"""

from collections.abc import Iterable

from ledger.audit.published_warranty import OpenedWarranty, open_warranties
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.families.unit import energy_of_life, kwh_of
from schemas.signed.calculation import Warranty
from schemas.signed.policy import Policy
from schemas.signed.settled import ChoiceId
from schemas.views.counted_warranty import CountedWarranty


def counted_warranties(about: ChoiceContext, policy: Policy) -> tuple[CountedWarranty, ...]:
    """The published warranties that speak of the figure of a battery, each with what it does; none of another."""
    if not isinstance(about, CalculationContext) or about.calculation.declared_unit is not None:
        return ()
    rows = [row for row in open_warranties(policy) if _speaks_of(row, about)]
    published = energy_of_life(about, tuple(map(_as_stated, rows))) if rows else None
    default, stated = energy_of_life(about, ()), kwh_of(about.calculation.battery.total_energy)
    if published is None or (default is not None and default >= stated):
        return ()
    is_whole = any(row.terms.covers(about.calculation.period) for row in rows)
    return tuple(
        CountedWarranty(
            publisher=row.publisher,
            years=row.terms.years,
            km=row.terms.km,
            remaining_energy=row.terms.remaining_energy,
            document=row.terms.document,
            settles=is_whole and published >= stated,
        )
        for row in rows
    )


def settled_life(
    about: ChoiceContext, warranties: Iterable[CountedWarranty]
) -> frozenset[ChoiceId]:
    """The choice that published warranties settle; empty if they settle none."""
    settles = any(row.settles for row in warranties)
    return frozenset({ChoiceId("unit.service_life", about.subject, "")} if settles else ())


def _speaks_of(row: OpenedWarranty, about: CalculationContext) -> bool:
    calculation, terms = about.calculation, row.terms
    named = (terms.manufacturer, terms.model) == (calculation.issuer, calculation.model)
    return named and terms.concerns(calculation.period)


def _as_stated(row: OpenedWarranty) -> Warranty:
    terms = row.terms
    return Warranty(years=terms.years, km=terms.km, remaining_energy=terms.remaining_energy)
