"""Inviting a firm without an account: its link, and what its browser sends."""

import re
from typing import Any
from urllib.parse import urlsplit

from support.asking import Firms
from support.http_api import PASSWORD

FIRM = "Example <Mining> Oy"
FORM = {"title": FIRM, "person": "anna@mine.example", "password": PASSWORD}


def invited(asking: Firms, who: str = "maker", **parts: object) -> tuple[str, str]:
    """The id of a request to a firm without an account, and the path of the link."""
    request = asking.ask(who, FIRM, product="urn:test:ore", **parts)
    return str(request["id"]), link_to(asking, request["id"], who)


def link_to(asking: Firms, request: str, who: str = "maker") -> str:
    """The path of a new link."""
    told = asking.told(who, "POST", f"/v1/requests/{request}/invitation", json={"days": 3})
    assert told["expires"] == asking.house.clock.time + 3 * 86400
    return urlsplit(told["link"]).path


def sent(asking: Firms, path: str, form: dict[str, str]) -> Any:  # noqa: ANN401
    """The answer to a form, with nothing but what a browser sends."""
    return asking.house.client.post(path, data=form)


def code_of(answer: Any) -> tuple[int, str]:  # noqa: ANN401
    """Status of a page, and the code on it."""
    (code,) = re.findall(r"<code>([a-z._]+)</code>", answer.text)
    return answer.status_code, code
