"""Files dropped on the page "Check a file": of the small battery chain's declaration, sound and altered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare

from api.configuration import Configuration
from ledger.audit.bundle.container import pack, unpack
from ledger.audit.policy import format_policy
from ledger.bundles.export import export_bundle
from ledger.service.access.own_policy import own_policy

LINES = "application/x-ndjson"
DATA = "application/json"
"""What a script and a program accept."""


@dataclass
class Dropped:
    """A server with a declaration, and the files about it."""

    house: House
    chain: BatteryChain
    declaration: str

    @property
    def whole(self) -> bytes:
        """The auditor's bundle, from which the figure is recomputed."""
        return export_bundle(self.chain.world.ledger, self.declaration)

    @property
    def public(self) -> bytes:
        """The public bundle, without recipes."""
        return self.house.client.get(f"/declarations/{self.declaration[7:]}.bundle").content

    @property
    def tampered(self) -> bytes:
        """The auditor's bundle with one amount of a recipe changed, packed again as the format says."""
        files = unpack(self.whole)
        name = next(name for name in files if b'"amount":"50"' in files[name])
        return pack({**files, name: files[name].replace(b'"amount":"50"', b'"amount":"40"')})

    @property
    def policy(self) -> bytes:
        """The server's own policy as a reader's file; a comment makes it another file."""
        return b"# mine\n" + format_policy(own_policy(self.chain.world.ledger))

    def receipt(self, statement: str | None = None, kind: str = "declarations") -> bytes:
        """The receipt of a statement, as the API gives it."""
        path = f"/v1/{kind}/{statement or self.declaration}/receipt"
        return self.house.client.get(path, headers=self.house.as_("operator")).content

    def post(self, files: Mapping[str, bytes], accept: str = "text/html", lang: str = "en") -> Any:  # noqa: ANN401
        """The answer to a form with these files, by their fields."""
        sent = {name: (f"{name}.bin", data) for name, data in files.items()}
        headers = {"Accept": accept}
        return self.house.client.post(f"/check?lang={lang}", files=sent, headers=headers)


def dropped(chain: BatteryChain, **settings: object) -> Dropped:
    """A server of the chain with a declaration; `settings` replace those of the server."""
    name = declare(chain, calculate(chain))
    configuration = Configuration(_env_file=None, **settings)  # type: ignore[call-arg, arg-type]  # read by pydantic
    return Dropped(furnished(chain, configuration), chain, name)
