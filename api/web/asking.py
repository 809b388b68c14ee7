"""Asking a supplier for data on a page: the typed form, the request that it states, and the link that invites a firm.

The supplier is named as it is registered; a name that no registration has is that of a firm to invite. The link of an
invitation opens an account, so it is shown once and kept nowhere. The supplier's page of a request, which passes one
on, and the manufacturer's, which begins a chain, share this.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from api.addresses import base_url
from api.invitations import require_may_invite
from api.web.forms import day_after
from api.web.invitation import INVITATION
from api.web.workspace import Visit
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.names import search_names
from ledger.service.requests.invitations import invite
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.request import DataRequest

FIELDS: Final = frozenset({"firm", "product", "start", "last", "due", "reference", "wants"})
PLACES: Final = {
    "participant": "firm",
    "period": "last",
    "period.start": "start",
    "period.end": "last",
}
"""The field of the form for each place of a refusal that has another name."""

DAYS: Final = 30
"""Days for which the link of an invitation is valid."""

MOST: Final = 200
"""The most firms that a page offers."""


class AskedForm(BaseModel):
    """The fields of the form as they were typed; `last` is the last day of the period."""

    model_config = ConfigDict(frozen=True)

    firm: str = ""
    product: str = ""
    start: str = ""
    last: str = ""
    due: str = ""
    reference: str = ""
    wants: str = ""


def parse_asked(visit: Visit, typed: AskedForm) -> DataRequest:
    """The request that the fields state.

    Raises:
        CradleError: `schema.*`, `request.*` or `date.*`, with the field as place.
    """
    named = typed.firm.strip()
    firms, _ = search_names(visit.ledger, visit.caller, named, MOST)
    same = [firm for firm in firms if firm.name.casefold() == named.casefold()]
    if len(same) > 1:
        detail = (
            f"{len(same)} firms are registered as {named}; ask this one over the API by its id."
        )
        raise CradleError("request.addressee", detail, "firm")
    fields: dict[str, object] = {
        "reference": typed.reference.strip(),
        "product": typed.product.strip(),
        "due": typed.due,
        "wants": typed.wants or None,
        "period": {"start": typed.start, "end": day_after(typed.last)},
        **({"participant": same[0].id} if same else {"firm": named}),
    }
    try:
        return DataRequest.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from None


def placed(error: CradleError) -> CradleError:
    """A refusal at the field of the form that it is about."""
    return CradleError(error.code, error.detail, PLACES.get(error.place, error.place))


def offered_firms(visit: Visit) -> list[str]:
    """The names of registered firms that a page offers."""
    firms, _ = search_names(visit.ledger, visit.caller, "", MOST)
    return [firm.name for firm in firms]


def make_link(visit: Visit, name: str) -> str:
    """Make the link that invites the firm of a request; an earlier one stops working.

    Raises:
        CradleError: as `require_may_invite`, `base_url` and `invite`.
    """
    context = visit.context
    require_may_invite(context, visit.caller)
    base = base_url(visit.request, context.configuration)
    secret = context.draw()
    invite(visit.ledger, visit.caller, name, secret, visit.now, DAYS)
    note_request(visit, name, "invited")
    return f"{base}{INVITATION}/{secret}"


def note_request(visit: Visit, name: str, what: str) -> None:
    """Write an action on a request into the operator's journal."""
    done = [AccessRecord("request", name, None, what)]
    note(visit.store, visit.caller, visit.now, done)
