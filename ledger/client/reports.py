"""A server's reports on a calculation or a delivery: rating, study, declaration, the file for another exchange.

None of it is signed or proved. A study or rating is the operator's word; only its subject is checked. The module also
reads the footprints that the caller's own PACT server sent.
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.client.administration import JsonObject, pages
from ledger.client.api_client import ApiClient
from ledger.client.paths import Query, step
from ledger.trust.leaves import digest
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of the HTTP API; each call raises the server's refusal, or `remote.*`."""

    api: ApiClient

    def export(
        self,
        delivery: str,
        form: str,
        created: datetime | None = None,
        customer_part: str | None = None,
    ) -> bytes:
        """A delivery as `pact-3`, `catena-x-pcf-9` or `battery-component-1`; `created` is in UTC, by default now."""
        query: Query = {"format": form}
        if created is not None:
            query = {**query, "created": str(int(created.timestamp()))}
        if customer_part is not None:
            query = {**query, "customer_part": customer_part}
        return self.api.get(f"/v1/deliveries/{step(delivery)}/export", query).body

    def sent(self) -> list[JsonObject]:
        """The footprints that the caller's own PACT server sent, newest first."""
        return list(pages(self.api, "/v1/imports"))

    def sent_file(self, name: str) -> bytes:
        """The bytes of a footprint that was sent, by its digest."""
        data = self.api.get(f"/v1/imports/{step(name)}").body
        if digest(data) != name:
            detail = f"The server's file is not {name}; do not rely on it."
            raise CradleError("remote.mismatch", detail)
        return data
