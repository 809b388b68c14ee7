"""Quotas on previews, spreadsheets, refused submissions and failed logins.

Previews and spreadsheets take computing time, and a series of previews or refusals can probe confidential data.
Each is counted in a moving window of a minute. Counts are in memory: a restart forgets them. Not included: limits
by address, which belong to the reverse proxy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.problems import is_own_failure
from schemas.errors import CradleError


def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class Quota:
    """Counters by organisation or name.

    Attributes:
        preview: previews per minute.
        sheet: spreadsheets per minute.
        refusal: refused submissions per minute.
        login: failed logins per minute.
    """

    preview: int
    sheet: int
    refusal: int
    login: int
    _limiter: MovingWindowRateLimiter = field(default_factory=_limiter)

    @contextmanager
    def count_preview(self, organisation: str) -> Iterator[None]:
        """Count a preview, which is made in this context; if the server fails at it, the count begins again.

        Raises:
            CradleError: `quota.previews`.
        """
        item = RateLimitItemPerMinute(self.preview)
        if not self._limiter.hit(item, "preview", organisation):
            raise _exceeded("quota.previews", "previews", self.preview)
        try:
            yield
        except CradleError as error:
            if is_own_failure(error):
                self._limiter.clear(item, "preview", organisation)
            raise

    def count_sheet(self, organisation: str) -> None:
        """Count a spreadsheet.

        Raises:
            CradleError: `quota.sheets`.
        """
        if not self._limiter.hit(RateLimitItemPerMinute(self.sheet), "sheet", organisation):
            raise _exceeded("quota.sheets", "spreadsheets", self.sheet)

    def count_refusal(self, organisation: str) -> None:
        """Count a refused submission; `require_patience` refuses after too many."""
        self._limiter.hit(RateLimitItemPerMinute(self.refusal), "refusal", organisation)

    def require_patience(self, organisation: str) -> None:
        """Refuse an organisation with too many refused submissions in a minute.

        Raises:
            CradleError: `quota.refusals`.
        """
        if not self._limiter.test(RateLimitItemPerMinute(self.refusal), "refusal", organisation):
            raise _exceeded("quota.refusals", "refused submissions", self.refusal)

    def count_failed_login(self, name: str) -> None:
        """Count a failed login."""
        self._limiter.hit(RateLimitItemPerMinute(self.login), "login", name)

    def require_calm(self, name: str) -> None:
        """Refuse a login under a name with too many failed logins in a minute.

        Raises:
            CradleError: `quota.logins`.
        """
        if not self._limiter.test(RateLimitItemPerMinute(self.login), "login", name):
            raise _exceeded("quota.logins", "failed logins", self.login)


def _exceeded(code: str, what: str, most: int) -> CradleError:
    return CradleError(code, f"The quota of {most} {what} per minute is exceeded; wait a minute.")
