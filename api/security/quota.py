"""Quotas on previews, spreadsheets, refused submissions, logins, and files that anyone checks.

Previews and spreadsheets take computing time, and a series of previews or refusals can probe confidential data.
Each is counted in a moving window of a minute (`moving_window`). Counts are in memory: a restart forgets them.

Logins are counted by address and name together, so that nobody who guesses at a name locks its owner out, and by
address, so that nobody tries one password under many names. A password is counted before it is checked: attempts that
arrive together are all counted. Not included: guesses at one name from very many addresses.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Final

from api.problems import is_own_failure
from api.security.moving_window import MovingWindow
from ledger.desk.question import Quota as Kind
from ledger.service.access.principal import Principal
from schemas.errors import CradleError

LONGEST_NAME: Final = 100
"""The most characters of a credential's name; longer ones are counted by their beginning."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Counters by organisation or name.

    Attributes:
        preview: previews per minute.
        sheet: checked files per minute.
        refusal: refused submissions per minute.
        login: logins per minute, address and name.
        address: logins per minute and address.
        check: files that anyone checks, per minute and address.
        window: the counters.
    """

    preview: int
    sheet: int
    refusal: int
    login: int
    address: int
    check: int
    window: MovingWindow = field(default_factory=MovingWindow)

    @contextmanager
    def count_preview(self, organisation: str) -> Iterator[None]:
        """Count a preview, which is made in this context; if the server fails at it, the count begins again.

        Raises:
            CradleError: `quota.previews`.
        """
        if not self.window.hit(self.preview, "preview", organisation):
            raise _exceeded("quota.previews", "previews", self.preview)
        try:
            yield
        except CradleError as error:
            if is_own_failure(error):
                self.window.clear("preview", organisation)
            raise

    def counting(self, quota: Kind, caller: Principal) -> AbstractContextManager[None]:
        """The context in which a question of a desk is counted and answered.

        Raises:
            CradleError: `quota.previews`.
        """
        match quota:
            case Kind.NONE:
                return nullcontext()
            case Kind.PREVIEW:
                return self.count_preview(caller.organisation)
            case Kind.QUESTION:
                return self.count_question(caller)

    def count_question(self, principal: Principal) -> AbstractContextManager[None]:
        """Count a question about rows of others as a preview; the operator reads all rows, and is not counted.

        Raises:
            CradleError: `quota.previews`.
        """
        return nullcontext() if principal.operates else self.count_preview(principal.organisation)

    def count_sheet(self, organisation: str) -> None:
        """Count a spreadsheet or another file that is checked.

        Raises:
            CradleError: `quota.sheets`.
        """
        if not self.window.hit(self.sheet, "sheet", organisation):
            raise _exceeded("quota.sheets", "checked files", self.sheet)

    def count_check(self, address: str) -> None:
        """Count a file that anyone checks, before it is read.

        Raises:
            CradleError: `quota.checks`.
        """
        if not self.window.hit(self.check, "check", address):
            raise _exceeded("quota.checks", "checked files", self.check)

    def count_refusal(self, organisation: str) -> None:
        """Count a refused submission; `require_patience` refuses after too many."""
        self.window.hit(self.refusal, "refusal", organisation)

    def require_patience(self, organisation: str) -> None:
        """Refuse an organisation with too many refused submissions in a minute.

        Raises:
            CradleError: `quota.refusals`.
        """
        if not self.window.test(self.refusal, "refusal", organisation):
            raise _exceeded("quota.refusals", "refused submissions", self.refusal)

    def count_login(self, address: str, name: str) -> None:
        """Count an attempt to log in, before its password is checked.

        Raises:
            CradleError: `quota.logins`.
        """
        for most, key, what in self._logins(address, name):
            if not self.window.hit(most, *key):
                raise _exceeded("quota.logins", what, most)

    def forget_logins(self, address: str, name: str) -> None:
        """Forget the attempts under a name from an address, after one that succeeded."""
        for _, key, _ in self._logins(address, name)[1:]:
            self.window.clear(*key)

    @contextmanager
    def counted_login(self, address: str, name: str) -> Iterator[None]:
        """Count the login by password that this context attempts.

        A success forgets the attempts of the name at the address, and so does a failure of the server itself, such as
        a full disk.

        Raises:
            CradleError: as `count_login`, or what the context raises.
        """
        self.count_login(address, name)
        try:
            yield
        except CradleError as error:
            if is_own_failure(error):
                self.forget_logins(address, name)
            raise
        self.forget_logins(address, name)

    def count_failed_login(self, address: str, name: str) -> None:
        """Count a failed login with a secret that cannot be guessed."""
        for most, key, _ in self._logins(address, name):
            self.window.hit(most, *key)

    def require_calm(self, address: str, name: str) -> None:
        """Refuse a login after too many failed ones in a minute.

        Raises:
            CradleError: `quota.logins`.
        """
        for most, key, what in self._logins(address, name):
            if not self.window.test(most, *key):
                raise _exceeded("quota.logins", what, most)

    def count_failed_form(self, link: str) -> None:
        """Count a refused form of an invitation's link."""
        self.window.hit(self.login, "form", link)

    def require_calm_link(self, link: str) -> None:
        """Refuse the forms of a link with too many refused ones in a minute.

        Raises:
            CradleError: `quota.logins`.
        """
        if not self.window.test(self.login, "form", link):
            raise _exceeded("quota.logins", "refused forms", self.login)

    def _logins(self, address: str, name: str) -> tuple[tuple[int, tuple[str, ...], str], ...]:
        """The counters of a login: by address, and by address and name; a name counts by what it may have at most."""
        return (
            (self.address, ("address", address), "logins from an address"),
            (
                self.login,
                ("login", address, name[:LONGEST_NAME]),
                "logins under a name",
            ),
        )


def _exceeded(code: str, what: str, most: int) -> CradleError:
    return CradleError(code, f"The quota of {most} {what} per minute is exceeded; wait a minute.")
