"""The HTTP application with all its routes.

`create_app` builds a new application at each call, so that tests and servers share none.

    /v1/...                  Cradle's own API: statements, figures, bundles, accounts
    /3/...                   PACT 3: footprints and events
    /auth/token              access tokens for machines, found by /.well-known/openid-configuration
    /entries/, /registry/    both logs (C2SP)
    /invitation/...          the form behind an invitation's link
    /, /login                the start page, and logging in on a page
    /password                a person's own change of its password
    /notices                 what concerns an organisation, and where that is sent
    /manufacturer/...        the manufacturer's workspace
    /supplier/...            the supplier's workspace
    /auditor/...             the auditor's workspace
    /drafts/, /statements/   the signing page of a draft, and the receipt of a statement
    /declarations/...        the public page of a declaration, and its files
    /check                   checks a dropped bundle or receipt
    /log                     looks up a statement or position in the logs
    /docs, /openapi.json     the documentation of the API
    /health, /ready          liveness and readiness; /metrics if it is switched on
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version

from fastapi import FastAPI
from starlette.routing import BaseRoute

from api.addresses import trusted_networks
from api.authentication import require_log_access
from api.context import AppContext
from api.forwarding import Forwarding
from api.headers import SecurityHeaders
from api.introduction import INTRODUCTION, TAGS
from api.limits import LimitBody
from api.openapi import Application
from api.pact.app import create_pact_app
from api.problems import add_problem_handlers
from api.questions import questions_router
from api.routers import auth, health
from api.routers.log import log_router
from api.routers.v1 import (
    batches,
    declarations,
    drafts,
    invitations,
    lint,
    registrations,
    requests,
    sessions,
    sheets,
)
from api.routers.v1.statements import statements_router
from api.telemetry import Metrics, Observe
from api.web import docs, routes
from api.web.errors import refusal_page
from ledger.store.log import LOGS
from schemas.signed.kinds import PLURALS


def create_app(context: AppContext) -> FastAPI:
    """Build the HTTP application of a ledger.

    Args:
        context: the open ledger, and the operator's settings.
    """
    app = Application(
        title="Cradle",
        summary="A ledger of product carbon footprints.",
        description=INTRODUCTION,
        openapi_tags=TAGS,
        version=version("cradle-ledger"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # The framework's redirect would repeat the `Host` that a request states.
        separate_input_output_schemas=False,
    )
    app.state.context = context
    app.state.metrics = metrics = Metrics()
    app.add_middleware(LimitBody, context=context)
    public = context.configuration.public_url
    trusted = trusted_networks(context.configuration)
    app.add_middleware(Forwarding, trusted=trusted, public_url=public)
    app.add_middleware(SecurityHeaders, https=public is not None and public.scheme == "https")
    app.add_middleware(Observe, metrics=metrics)
    add_problem_handlers(app, refusal_page)
    app.router.routes.extend(_common_routes())
    logs_open = context.configuration.logs_open
    for log in LOGS:
        opened = log_router(log, context.ledger.store, require_log_access, public=logs_open)
        app.include_router(opened, prefix=f"/{log}")
    app.mount("/3", create_pact_app(context))
    docs.add_docs(app)
    return app


@cache
def _common_routes() -> Sequence[BaseRoute]:
    """The routes that find their ledger through the request, built once for all applications of a process.

    Those of the API stand in one list: a router in a router compares each path twice, and a program asks most often.
    """
    return [*health.router.routes, *auth.router.routes, *_first_version(), *routes.pages().routes]


def _first_version() -> Iterator[BaseRoute]:
    """Yield all routes of `/v1`; those with a fixed word come before those with an id in the same position."""
    yield from questions_router().routes
    for part in (
        sessions,
        declarations,
        lint,
        sheets,
        drafts,
        batches,
        requests,
        invitations,
        registrations,
    ):
        yield from part.router.routes
    for kind, plural in PLURALS.items():
        yield from statements_router(kind, plural).routes
