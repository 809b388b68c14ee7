"""Firms of the golden chain: they register, and they state entries."""

from ledger.state.drafting import Draft
from schemas.base import Model
from schemas.signed.entry import Entry, EntrySections, Product
from schemas.signed.inventory import Inventory
from schemas.signed.participant import Identifier, Participant, ParticipantSections, Profile
from schemas.signed.quality import Quality
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Role
from tools.golden_chain import ORIGIN, Chain, seal_as
from tools.golden_figures import YEAR
from tools.golden_keys import public


def firm(legal_name: str, country: str) -> Profile:
    """The profile of a firm, with an invented number for value-added tax."""
    identifier = Identifier(scheme="vat", value=f"{country}-EXAMPLE")
    return Profile(legal_name=legal_name, country=country, identifiers=(identifier,))


def register(chain: Chain, name: str, role: Role, profile: Profile, roots: int = 1) -> None:
    """Register a firm under its own keys and, unless it is the first, the registrar's."""
    sealed = seal_as(name, Kind.PARTICIPANT, None, {SectionName.PROFILE: profile})
    root_names = tuple(f"{name} root {number + 1}" for number in range(roots))
    first = not chain.statements
    statement = Participant(
        origin=ORIGIN,
        root_keys=tuple(sorted(map(public, root_names), key=lambda row: row.key)),
        threshold=roots,
        working_keys=(public(f"{name} working"),),
        roles=(role,),
        registrar=None if first else chain.id("registrar"),
        sections=ParticipantSections.model_validate(sealed.digests),
    )
    keys = (*root_names, f"{name} working", *(() if first else ("registrar working",)))
    chain.register(name, Draft(statement, sealed.documents), keys)


def enter(
    chain: Chain,
    name: str,
    issuer: str,
    header: dict[str, object],
    contents: tuple[Inventory, Product, Quality | None],
) -> None:
    """Admit an entry of a firm.

    Args:
        chain: the chain.
        name: of the entry.
        issuer: the name of the firm.
        header: members of the entry; without a period it is of the chain's year.
        contents: its sections.
    """
    inventory, product, quality = contents
    values: dict[SectionName, Model] = {
        SectionName.INVENTORY: inventory,
        SectionName.PRODUCT: product,
    }
    if quality is not None:
        values[SectionName.QUALITY] = quality
    sealed = seal_as(name, Kind.ENTRY, chain.id(issuer), values)
    statement = Entry.model_validate(
        {
            "origin": ORIGIN,
            "issuer": chain.id(issuer),
            "period": YEAR,
            "sections": EntrySections.model_validate(sealed.digests),
            **header,
        }
    )
    chain.admit(name, Draft(statement, sealed.documents), f"{issuer} working")
    chain.know(name, inventory, product)
