"""The PACT 3 API: list, get and events (PACT Technical Specifications 3.0.3).

It is an application of its own below `/3`, because its refusals have another form. The index of footprints is
updated from the log before each read, so that every acknowledged delivery is visible. A footprint that the login
may not see is answered with 404 like an absent one; the standard has 403, which would reveal that it exists. An
event is answered with an empty 200; the reply follows later to the partner's events address. Large answers are
compressed.
"""

from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import FastAPI, Path, Request, Response
from fastapi.middleware.gzip import GZipMiddleware

from api.addresses import base_url
from api.authentication import Caller
from api.context import AppContext, Context
from api.pact.errors import add_pact_handlers
from api.submissions import Body
from ledger.desk.pages import format_cursor, parse_cursor
from ledger.exchange.pact.answering import answer_event
from ledger.exchange.pact.filters import parse_criteria, parse_limit
from ledger.exchange.pact.listing import PageRequest, list_footprints, read_footprint
from ledger.exchange.pact.notices import Moment
from ledger.exchange.pact.publishing import Publishing, publish

JSON: Final = "application/json"
CURSOR: Final = "x-cradle-cursor"
"""Cradle's own paging parameter, with the prefix that the standard requires for extensions."""

COMPRESSED_FROM: Final = 16 * 1024
"""Bytes from which an answer is compressed, if its client accepts gzip."""


def create_pact_app(context: AppContext) -> FastAPI:
    """Build the application below `/3`."""
    app = FastAPI(
        title="Cradle: PACT 3",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.context = context
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM)
    add_pact_handlers(app)
    _add_routes(app)
    return app


def _add_routes(app: FastAPI) -> None:
    @app.get("/footprints")
    def listing(caller: Caller, context: Context, request: Request) -> Response:
        parameters = request.query_params.multi_items()
        names = {name.lower(): value for name, value in parameters}
        criteria, limit = parse_criteria(parameters), parse_limit(names.get("limit"))
        place = PageRequest(parse_cursor(names.get(CURSOR), 0) - 1, limit)
        _follow(context, request)
        page = list_footprints(context.ledger, caller, criteria, place, context.now())
        headers = {}
        if page.following is not None:
            kept = [(name, value) for name, value in parameters if name.lower() != CURSOR]
            query = urlencode([*kept, (CURSOR, format_cursor(page.following + 1))])
            address = f"{base_url(request, context.configuration)}/3/footprints?{query}"
            headers["Link"] = f'<{address}>; rel="next"'
        return Response(_list(page.documents), media_type=JSON, headers=headers)

    @app.get("/footprints/{footprint}")
    def reading(
        caller: Caller, context: Context, request: Request, footprint: Annotated[UUID, Path()]
    ) -> Response:
        _follow(context, request)
        document = read_footprint(context.ledger, caller, str(footprint), context.now())
        return Response(b'{"data":' + document + b"}", media_type=JSON)

    @app.post("/events")
    def event(caller: Caller, context: Context, request: Request, data: Body) -> Response:
        _follow(context, request)
        moment = Moment(context.now(), base_url(request, context.configuration))
        answer_event(context.ledger, caller, data, moment)
        return Response(status_code=200)


def _follow(context: AppContext, request: Request) -> None:
    """Update the index of footprints from the log."""
    publish(context.ledger, Publishing(context.now(), base_url(request, context.configuration)))


def _list(documents: tuple[bytes, ...]) -> bytes:
    return b'{"data":[' + b",".join(documents) + b"]}"
