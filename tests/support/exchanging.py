"""A supplier that delivers with a figure of all groups, and the contents of its delivery for other formats.

Per kg of the salt, by flows of one unit each over 100 kg, the stated figure is

    raw_material      fossil 1.2, land use change 0.3, biogenic 0.05, uptake -0.4, unspecified 0.025
    main_production   fossil 0.5, of which avoided -0.1 apart
    distribution      fossil 0.07
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from support.ledger_folders import built_once
from support.ledger_world import ORIGIN, Party, World, made, public, replacing, signer, world

from ledger.documents.delivery_contents import DeliveryContents
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.service.answers.preview import preview
from ledger.state.drafting import Draft, seal
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.delivery import Cell
from schemas.signed.entry import Element, Product, ProductLine, Site
from schemas.signed.participant import Identifier, Participant, ParticipantSections, Profile
from schemas.signed.quality import ActivityGroup, Quality, Rating
from schemas.signed.rows import ActivityInput, Avoided
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import (
    Group,
    Known,
    ProcessCode,
    Purpose,
    Role,
    Source,
    Stage,
    Unit,
)

PUBLISHED = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)
PRODUCT = "urn:example:product:salt"
BPNS = "BPNS000000000001"

_VALUES = {
    "ore": {Group.FOSSIL: "120", Group.LAND_USE_CHANGE: "30", Group.BIOGENIC: "5"}
    | {Group.UPTAKE: "-40", Group.UNSPECIFIED: "2.5"},
    "heat": {Group.FOSSIL: "60"},
    "saved": {Group.FOSSIL: "10"},
    "truck": {Group.FOSSIL: "7"},
}
FACTORS = FactorSet(
    id="groups",
    version="2",
    title="Factors of all groups",
    method="EF 3.1 (AR6)",
    licence="open",
    rows=tuple(
        Factor(
            flow=f"test:{name}",
            unit=Unit.KG,
            direction="product",
            name=name,
            values=tuple(
                GroupValue(group=group, value=value) for group, value in sorted(values.items())
            ),
            source="made up for tests",
        )
        for name, values in sorted(_VALUES.items())
    ),
)
QUALITY = Quality(
    ratings=(
        Rating(group=ActivityGroup.MATERIAL, te_r="1.5", ge_r="2", ti_r="1", p="1"),
        Rating(group=ActivityGroup.ENERGY, te_r="2", ge_r="1", ti_r="3", p="1"),
    ),
    company_specific_share="0.625",
    coverage="0.985",
)


@dataclass(frozen=True)
class Exchange:
    """The ledger, its parties, and the ids of what was stated."""

    world: World
    supplier: Party
    customer: Party
    entry: str
    first: str
    delivery: str
    rulebook: str
    factors: str

    def contents(self, delivery: str | None = None) -> DeliveryContents:
        """The contents of a delivery, by default of the newer one."""
        return read_delivery_contents(self.world.ledger, delivery or self.delivery)

    def deliver(self, number: str, **parts: object) -> str:
        """A delivery of the salt to the customer, with its figure."""
        return self.deliver_of(self.entry, PRODUCT, number=number, **parts)

    def attest(self, auditor: Party, delivery: str, **parts: object) -> str:
        """Submit an auditor's attestation of a delivery; `parts` replace fields. Return its id."""
        fields = {
            "origin": ORIGIN,
            "issuer": auditor.id,
            "delivery": delivery,
            **dict.fromkeys(("bundle", "policy", "findings"), delivery),
            "scope": "the salt",
            "level": "agreed_upon_procedures",
            "materiality": "5",
            "depth": Depth(default="recomputed"),
            "outcome": "verified",
            "nonce": self.world.fresh(),
        }
        draft = Draft(Attestation(**{**fields, **parts}))
        return self.world.submit(draft, auditor.working).id

    def deliver_of(self, entry: str, product: str, **parts: object) -> str:
        """A delivery of an entry's main line to the customer, with its figure."""
        figure = preview(self.world.ledger, entry, "main", self.rulebook, [self.factors])
        fields = {"product": product, "figure": figure, **parts}
        return self.world.deliver(self.supplier, entry, self.customer, **fields)


