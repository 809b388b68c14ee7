"""Firms of the golden chain: they register, and they state entries."""

from support.golden.chain import ORIGIN, YEAR, Chain, salt, seal_as, signer

from ledger.state.drafting import Draft
from schemas.base import Model
from schemas.signed.entry import Entry, EntrySections, Product
from schemas.signed.inventory import Inventory
from schemas.signed.participant import (
    Identifier,
    Key,
    Participant,
    ParticipantSections,
    Profile,
    PublicKey,
)
from schemas.signed.quality import Quality
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Custody, Role


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


ROOTS = ("material root 1", "material root 2")


def public(name: str, custody: Custody | None = None) -> PublicKey:
    """The public key of a name."""
    return PublicKey.of(signer(name).public).model_copy(update={"custody": custody})


def change_keys(chain: Chain) -> None:
    """Append the four changes."""
    second = "material working 2"
    _change(chain, "key_added", (second,), change="add", key=public(second, Custody.HSM))
    _change(chain, "key_retired", (), change="retire", key=public("material working"))
    dated = {"since": chain.state().size - 1, "registrar": chain.id("registrar")}
    signs = ("registrar working",)
    _change(chain, "key_compromised", signs, change="compromise", key=public(second), **dated)
    stay = sorted((public(ROOTS[0]), public("material root 3")), key=lambda row: row.key)
    signs = ("material root 3",)
    recovered = {"root_keys": tuple(stay), "threshold": 2}
    _change(chain, "keys_recovered", signs, change="recover", **recovered)


def _change(chain: Chain, name: str, beside: tuple[str, ...], **members: object) -> None:
    """Append a change that both root keys sign, and the keys of the names `beside`."""
    header = {"origin": ORIGIN, "issuer": chain.id("material"), "nonce": salt(name)}
    chain.register(name, Draft(Key.model_validate({**header, **members})), (*ROOTS, *beside))
