"""Requests for data over the HTTP API: ask, pass on, list, read, decline, withdraw, invite.

Asking is idempotent: one reference makes one request. An invitation link is made once and returned once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from ledger.client.administration import JsonObject, pages
from ledger.client.api_client import ApiClient, step
from ledger.client.problems import read_object
from schemas.exchanged.request import DataRequest, DeclineReason, Side, State


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of an asker or an addressee; each call raises the server's refusal, or `remote.*`."""

    api: ApiClient

    def ask(self, asked: DataRequest) -> JsonObject:
        """Ask a participant, or a firm to be invited."""
        return self._post("", asked.model_dump(mode="json", exclude_none=True))

    def pass_on(self, request: str, asked: DataRequest) -> JsonObject:
        """Ask a supplier of the caller, to answer a received request."""
        members = asked.model_dump(mode="json", exclude_none=True)
        return self._post(f"/{step(request)}/pass-on", members)

    def list(
        self,
        side: Side | None = None,
        states: tuple[State, ...] = (),
        due: str | None = None,
        parent: str | None = None,
    ) -> Iterator[JsonObject]:
        """The requests that the caller sent and received, newest first; docs/http.md describes the filters."""
        asked = {"role": side, "due": due, "parent": parent}
        query: dict[str, str | list[str]] = {
            name: value for name, value in asked.items() if value is not None
        }
        return pages(self.api, "/v1/requests", {**query, "state": list(states), "limit": "500"})

    def show(self, request: str) -> JsonObject:
        """One request, with counts of the requests below it."""
        return self.api.read(f"/v1/requests/{step(request)}")

    def decline(self, request: str, reason: DeclineReason) -> JsonObject:
        """Decline a request: the asker gets no answer."""
        return self._post(f"/{step(request)}/decline", {"reason": reason.value})

    def withdraw(self, request: str) -> JsonObject:
        """Withdraw a request."""
        return self._post(f"/{step(request)}/withdraw", {})

    def invite(self, request: str, days: int) -> JsonObject:
        """Make a link for the firm that a request names; an earlier link stops working."""
        path = f"/v1/requests/{step(request)}/invitation"
        return read_object(self.api.post_once(path, orjson.dumps({"days": days})).body)

    def _post(self, path: str, members: Mapping[str, object]) -> JsonObject:
        return read_object(self.api.post(f"/v1/requests{path}", orjson.dumps(members)).body)
