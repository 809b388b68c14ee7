"""Requests for data at a ledger's doors: ask, pass on, list, read, decline, withdraw, invite.

Asking may be said twice, for one reference makes one request; a link is made once and told once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from ledger.client.administration import JsonObject, pages
from ledger.client.api_client import ApiClient, step
from ledger.client.problems import read_object
from schemas.request import DataRequest, DeclineReason, Side, State


@dataclass(frozen=True, slots=True)
class Requests:
    """The doors for who asks and who is asked; each call raises what the server refuses, or `remote.*`."""

    api: ApiClient

    def ask(self, asked: DataRequest) -> JsonObject:
        """Ask a participant, or a firm that is to be invited."""
        return self._post("", asked.model_dump(mode="json", exclude_none=True))

    def pass_on(self, request: str, asked: DataRequest) -> JsonObject:
        """Ask a supplier of one's own for what a received request takes."""
        members = asked.model_dump(mode="json", exclude_none=True)
        return self._post(f"/{step(request)}/pass-on", members)

    def list(
        self,
        side: Side | None = None,
        states: tuple[State, ...] = (),
        due: str | None = None,
        parent: str | None = None,
    ) -> Iterator[JsonObject]:
        """What one has asked and received, the newest first; see docs/http.md for what narrows it."""
        asked = {"role": side, "due": due, "parent": parent}
        query: dict[str, str | list[str]] = {
            name: value for name, value in asked.items() if value is not None
        }
        return pages(self.api, "/v1/requests", {**query, "state": list(states), "limit": "500"})

    def show(self, request: str) -> JsonObject:
        """One request, with counts of what is below it."""
        return self.api.read(f"/v1/requests/{step(request)}")

    def decline(self, request: str, reason: DeclineReason) -> JsonObject:
        """Tell the asker that there will be no answer."""
        return self._post(f"/{step(request)}/decline", {"reason": reason.value})

    def withdraw(self, request: str) -> JsonObject:
        """Take a request back."""
        return self._post(f"/{step(request)}/withdraw", {})

    def invite(self, request: str, days: int) -> JsonObject:
        """A link for the firm that a request names; one that was made before opens no more."""
        path = f"/v1/requests/{step(request)}/invitation"
        return read_object(self.api.post_once(path, orjson.dumps({"days": days})).body)

    def _post(self, path: str, members: Mapping[str, object]) -> JsonObject:
        return read_object(self.api.post(f"/v1/requests{path}", orjson.dumps(members)).body)
