"""Times, roles and login forms in the words of the operator's pages."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from api.web.workspace import Visit
from schemas.errors import CradleError
from schemas.vocabulary import Role


def format_age(visit: Visit, seconds: int) -> str:
    """The time since then in words: minutes, hours or days, rounded down."""
    passed = max(0, visit.now - seconds)
    for unit, length in (("days", 86_400), ("hours", 3600)):
        if passed >= 2 * length:
            return visit.say(f"health.ago.{unit}", count=str(passed // length))
    return visit.say("health.ago.minutes", count=str(passed // 60))


def read_roles(words: Iterable[str]) -> frozenset[Role]:
    """The roles that a form names.

    Raises:
        CradleError: `account.roles` for another word.
    """
    role_by_word = {role.value: role for role in Role}
    try:
        return frozenset(role_by_word[word] for word in words)
    except KeyError as error:
        detail = f"{error.args[0]!r:.40} is not a role; choose roles from the list."
        raise CradleError("account.roles", detail, "roles") from None


def read_last_day(text: str, now: int) -> int | None:
    """The time at which a login expires: the end of its last day in UTC; None for an empty field.

    Raises:
        CradleError: `account.expires`.
    """
    if not text.strip():
        return None
    try:
        last = date.fromisoformat(text.strip())
    except ValueError:
        detail = f"{text!r:.40} is not a day; write it as 2027-12-31."
        raise CradleError("account.expires", detail, "expires") from None
    ends = int(datetime.combine(last, time(), UTC).timestamp()) + 86_400
    if ends <= now:
        detail = f"{text} is past, so the login would never be valid; choose a later day."
        raise CradleError("account.expires", detail, "expires")
    return ends
