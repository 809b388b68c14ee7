"""The documentation page of the API: Swagger UI from a Python package, under the content security policy.

FastAPI's own page loads its files from another server and has an inline script, which the policy forbids.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cradle: HTTP API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/swagger/swagger-ui.css">
</head>
<body>
<main id="docs" data-openapi="/openapi.json"></main>
<script src="/static/swagger/swagger-ui-bundle.js"></script>
<script type="module" src="/static/own/docs.js"></script>
</body>
</html>
"""

router = APIRouter()


@router.get("/docs", include_in_schema=False)
def docs() -> HTMLResponse:
    """Serve the documentation page."""
    return HTMLResponse(_PAGE)


def add_static(app: FastAPI) -> None:
    """Serve the files that the pages load: those of Swagger UI and Cradle's own."""
    swagger = Path(fastapi_offline.__file__).parent / "static"
    own = Path(str(files("api.web").joinpath("static")))
    app.mount("/static/swagger", StaticFiles(directory=swagger), name="swagger")
    app.mount("/static/own", StaticFiles(directory=own), name="own")
