"""The application: which doors there are, and under which paths.

Built by a call and never at import, so that each test and each server has its own. There is no
interactive documentation: its pages load scripts from elsewhere.
"""

from fastapi import FastAPI

from api.problems import add_problem_handlers
from api.routers import health
from api.routers.log import log_router
from api.settings import Settings
from ledger.store.log import LOGS


def create_app(settings: Settings) -> FastAPI:
    """Build the application of one ledger.

    Args:
        settings: the ledger's open store, and whether its logs are public.
    """
    app = FastAPI(title="Cradle", docs_url=None, redoc_url=None, openapi_url=None)
    add_problem_handlers(app)
    app.include_router(health.router)
    for log in LOGS:
        app.include_router(log_router(log, settings), prefix=f"/{log}")
    return app
