"""How often an organisation may do what costs others something: previews, spreadsheets, refusals, logins.

A preview computes, a spreadsheet takes a process of its own, and a series of refusals or previews can
probe what others hold back, so all are counted in a moving window of a minute and refused beyond it.
Counts live in this process: a restart forgets them. Left out: limits by address, which belong to the
proxy in front.
"""

from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from schemas.errors import CradleError


def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class Quota:
    """Counts by name; `preview`, `sheet`, `refusal` and `login` are numbers a minute."""

    preview: int
    sheet: int
    refusal: int
    login: int
    _limiter: MovingWindowRateLimiter = field(default_factory=_limiter)

    def count_preview(self, organisation: str) -> None:
        """Count a preview.

        Raises:
            CradleError: `quota.previews`.
        """
        if not self._limiter.hit(RateLimitItemPerMinute(self.preview), "preview", organisation):
            raise _exceeded("quota.previews", "previews", self.preview)

    def count_sheet(self, organisation: str) -> None:
        """Count a spreadsheet that is to be read.

        Raises:
            CradleError: `quota.sheets`.
        """
        if not self._limiter.hit(RateLimitItemPerMinute(self.sheet), "sheet", organisation):
            raise _exceeded("quota.sheets", "spreadsheets", self.sheet)

    def count_refusal(self, organisation: str) -> None:
        """Count a refused submission; `require_patience` refuses once there are too many."""
        self._limiter.hit(RateLimitItemPerMinute(self.refusal), "refusal", organisation)

    def require_patience(self, organisation: str) -> None:
        """Refuse who was refused too often within a minute.

        Raises:
            CradleError: `quota.refusals`.
        """
        if not self._limiter.test(RateLimitItemPerMinute(self.refusal), "refusal", organisation):
            raise _exceeded("quota.refusals", "refused submissions", self.refusal)

    def count_failed_login(self, name: str) -> None:
        """Count a login that was refused."""
        self._limiter.hit(RateLimitItemPerMinute(self.login), "login", name)

    def require_calm(self, name: str) -> None:
        """Refuse to look at a login under a name that failed too often within a minute.

        Raises:
            CradleError: `quota.logins`.
        """
        if not self._limiter.test(RateLimitItemPerMinute(self.login), "login", name):
            raise _exceeded("quota.logins", "failed logins", self.login)


def _exceeded(code: str, what: str, most: int) -> CradleError:
    return CradleError(code, f"More than {most} {what} in a minute; wait a minute.")
