"""The reference of the API: written out whole, under a policy without scripts, and quiet in a real browser."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from structlog.testing import capture_logs
from support.browsing import opened
from support.http_api import House
from support.servers import serving

from api.app import create_app
from api.web.docs import STILL
from api.web.style import script_address

BROKEN = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
"""Only what is broken; contrast takes long on 150 operations, whose colours are those of every other page."""


@pytest.fixture(scope="module")
def page(inside: House) -> str:
    """The page."""
    return inside.client.get("/docs").text


@pytest.fixture(scope="module")
def document(inside: House) -> dict[str, Any]:
    """The document that it shows."""
    found: dict[str, Any] = json.loads(inside.client.get("/openapi.json").text)
    return found


def test_every_operation_and_schema_is_on_the_page(page: str, document: dict[str, Any]) -> None:
    """With its address, parameters and body, and each link leads to a part of the page."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            section = page.partition(f'<h3 id="{operation["operationId"]}">')[2].partition("<h3")[0]
            for given in operation.get("parameters", []):
                assert f"<code>{given['name']}</code>" in section, (path, given["name"])
            assert ("<h4>Body</h4>" in section) == ("requestBody" in operation)
    places = set(re.findall(r' id="([^"]+)"', page))
    assert {f"schema-{name}" for name in document["components"]["schemas"]} <= places
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places


def test_nothing_on_the_page_runs_or_comes_from_elsewhere(inside: House, page: str) -> None:
    """No script, no handler, no style of its own; and the files of an interactive reference are not served."""
    assert not re.search(r"<script|<iframe|<object|\son\w+=|javascript:|\sstyle=", page)
    assert "//" not in re.sub(r"<code>[^<]*</code>", "", page)
    policy = inside.client.get("/docs").headers["content-security-policy"]
    assert policy == STILL
    assert "script-src 'none'" in policy
    for path in ("/static/swagger/swagger-ui-bundle.js", "/static/own/docs.js", "/redoc"):
        assert inside.client.get(path).status_code == 404


@pytest.mark.outside
def test_a_browser_runs_no_script_there(inside: House, browser: Browser) -> None:
    """Not even one of this server that is put into the page; the page is accessible and quiet before that."""
    with capture_logs(), serving(create_app(inside.context)) as url:
        watched = opened(browser, f"{url}/docs", 1280)
        assert watched.page.evaluate("document.scripts.length") == 0
        assert Axe().run(watched.page, options=BROKEN).response["violations"] == []
        address = script_address("copy.js")
        put = f"""() => new Promise((done) => {{
            const script = document.createElement("script");
            script.src = "{address}";
            script.onload = () => done("ran");
            script.onerror = () => done("refused");
            document.head.append(script);
        }})"""
        assert watched.page.evaluate(put) == "refused"
        assert len(watched.said) == 1
        assert "script-src 'none'" in watched.said.pop()
        watched.close()
