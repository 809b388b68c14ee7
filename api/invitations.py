"""The headers, the counted failures and the new account that the page and the JSON operations of an invitation share.

The link authenticates the invited firm. Its secret is in the address, so an answer is not cached. Failed attempts are
counted by link; neither a link that is itself not valid counts, nor a failure of the server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.context import AppContext
from api.problems import is_own_failure
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.access.secrets import hash_secret
from ledger.service.requests import invitations
from ledger.service.requests.introduction import Introduction
from schemas.errors import CradleError

HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def is_about_link(error: CradleError) -> bool:
    """Return whether an error is of the link itself: unknown, used or expired."""
    return error.code.startswith("invitation.")


@contextmanager
def count_failures(context: AppContext, secret: str) -> Iterator[None]:
    """Count a refusal of what is done by a link.

    Raises:
        CradleError: `quota.logins` after too many within a minute.
    """
    counted = hash_secret(secret)
    context.quota.require_calm_link(counted)
    try:
        yield
    except CradleError as error:
        if not (is_about_link(error) or is_own_failure(error)):
            context.quota.count_failed_form(counted)
        raise


def open_account(
    context: AppContext, introduction: Introduction, newcomer: invitations.Newcomer
) -> invitations.NewAccount:
    """Open an account for the invited firm and take up the request.

    Raises:
        CradleError: as `invitations.accept`.
    """
    secret, now = introduction.secret, context.now()
    account = invitations.accept(context.ledger, secret, newcomer, context.draw, now)
    note_action(context, account.principal, introduction, "account opened")
    return account


def note_action(
    context: AppContext, caller: Principal, introduction: Introduction, what: str
) -> None:
    """Write an action by a link into the operator's journal."""
    done = AccessRecord("request", introduction.request, None, what)
    note(context.ledger.store, caller, context.now(), [done])


def require_may_invite(context: AppContext, caller: Principal) -> None:
    """Refuse a member's invitation on a server where only the operator invites.

    Raises:
        CradleError: `invitation.closed`.
    """
    if not (context.configuration.members_invite or caller.operates):
        detail = "On this server only the operator may invite; ask the operator for the link."
        raise CradleError("invitation.closed", detail)
