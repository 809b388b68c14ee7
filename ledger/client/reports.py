"""A server's reports on a calculation or a delivery: rating, study, declaration, the file for another exchange.

None of it is signed or proved. A study or rating is the operator's word; only its subject is checked. The module also
reads the footprints that the caller's own PACT server sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.client.administration import JsonObject, pages
from ledger.client.api_client import ApiClient, Query, step
from ledger.client.line import BorderYear
from ledger.client.problems import unexpected
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.exchanged.price_scenario import PriceScenario
from schemas.signed.quality import QualityReport
from schemas.views.carbon_price import CarbonPriceReport, PriceRequest
from schemas.views.cbam_result import CbamReport
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.difference import Comparison, Difference
from schemas.views.origin import Origin
from schemas.views.portfolio import Portfolio
from schemas.views.study import Study, StudyScope
from schemas.views.territory import Per, TerritoryReport


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of the HTTP API; each call raises the server's refusal, or `remote.*`."""

    api: ApiClient

    def quality(self, calculation: str) -> QualityReport:
        """The rating of a calculation, with the processes and defaults that this login may see."""
        path = f"/v1/calculations/{step(calculation)}/quality"
        report = QualityReport.parse(self.api.get(path).body)
        if report.calculation != calculation:
            raise unexpected("calculation")
        return report

    def study(self, calculation: str, scope: StudyScope = "full") -> Study:
        """The study of a calculation, as far as this login may see it."""
        path = f"/v1/calculations/{step(calculation)}/study"
        study = Study.parse(self.api.get(path, {"scope": scope}).body)
        if study.calculation != calculation:
            raise unexpected("calculation")
        if study.scope != scope:
            raise unexpected("scope")
        return study

    def declaration(self, statement: str) -> DeclarationDocument:
        """The document of a declaration or calculation that this login is shown."""
        path = f"/v1/documents/{step(statement)}"
        found = DeclarationDocument.parse(self.api.get(path).body)
        if statement not in {found.digests.declaration, found.digests.calculation}:
            raise unexpected("digests")
        return found

    def border(self, entry: str, factor_sets: Sequence[str], of: BorderYear) -> CbamReport:
        """The goods of an entry at the carbon border, to the digits that this login may see."""
        query: Query = {"factor_set": sorted(factor_sets), "year": str(of.year)}
        if of.cscf is not None:
            query = {**query, "cscf": of.cscf}
        found = CbamReport.parse(self.api.get(f"/v1/entries/{step(entry)}/border", query).body)
        if (found.year, of.cscf or found.cscf) != (of.year, found.cscf):
            raise unexpected("border")
        return found

    def difference(self, before: str, after: str) -> Difference:
        """Why the figures of two calculations or declarations differ, as far as this login may see."""
        query: Query = {"before": before, "after": after}
        found = Difference.parse(self.api.get("/v1/differences", query).body)
        for name, side in ((before, found.before), (after, found.after)):
            if name not in {side.calculation, side.declaration}:
                raise unexpected("difference")
        return found

    def comparison(self, calculation: str, rulebooks: tuple[str, ...] = ()) -> Comparison:
        """The battery of a calculation or declaration under rulebooks, by id or digest; without any, under all."""
        query: Query = {"calculation": calculation, "rulebook": list(rulebooks)}
        return Comparison.parse(self.api.get("/v1/comparisons", query).body)

    def element_origin(self, calculation: str) -> Origin:
        """The origin of the elements of a calculation's battery, as far as this login may see it."""
        path = f"/v1/calculations/{step(calculation)}/origin"
        found = Origin.parse(self.api.get(path).body)
        if found.calculation != calculation:
            raise unexpected("calculation")
        return found

    def territory(
        self, calculation: str, per: Per = "battery", market: str | None = None
    ) -> TerritoryReport:
        """The emissions of a calculation or declaration by country, for a market that the caller asserts."""
        query: Query = {"per": per} if market is None else {"per": per, "market": market}
        path = f"/v1/calculations/{step(calculation)}/territory"
        found = TerritoryReport.parse(self.api.get(path, query).body)
        _require_subject(calculation, found)
        return found

    def carbon_price(
        self, calculation: str, scenarios: tuple[PriceScenario, ...]
    ) -> CarbonPriceReport:
        """The cost of price scenarios on the battery of a calculation or declaration."""
        asked = PriceRequest(scenarios=scenarios)
        path = f"/v1/calculations/{step(calculation)}/carbon-price"
        answer = self.api.post(path, model_bytes(asked))
        found = CarbonPriceReport.parse(answer.body)
        _require_subject(calculation, found)
        if tuple(one.scenario for one in found.scenarios) != scenarios:
            raise unexpected("scenarios")
        return found

    def portfolio(self, since: int | None, sigma: str | None, samples: int) -> Portfolio:
        """The scores of the caller's calculations as of now."""
        asked = {"since": since, "sigma": sigma, "samples": samples or None}
        query = {name: str(value) for name, value in asked.items() if value is not None}
        found = Portfolio.parse(self.api.get("/v1/portfolio", query).body)
        if found.since != since:
            raise unexpected("since")
        return found

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


def _require_subject(calculation: str, found: TerritoryReport | CarbonPriceReport) -> None:
    """Refuse a report on another figure than was asked for."""
    if calculation not in {found.calculation, found.declaration}:
        raise unexpected("calculation")
