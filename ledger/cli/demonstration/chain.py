"""The supply chain of the demo: one participant a site, entries and deliveries in the order of the goods.

Each statement takes the path of any submission: it is signed by the site's own keys, checked, logged and answered with
a receipt. Each delivery carries the figure that the supplier states to its customer, and lets it be compared under
what comes with Cradle. The keys are demo keys: all of them are in one folder and unencrypted, which no real chain would
do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ledger.append.ledger import Ledger
from ledger.append.submit import submit
from ledger.cli.keys.identity import (
    Identity,
    create_identity,
    fresh,
    keep_registration,
    sign_registration,
)
from ledger.cli.keys.passphrases import unprotected
from ledger.exchange.case_figures import period_of
from ledger.exchange.case_folder import DOCUMENTS
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_statements import (
    build_inventory,
    build_product,
    line_of,
    model_of,
    product_id,
)
from ledger.footprint.graph.numbers import format_decimal
from ledger.service.answers.preview import preview
from ledger.state.border_graph import BorderRequest
from ledger.state.drafting import Draft, seal, sign_draft
from ledger.state.methods import shipped_methods
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry, EntrySections, Site
from schemas.signed.inventory import LoopCut
from schemas.signed.participant import Place, Profile
from schemas.signed.statement import Kind, SectionName
from schemas.values import Period
from schemas.vocabulary import DataBasis, Role, Use

Advance = Callable[[str], None]


@dataclass
class Chain:
    """A case on its way into a ledger: identities, entries, deliveries and cuts by site."""

    ledger: Ledger
    plan: Plan
    rulebook: str
    factor_sets: tuple[str, ...]
    folder: Path
    registrar: Identity
    advance: Advance
    cuts: Mapping[str, tuple[LoopCut, ...]] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    deliveries: dict[tuple[str, str, Use], str] = field(default_factory=dict)
    delivered: Callable[[str, str], None] = lambda output, delivery: None  # noqa: ARG005 - what follows a delivery

    @property
    def period(self) -> Period:
        """The period that all entries of the case cover."""
        return period_of(self.plan.case)

    def run(self) -> None:
        """Register every site, then submit entries and deliveries, suppliers first."""
        for site in self.plan.order:
            self.identities[site] = self.register(self._folder(site), *self._profile(site))
            self.advance(f"registered {site}")
        for site in self.plan.order:
            self.enter(site)
            for customer in self.plan.order:
                self.deliver_between(site, customer)

    def _folder(self, site: str) -> Path:
        return self.folder / site

    def _profile(self, site: str) -> tuple[Profile, tuple[Role, ...]]:
        row, declared = self.plan.case.sites[site], self.plan.case.declared
        if declared is not None and declared.site == site:
            roles = (Role.MANUFACTURER, Role.SUPPLIER)
            town = declared.town
            profile = Profile(
                legal_name=declared.manufacturer,
                country=row.country,
                details=declared.details,
                sites=None if town is None else (Place(site=site, town=town),),
            )
            return profile, roles
        return Profile(legal_name=row.name, country=row.country), (Role.SUPPLIER,)

    def register(self, folder: Path, profile: Profile, roles: tuple[Role, ...]) -> Identity:
        """Make keys in a folder and register them."""
        identity = create_identity(folder, unprotected)
        registration = sign_registration(
            identity, self.ledger.origin, profile, roles, self.registrar
        )
        participant = submit(self.ledger, registration).id
        return keep_registration(identity, participant, self.ledger.origin)

    def send(self, identity: Identity, draft: Draft) -> str:
        """Sign a statement, submit it, and return its id."""
        return submit(self.ledger, sign_draft(draft, [identity.working])).id

    def enter(self, site: str) -> None:
        """Sign and submit the entry of a site."""
        case, identity = self.plan.case, self.identities[site]
        self._keep_documents(site)
        row = case.sites[site]
        inventory = build_inventory(
            self.plan,
            site,
            self.received(site, Use.PHYSICAL),
            self.received(site, Use.REPRESENTATIVE),
            self.cuts.get(site, ()),
        )
        sections = {
            SectionName.INVENTORY: inventory,
            SectionName.PRODUCT: build_product(case, site),
        }
        sealed = seal(Kind.ENTRY, identity.id, sections, fresh)
        entry = Entry(
            origin=self.ledger.origin,
            issuer=identity.id,
            site=Site(code=site, country=row.country),
            process=row.process_code,
            period=self.period,
            basis=DataBasis.SITE_PERIOD_AVERAGE,
            model=model_of(case, site),
            sections=EntrySections.model_validate(sealed.digests),
        )
        self.entries[site] = self.send(identity, Draft(entry, sealed.documents))
        self.advance(f"entered {site} {row.name}")

    def documents_of(self, site: str) -> Path:
        """The folder of a site's documents, beside its keys."""
        return self._folder(site) / DOCUMENTS

    def _keep_documents(self, site: str) -> None:
        """Write the documents behind the site's rows beside its keys: it keeps them, and the log has their digests."""
        for flow in self.plan.flows[site]:
            if flow.evidence is not None:
                folder = self.documents_of(site)
                folder.mkdir(exist_ok=True)
                (folder / flow.evidence).write_bytes(self.plan.case.documents[flow.evidence])

    def received(self, site: str, use: Use) -> Mapping[str, str]:
        """The deliveries that a site has received, by output."""
        return {
            output: delivery
            for (output, customer, how), delivery in self.deliveries.items()
            if customer == site and how is use
        }

    def deliver_between(self, site: str, customer: str) -> None:
        """Submit the deliveries from a site that one customer's inventory will cite."""
        case = self.plan.case
        taken, credited = self.plan.physical(customer), self.plan.credited(customer)
        for line in (site, *(row.id for row in case.further(site))):
            if line in taken:
                self.deliver(line, customer, Use.PHYSICAL, format_decimal(taken[line]))
            if line in credited or (line == site and self._serves(site, customer)):
                self.deliver(line, customer, Use.REPRESENTATIVE, None)

    def _serves(self, site: str, customer: str) -> bool:
        """True if the site carries the batteries of the customer, or treats the used ones."""
        battery = self.plan.case.battery
        return battery is not None and customer == battery.site and site in battery.services

    def deliver(self, output: str, customer: str, use: Use, amount: str | None) -> None:
        """Sign and submit one delivery of an output to another site."""
        recipient = self.identities[customer].id
        delivery_id = self.deliver_to(
            recipient, output, use, amount, f"{output}-{customer}-{use.value}"
        )
        self.deliveries[output, customer, use] = delivery_id

    def deliver_to(
        self, recipient: str, output: str, use: Use, amount: str | None, number: str = "1"
    ) -> str:
        """Sign and submit one delivery of an output, with the figure that it states; return its id."""
        case = self.plan.case
        site, line = case.maker(output), line_of(case, output)
        identity, entry = self.identities[site], self.entries[site]
        end = date.fromisoformat(self.period.end)
        delivery = Delivery(
            origin=self.ledger.origin,
            issuer=identity.id,
            recipient=recipient,
            entry=entry,
            line=line,
            product=product_id(case, output),
            unit=case.lines[output].unit,
            number=number,
            use=use,
            amount=amount,
            valid_until=None if amount else end.replace(year=end.year + 1).isoformat(),
            figure=self.figure(output),
            methods=tuple(sorted({self.rulebook, *self.factor_sets, *shipped_methods()})),
            nonce=fresh(),
        )
        delivery_id = self.send(identity, Draft(delivery))
        self.advance(f"delivered {output}")
        self.delivered(output, delivery_id)
        return delivery_id

    def figure(self, output: str) -> DeliveredFigure:
        """The figure of an output, with its quantities at the carbon border if it is a good of an import."""
        case = self.plan.case
        border_request = None
        if case.border is not None and case.lines[output].cn is not None:
            border_request = BorderRequest(case.border.year, case.border.cscf)
        entry, line = self.entries[case.maker(output)], line_of(case, output)
        return preview(self.ledger, entry, line, self.rulebook, self.factor_sets, border_request)
