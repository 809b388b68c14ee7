"""A notice as a webhook: one signed request, whose id is that of the notice at every attempt.

Sources: Standard Webhooks 1.0.0 (headers, the secret's form, HMAC-SHA256, status 410); RFC 9110 section 15.3.
"""

import hmac
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import orjson

from ledger.client.guard import Guard
from ledger.client.http import JSON, HttpClient, HttpRequest
from ledger.service.notices.subscriptions import PREFIX
from ledger.service.notices.wording import sentence
from schemas.views.notices import NoticeView

TIMEOUT, SECONDS = 10.0, 20.0
"""Seconds to wait for the connection and each piece of an answer, and for all of it."""

ANSWER: Final = 64 * 1024
"""Bytes of an answer; its content is not read."""


def webhook_body(notice: NoticeView, base: str) -> bytes:
    """The content of a request."""
    return orjson.dumps(
        {
            "type": notice.kind,
            "timestamp": datetime.fromtimestamp(notice.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": {
                "id": notice.id,
                "name": notice.name,
                "firm": notice.firm,
                "text": sentence(notice, "en"),
                "page": f"{base}{notice.page}",
            },
        }
    )


def signature(secret: str, name: str, now: int, body: bytes) -> str:
    """The signature of a request under a secret."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((name.encode("ascii"), str(now).encode("ascii"), body))
    return f"v1,{b64encode(hmac.new(key, signed, sha256).digest()).decode('ascii')}"


def post_webhook(address: str, secret: str, name: str, now: int, body: bytes, *, lab: bool) -> int:
    """Send a request; return the status of the answer. A redirect is an answer like any other.

    Raises:
        CradleError: `remote.*`.
    """
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, name, now, body),
    }
    guard = Guard(public=not lab, seconds=SECONDS)
    with HttpClient(address, timeout=TIMEOUT, limit=ANSWER, guard=guard) as http:
        request = HttpRequest(body=body, media_type=JSON, headers=headers)
        with http.stream(request) as response:
            return response.status
