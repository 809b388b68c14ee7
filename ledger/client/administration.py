"""The operator's calls to its server about PACT partners and stored methods, and lists page after page.

Responses are returned unchanged; docs/http.md describes their members. A request that creates something is sent
once; after a lost connection, the caller checks whether it was created.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from ledger.client.api_client import ApiClient
from ledger.client.paths import Query, step
from ledger.client.problems import read_object

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Administration:
    """The operator's part of the HTTP API; each call raises the server's refusal, or `remote.*`."""

    api: ApiClient

    def remove_method(self, digest: str) -> None:
        """Remove a rulebook or factor set that nothing uses."""
        self.api.delete(f"/v1/methods/{step(digest)}")

    def partners(self) -> list[JsonObject]:
        """The registered PACT servers, without secrets."""
        return list(pages(self.api, "/v1/partners"))

    def register_partner(self, organisation: str, members: Mapping[str, str]) -> None:
        """Register an organisation's PACT server: base, client_id, client_secret, token_url and so on."""
        path = f"/v1/organisations/{step(organisation)}/partner"
        self.api.put(path, orjson.dumps(members))

    def ask_partner(self, organisation: str, criteria: Mapping[str, object]) -> str:
        """Ask a partner for footprints by PACT's criteria; return the id of the request."""
        path = f"/v1/organisations/{step(organisation)}/partner/requests"
        return str(self._add(path, criteria).get("id"))

    def partner_requests(self) -> list[JsonObject]:
        """The newest requests to partners, with state and answer."""
        return list(pages(self.api, "/v1/partners/requests"))

    def refused_events(self) -> list[JsonObject]:
        """The events of partners that were refused for their content, newest first."""
        return list(pages(self.api, "/v1/partners/refused-events"))

    def refused_event(self, digest: str) -> bytes:
        """A refused event as it was sent."""
        return self.api.get(f"/v1/partners/refused-events/{step(digest)}").body

    def _add(self, path: str, new: Mapping[str, object]) -> JsonObject:
        members = {name: value for name, value in new.items() if value is not None}
        return read_object(self.api.post_once(path, orjson.dumps(members)).body)


def pages(api: ApiClient, path: str, query: Query | None = None) -> Iterator[JsonObject]:
    """Yield the items of a list, page after page.

    Raises:
        CradleError: the server's refusal, or `remote.*`.
    """
    cursor: object = None
    while True:
        asked = {**(query or {}), **({"cursor": cursor} if isinstance(cursor, str) else {})}
        page = api.read(path, asked)
        items = page.get("items")
        yield from (
            (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
        )
        following = page.get("next")
        if not isinstance(following, str) or following == cursor:
            return
        cursor = following
