"""Requests for footprints to partners: sent as events, and linked to the partner's answer.

    request_footprints(...)    # queue the event; the server sends it as any other
    record_answer(...)         # when a partner fulfils or rejects it

Only an answer of the asked organisation counts. An answer may come in several events, each with some footprints. An
answer to an unknown request is accepted and linked to none.
"""

from datetime import UTC, datetime
from uuid import UUID

import orjson

from ledger.exchange.pact.events import Fulfilment, Rejection
from ledger.exchange.pact.notices import Moment
from ledger.exchange.units_and_validity import format_time
from ledger.store.engine import Connection
from ledger.store.pact.events import OutgoingEvent, put_outgoing
from ledger.store.pact.partners import partner_of
from ledger.store.pact.requests import (
    PactRequest,
    end_request,
    put_answers,
    request_of,
)
from ledger.store.rows import put
from ledger.store.store import Store
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.pact.events import RequestCreated, RequestCriteria

FULFILLED, REJECTED = "fulfilled", "rejected"


def request_footprints(
    store: Store,
    organisation: str,
    criteria: RequestCriteria,
    moment: Moment,
    fresh: str,
) -> str:
    """Queue a request to a partner; return the id of its event.

    Args:
        store: of the ledger.
        organisation: the partner's.
        criteria: the wanted footprints; one criterion at least.
        moment: the present time and this server's address.
        fresh: 32 random hexadecimal digits.

    Raises:
        CradleError: `pact.partner`, `pact.criteria`.
    """
    members = criteria.to_json()
    if not members.keys() - {"comment"}:
        detail = "The request names no footprint; state a product or another criterion."
        raise CradleError("pact.criteria", detail)
    name = str(UUID(fresh))
    event = RequestCreated(
        id=name,
        source=moment.base,
        time=format_time(datetime.fromtimestamp(moment.now, UTC)),
        data=criteria,
    )
    body, now = orjson.dumps(event.to_json()), moment.now
    with store.write() as connection:
        if partner_of(connection, organisation) is None:
            detail = f"Organisation {organisation:.80} is not a partner; register its PACT server."
            raise CradleError("pact.partner", detail, "organisation")
        document = orjson.dumps(members)
        put(
            connection,
            PactRequest(id=name, organisation=organisation, criteria=document, created=now),
        )
        sent = OutgoingEvent(id=name, organisation=organisation, body=body, created=now, due=now)
        put_outgoing(connection, sent)
    return name


def record_answer(
    connection: Connection, organisation: str, answer: Fulfilment | Rejection, now: int
) -> None:
    """Link an answer of an organisation to the request that it names, if that went to it."""
    request = request_of(connection, organisation, answer.request)
    if request is None:
        return
    if isinstance(answer, Fulfilment):
        put_answers(connection, request.id, map(digest, answer.footprints))
        outcome, detail = FULFILLED, ""
    elif request.answered is None:
        outcome, detail = REJECTED, f"{answer.code}: {answer.message}"
    else:
        return
    answered = {"answered": now, "outcome": outcome, "detail": detail}
    end_request(connection, request.model_copy(update=answered))
