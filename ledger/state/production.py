"""The entries that made the product of a calculation, from the store, and the rule of its period.

The rule is that of `ledger.rules.period`. It refuses a declaration; a draft and a study report it.
"""

from ledger.footprint.graph.resolution import Problem
from ledger.rules.period import period_problems
from ledger.state.closure import read_versions
from ledger.state.view import View
from ledger.store.changes import made_of
from ledger.trust.leaves import made_subject
from schemas.signed.calculation import AssertedCalculation, Calculation


def made_entries(view: View, calculation: AssertedCalculation, size: int) -> list[str]:
    """The ids in `made` leaves of its model and site, up to a registry size, in order."""
    subject = made_subject(calculation.issuer, calculation.model, calculation.site)
    return [row.entry for row in made_of(view.connection, subject, 0, size)]


def short_period(view: View, name: str, calculation: Calculation) -> Problem | None:
    """The reason why the period of a calculation is too short for a declaration; None where it is not.

    Args:
        view: the transaction.
        name: the id of the calculation.
        calculation: as it is or will be signed.
    """
    size = calculation.as_of.size
    production_entries = made_entries(view, calculation, size)
    return next(
        period_problems(
            name, calculation, production_entries, read_versions(view, production_entries, size)
        ),
        None,
    )