def used(flow: str, stage: Stage, purpose: Purpose = Purpose.MATERIAL) -> ActivityInput:
    """One kg of a flow."""
    return ActivityInput(
        type="activity",
        flow=f"test:{flow}",
        amount="1",
        unit=Unit.KG,
        purpose=purpose,
        stage=stage,
        source=Source.DATASET,
        known=Known.WEIGHED,
    )


def saved() -> Avoided:
    """Production that the process replaced elsewhere."""
    return Avoided(
        flow="test:saved",
        amount="1",
        unit=Unit.KG,
        stage=Stage.MAIN_PRODUCTION,
        known=Known.WEIGHED,
    )


def register(begun: World, name: str, role: Role, identifiers: Sequence[tuple[str, str]]) -> Party:
    """A party whose profile has identifiers."""
    root, working = signer(f"{name} root"), signer(f"{name} working")
    profile = Profile(
        legal_name=f"{name.title()} Ltd",
        country="SE",
        identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, value in identifiers),
    )
    sealed = seal(Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, begun.fresh)
    participant = Participant(
        origin=ORIGIN,
        root_keys=(public(root),),
        threshold=1,
        working_keys=(public(working),),
        roles=(role,),
        registrar=begun.registrar.id,
        sections=ParticipantSections(**sealed.digests),
    )
    draft = Draft(participant, sealed.documents)
    begun.submit(draft, root, working, begun.registrar.working)
    return Party(name, draft.id, root, working)


@built_once
@contextmanager
def exchange(folder: Path, database: str | None = None) -> Iterator[Exchange]:
    """A ledger with a delivery and the one that replaced it."""
    with world(folder, database) as begun:
        known = [("bpnl", "BPNL000000000001"), ("lei", "5299 00")]
        supplier = register(begun, "salts", Role.SUPPLIER, known)
        customer = begun.register("packs", Role.MANUFACTURER)
        rulebook = begun.ledger.keep(load_rulebook("study-full-substitution-1"))
        factors = begun.ledger.keep(FACTORS)
        elements = (Element(element="C", fraction="0.12"), Element(element="Ni", fraction="0.4"))
        line = ProductLine(line="main", form="dry", kg_per_unit="1", elements=elements)
        entry = begun.enter(
            supplier,
            [made(supplier, product=PRODUCT)],
            inputs=[
                used("ore", Stage.RAW_MATERIAL),
                used("heat", Stage.MAIN_PRODUCTION),
                used("truck", Stage.DISTRIBUTION),
            ],
            avoided=[saved()],
            product=Product(lines=(line,)),
            quality=QUALITY,
            site=Site(code=BPNS, country="FI"),
            process=ProcessCode.RAW_UNSPECIFIED,
        )
        it = Exchange(begun, supplier, customer, entry, "", "", rulebook, factors)
        first = it.deliver("S-1")
        newer = it.deliver("S-2", supersedes=replacing(first))
        yield replace(it, first=first, delivery=newer)


def with_cells(contents: DeliveryContents, *cells: Cell) -> DeliveryContents:
    """The same, with another, unsigned figure."""
    ordered = sorted(cells, key=lambda row: (row.stage, row.group, row.sign, row.term or ""))
    figure = contents.figure.model_copy(update={"cells": tuple(ordered)})
    return replace(contents, figure=figure)


def with_delivery(contents: DeliveryContents, **parts: object) -> DeliveryContents:
    """The same, with other members of the delivery."""
    return replace(contents, delivery=contents.delivery.model_copy(update=parts))


def with_entry(contents: DeliveryContents, **parts: object) -> DeliveryContents:
    """The same, with other members of the entry."""
    return replace(contents, entry=contents.entry.model_copy(update=parts))
