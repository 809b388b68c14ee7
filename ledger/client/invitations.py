"""An invitation by its link, without a login: read what is asked, and open an account once.

The link holds a secret, so it travels over TLS or within this machine, as a login does.
"""

import re
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ledger.client.addresses import check_address
from ledger.client.http import JSON, HttpResponse, get, post
from ledger.client.problems import problem_of, unexpected
from schemas.base import Model
from schemas.errors import CradleError
from schemas.exchanged.invitation import AccountBody, InvitationView, OpenedAccount

_LINK: Final = re.compile(r"(https?://[^\s?#]+)/invitation/([A-Za-z0-9_-]+)/?(?:[?#]\S*)?")
_SUCCESS: Final = range(200, 300)

Answer = TypeVar("Answer", bound=Model)


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """A link: the server's address without a slash at its end, and the secret."""

    server: str
    secret: str = field(repr=False)

    def read(self) -> InvitationView:
        """The request, its asker and the ledger; the link is not used up.

        Raises:
            CradleError: `invitation.*` as the server refuses it, or `remote.*`.
        """
        return _parse(InvitationView, get(self._address), "invitation")

    def open_account(self, account: AccountBody) -> OpenedAccount:
        """Open the account, which uses the link up; sent once, since the key is answered once.

        Raises:
            CradleError: `invitation.*`, `account.*`, `password.length`, `quota.logins`, or `remote.*`.
        """
        data = account.model_dump_json(exclude_none=True).encode("utf-8")
        return _parse(OpenedAccount, post(f"{self._address}/account", data, JSON), "account")

    @property
    def _address(self) -> str:
        return f"{self.server}/v1/invitations/{self.secret}"


def parse_link(text: str) -> InvitationLink:
    """Parse a link as it was mailed; a language chosen on its page is dropped.

    Raises:
        CradleError: `invitation.link`, or `remote.address` for one without TLS.
    """
    match = _LINK.fullmatch(text.strip())
    if match is None:
        detail = (
            f"{text.strip()[:80]!r} is not an invitation's link; copy all of it, from https:// to its"
            " end."
        )
        raise CradleError("invitation.link", detail)
    check_address(match[1], secret=True)
    return InvitationLink(match[1], match[2])


def _parse(model: type[Answer], answer: HttpResponse, what: str) -> Answer:
    if answer.status not in _SUCCESS:
        raise problem_of(answer)
    try:
        return model.parse(answer.body)
    except CradleError:
        raise unexpected(what) from None
