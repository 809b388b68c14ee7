"""Requests for data, and passing a request on to one's own suppliers.

Repeating a request under the same reference makes one request, so an asker that lost the answer can
ask again.

A chain of requests must not run in a ring for ever, and a refusal must not disclose who is in it: a
supplier that could try out whom it may not ask would learn its customer's customers. So an
addressee is compared only with two firms that the passing firm knows already: itself and the firm
that asked it. Longer rings are cut by the number of tiers. They are not wrong as such: scrap goes
back to the supplier of the goods (docs/decisions/0015).
"""

from ledger.append.ledger import Ledger
from ledger.service.access.accounts import require_registered
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.requests.role import RequestRole, require_request
from ledger.service.requests.shown_requests import show_request
from ledger.store.engine import Connection
from ledger.store.requests.requests import Request, request_by_reference, request_of
from ledger.store.rows import put
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.exchanged.request import DataRequest, RequestView
from schemas.readable import require_readable

TIERS = 12
"""The most requests in a chain, one below the other."""


def ask(
    ledger: Ledger, principal: Principal, data_request: DataRequest, name: str, now: int
) -> RequestView:
    """Create a request that begins a chain, under a random name.

    Raises:
        CradleError: `access.*`, `participant.unknown`, `request.*`, `json.string`, `text.*`.
    """
    request = _new_request(principal, data_request, name, now)
    with ledger.store.write() as connection:
        return _put(connection, request, None, now)


def pass_on(
    ledger: Ledger,
    principal: Principal,
    parent: str,
    data_request: DataRequest,
    name: str,
    now: int,
) -> RequestView:
    """Create one's own request below a received one: to a supplier, due no later.

    Raises:
        CradleError: as `ask`; `request.ended` below one that was declined or withdrawn.
    """
    request = _new_request(principal, data_request, name, now)
    with ledger.store.write() as connection:
        party = RequestRole.ADDRESSEE
        above, _ = require_request(connection, principal, Action.REQUEST, parent, party)
        below = request.model_copy(update={"parent": above.id, "depth": above.depth + 1})
        return _put(connection, below, above, now)


def require_other(connection: Connection, request: Request, participant: str | None) -> None:
    """Refuse an addressee that is the asker itself, or the firm whose request the asker passes on.

    Raises:
        CradleError: `request.self`, `request.cycle`.
    """
    above = None if request.parent is None else request_of(connection, request.parent)
    if participant == request.asker:
        detail = "A firm does not ask itself; name the supplier."
        raise CradleError("request.self", detail, "participant")
    if above is not None and participant == above.asker:
        detail = "This firm asked you; ask for its own supplies to you in a separate request."
        raise CradleError("request.cycle", detail, "participant")


def require_not_ended(request: Request) -> None:
    """Refuse an action on a request that has ended.

    Raises:
        CradleError: `request.ended`.
    """
    ended = "withdrawn" if request.withdrawn is not None else "declined"
    if request.withdrawn is not None or request.declined is not None:
        raise CradleError("request.ended", f"The request was {ended}.")


def _new_request(principal: Principal, data_request: DataRequest, name: str, now: int) -> Request:
    scope_of(principal, Action.REQUEST)
    content = data_request.model_dump(mode="json", exclude_none=True)
    require_readable(content)
    return Request(
        id=name,
        asker=require_participant(principal),
        reference=data_request.reference,
        # The profile of statements: strings in NFC without control and bidi characters.
        asked=canonical(content),
        parent=None,
        depth=0,
        addressee=data_request.participant,
        organisation=None,
        product=data_request.product,
        start=data_request.period.start,
        end=data_request.period.end,
        due=data_request.due,
        created=now,
    )


def _put(connection: Connection, request: Request, above: Request | None, now: int) -> RequestView:
    """Store a request, or return the stored one."""
    stored = request_by_reference(connection, request.asker, request.reference)
    if stored is None:
        _check(connection, request, above)
        put(connection, request)
    elif (stored.asked, stored.parent) != (request.asked, request.parent):
        detail = (
            f"Under {request.reference:.80} you asked for something else; use another reference."
        )
        raise CradleError("request.exists", detail, "reference")
    kept = request_of(connection, request.id if stored is None else stored.id)
    return show_request(connection, kept or request, RequestRole.ASKER, now)


def _check(connection: Connection, request: Request, above: Request | None) -> None:
    if above is not None:
        require_not_ended(above)
        if request.due > above.due:
            detail = f"Your own answer is due on {above.due}; set this due date no later."
            raise CradleError("request.due", detail, "due")
    if request.depth >= TIERS:
        detail = f"A chain has at most {TIERS} tiers; ask in a separate request."
        raise CradleError("request.depth", detail)
    if request.addressee is not None:
        require_other(connection, request, request.addressee)
        require_registered(connection, request.addressee)
