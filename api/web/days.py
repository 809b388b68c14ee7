"""Days as forms have them: people state the last day of a period, a statement the day after it."""

from datetime import date, timedelta


def day_after(day: str) -> str:
    """The day after a day, which ends a half-open period; a text that is no day is left for the model to refuse."""
    try:
        return str(date.fromisoformat(day) + timedelta(days=1))
    except ValueError:
        return day
