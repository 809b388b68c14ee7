"""What a server tells of a calculation or a delivery besides itself: rating, study, the file for another exchange.

None of it is signed or proved; a study or rating is believed as the operator's word, and is held to what it is of.
Here too: the footprints that one's own PACT server sent.
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.client.administration import JsonObject, pages
from ledger.client.api_client import ApiClient, Query, step
from ledger.client.problems import unexpected
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.quality import QualityReport
from schemas.study import Study


@dataclass(frozen=True, slots=True)
class Reports:
    """The doors for reports; each call raises what the server refuses, or `remote.*`."""

    api: ApiClient

    def quality(self, calculation: str) -> QualityReport:
        """The rating of a calculation, its processes and defaults, as far as they are shown."""
        path = f"/v1/calculations/{step(calculation)}/quality"
        report = QualityReport.parse(self.api.get(path).body)
        if report.calculation != calculation:
            raise unexpected("calculation")
        return report

    def study(self, calculation: str) -> Study:
        """The study of a calculation, as far as it is shown."""
        path = f"/v1/calculations/{step(calculation)}/study"
        study = Study.parse(self.api.get(path).body)
        if study.calculation != calculation:
            raise unexpected("calculation")
        return study

    def export(
        self,
        delivery: str,
        form: str,
        created: datetime | None = None,
        customer_part: str | None = None,
    ) -> bytes:
        """A delivery as `pact-3`, `catena-x-pcf-9` or `battery-component-1`; `created` is in UTC, else now."""
        query: Query = {"format": form}
        if created is not None:
            query = {**query, "created": str(int(created.timestamp()))}
        if customer_part is not None:
            query = {**query, "customer_part": customer_part}
        return self.api.get(f"/v1/deliveries/{step(delivery)}/export", query).body

    def sent(self) -> list[JsonObject]:
        """The footprints that one's own PACT server sent there, the newest first."""
        return list(pages(self.api, "/v1/imports"))

    def sent_file(self, name: str) -> bytes:
        """The bytes of a footprint that was sent, by its digest."""
        data = self.api.get(f"/v1/imports/{step(name)}").body
        if digest(data) != name:
            raise CradleError("remote.mismatch", f"The server shows another file than {name}.")
        return data
