"""A client's login: an API key, or a client id and secret that fetch a token.

A token is fetched when it is first needed, kept in memory, and fetched again when the server says that it has
expired (RFC 6749 section 4.4). The server's clock decides; this module reads no clock.
"""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from ledger.client.addresses import check_address
from ledger.client.http import OK, post
from ledger.client.problems import problem_of, read_object
from schemas.errors import CradleError, sentence

TOKEN = "/auth/token"  # noqa: S105 - a path
_FORM = "application/x-www-form-urlencoded"


class Login(Protocol):
    """The bearer of a request."""

    def bearer(self, base: str) -> str:
        """The bearer for the server at an address."""
        ...

    def renew(self) -> bool:
        """Discard a bearer that was refused; True if the next one may differ."""
        ...


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key, `cradle_...`."""

    key: str = field(repr=False)

    def bearer(self, base: str) -> str:  # noqa: ARG002 - the same for every server
        """The key."""
        return self.key

    def renew(self) -> bool:
        """False: an API key cannot be renewed."""
        return False


@dataclass(slots=True)
class Machine:
    """A machine's client id and secret, and the token that they fetched."""

    client_id: str
    client_secret: str = field(repr=False)
    _token: str | None = field(default=None, repr=False)

    def bearer(self, base: str) -> str:
        """The token.

        Raises:
            CradleError: `login.refused`, or `remote.*`.
        """
        if self._token is None:
            self._token = self._fetch(base)
        return self._token

    def renew(self) -> bool:
        """True: the next token is a new one."""
        self._token = None
        return True

    def _fetch(self, base: str) -> str:
        url = base + TOKEN
        check_address(url, secret=True)
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        answer = post(url, urlencode(form).encode("ascii"), _FORM)
        members = read_object(answer.body)
        token = members.get("access_token")
        if (
            answer.status == OK
            and isinstance(token, str)
            and token.isascii()
            and token.isprintable()
        ):
            return token
        if members.get("error") == "invalid_client":
            detail = sentence(str(members.get("error_description", "the client is not known")))
            raise CradleError("login.refused", detail)
        raise problem_of(answer)
