"""Start dates of the duties of Article 7 for a battery category, as a function of two acts.

The delegated act regulates the calculation, the implementing act the declaration. A duty starts a number of months
after both are in force, and not before its fixed day. Neither act was in force when this was written.
"""

from calendar import monthrange
from datetime import date
from importlib import resources

from schemas.views.application import Application, BatteryKind, Duty


def load_application() -> Application:
    """Load the table of duties that comes with Cradle."""
    return Application.parse((resources.files(__package__) / "application.json").read_bytes())


def applies_from(
    category: BatteryKind, duty: Duty, delegated: date | None, implementing: date | None
) -> date | None:
    """The first day of a duty, or None while an act is missing.

    Args:
        category: the battery category.
        duty: declaration, class label, or maximum threshold.
        delegated: the day on which the delegated act entered into force, or None.
        implementing: the day on which the implementing act entered into force, or None.
    """
    if delegated is None or implementing is None:
        return None
    rows = load_application().rows
    row = next(row for row in rows if (row.category, row.duty) == (category, duty))
    return max(date.fromisoformat(row.not_before), _later(max(delegated, implementing), row.months))


def _later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
