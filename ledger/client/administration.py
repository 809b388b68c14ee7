"""What an operator does at its server's doors: organisations, credentials, engagements, the journal.

Answers are passed on as they come: what stands in them is docs/http.md's to say. What makes something is sent
once; after a lost connection, look whether it was made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from ledger.client.api_client import ApiClient, Query, step
from ledger.client.problems import read_object

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Administration:
    """The doors for whoever runs them; each call raises what the server refuses, or `remote.*`."""

    api: ApiClient

    def organisations(self) -> list[JsonObject]:
        """All organisations."""
        return list(pages(self.api, "/v1/organisations"))

    def open_organisation(
        self, name: str, title: str, participant: str | None = None
    ) -> JsonObject:
        """Open an organisation under a short name; `participant` where it is registered already."""
        return self._add(
            "/v1/organisations", {"id": name, "name": title, "participant": participant}
        )

    def credentials(self, organisation: str) -> list[JsonObject]:
        """The credentials of an organisation; never a secret."""
        return list(pages(self.api, f"/v1/organisations/{step(organisation)}/credentials"))

    def add_credential(self, organisation: str, new: Mapping[str, object]) -> JsonObject:
        """Add a credential (id, kind, roles, password of a person, expires); its secret is told once."""
        return self._add(f"/v1/organisations/{step(organisation)}/credentials", new)

    def end_credential(self, name: str) -> None:
        """End a credential at once."""
        self.api.delete(f"/v1/credentials/{step(name)}")

    def engagements(self) -> list[JsonObject]:
        """The operator's: all. An auditor's: its own that have not ended."""
        return list(pages(self.api, "/v1/engagements"))

    def engage(self, auditor: str, subject: str) -> JsonObject:
        """Open all that a subject rests on to an auditor's organisation."""
        return self._add("/v1/engagements", {"auditor": auditor, "subject": subject})

    def revoke_engagement(self, name: str) -> None:
        """End an engagement."""
        self.api.delete(f"/v1/engagements/{step(name)}")

    def journal(self) -> Iterator[JsonObject]:
        """Who read what of one's own data, newest first."""
        return pages(self.api, "/v1/journal", {"limit": "500"})

    def _add(self, path: str, new: Mapping[str, object]) -> JsonObject:
        members = {name: value for name, value in new.items() if value is not None}
        return read_object(self.api.post_once(path, orjson.dumps(members)).body)


def pages(api: ApiClient, path: str, query: Query | None = None) -> Iterator[JsonObject]:
    """The items of a list, page after page.

    Raises:
        CradleError: what the server refuses, or `remote.*`.
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
