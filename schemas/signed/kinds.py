"""The model and the sections of each kind of statement; HTTP API and command line read this one table."""

import json
from collections.abc import Mapping
from typing import cast

from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.admission import Admission
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, CalculationSections, Composition, Declaration
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import Delivery, DeliverySections, Withdrawal
from schemas.signed.entry import Entry, EntrySections, Product
from schemas.signed.exact_cells import ExactCells
from schemas.signed.inventory import Inventory
from schemas.signed.objection import Answer, Objection
from schemas.signed.opening import Opening
from schemas.signed.participant import Key, Participant, ParticipantSections, Profile
from schemas.signed.quality import Quality
from schemas.signed.settled import AttestationSections, Settled
from schemas.signed.site_balance import Balance, SiteBalance, SiteBalanceSections
from schemas.signed.statement import Issued, Kind, Section, SectionName, Statement, Superseding

MODELS: Mapping[Kind, type[Statement]] = {
    Kind.PARTICIPANT: Participant,
    Kind.KEY: Key,
    Kind.ENTRY: Entry,
    Kind.DELIVERY: Delivery,
    Kind.WITHDRAWAL: Withdrawal,
    Kind.CALCULATION: Calculation,
    Kind.ATTESTATION: Attestation,
    Kind.DECLARATION: Declaration,
    Kind.SITE_BALANCE: SiteBalance,
    Kind.COMMITMENT: Commitment,
    Kind.OBJECTION: Objection,
    Kind.ANSWER: Answer,
    Kind.ADMISSION: Admission,
}

SECTIONS: Mapping[SectionName, type[Model]] = {
    SectionName.PROFILE: Profile,
    SectionName.INVENTORY: Inventory,
    SectionName.PRODUCT: Product,
    SectionName.QUALITY: Quality,
    SectionName.COMPOSITION: Composition,
    SectionName.EXACT: ExactCells,
    SectionName.BALANCE: Balance,
    SectionName.OPENING: Opening,
    SectionName.SETTLED: Settled,
}

REGISTRY_KINDS = (Kind.PARTICIPANT, Kind.KEY)
"""The kinds that are in the registry and not in the entries log."""

PLURALS: Mapping[Kind, str] = {
    Kind.PARTICIPANT: "participants",
    Kind.KEY: "keys",
    Kind.ENTRY: "entries",
    Kind.DELIVERY: "deliveries",
    Kind.WITHDRAWAL: "withdrawals",
    Kind.CALCULATION: "calculations",
    Kind.ATTESTATION: "attestations",
    Kind.DECLARATION: "declarations",
    Kind.SITE_BALANCE: "site-balances",
    Kind.COMMITMENT: "commitments",
    Kind.OBJECTION: "objections",
    Kind.ANSWER: "answers",
    Kind.ADMISSION: "admissions",
}

"""The path segment of each kind over HTTP, below `/v1/`."""

MAX_PAYLOAD = 48 * 1024
MAX_SECTION = 1024 * 1024
MAX_COMPOSITION = 16 * 1024 * 1024

_SECTIONED: Mapping[type[Statement], tuple[tuple[SectionName, str], ...]] = {
    model: tuple((SectionName(member), member) for member in sections.model_fields)
    for model, sections in (
        (Attestation, AttestationSections),
        (Calculation, CalculationSections),
        (Delivery, DeliverySections),
        (Entry, EntrySections),
        (Participant, ParticipantSections),
        (SiteBalance, SiteBalanceSections),
    )
}
"""The sections that each kind of statement may name, each with the member that holds its digest."""

_BY_PAYLOAD_TYPE = {kind.payload_type: kind for kind in Kind}


def kind_of(payload_type: str) -> Kind:
    """The kind that a payload type names.

    Raises:
        CradleError: `kind.unknown`.
    """
    kind = _BY_PAYLOAD_TYPE.get(payload_type)
    if kind is None:
        raise CradleError(
            "kind.unknown",
            f"{payload_type!r:.160} is not a payload type of Cradle; use one from docs/formats.",
            "payloadType",
        )
    return kind


def section_digests(statement: Statement) -> dict[SectionName, str]:
    """The digests of the sections that a statement names, by section; empty for one without sections."""
    members = _SECTIONED.get(type(statement))
    if members is None:
        return {}
    named = cast(
        "Attestation | Calculation | Delivery | Entry | Participant | SiteBalance", statement
    ).sections
    if named is None:
        return {}
    return {
        name: digest for name, member in members if (digest := getattr(named, member)) is not None
    }


def issuer_of(statement: Statement) -> str | None:
    """The id of the issuing participant; None for a registration, which has no issuer."""
    return statement.issuer if isinstance(statement, Issued) else None


def parties_of(statement: Statement) -> tuple[str, ...]:
    """The ids of the participants that sign with registered keys: the issuer, then the registrar.

    A registration is also signed by the keys that it lists itself.
    """
    issuer = (statement.issuer,) if isinstance(statement, Issued) else ()
    if isinstance(statement, (Participant, Key)) and statement.registrar is not None:
        return (*issuer, statement.registrar)
    return issuer


def replaced(statement: Statement) -> str | None:
    """The id of the statement that this one supersedes or withdraws, or None."""
    # A tuple, not a union: building the union on each call costs more than the check.
    if isinstance(statement, (Entry, Delivery, SiteBalance, Calculation, Declaration)):
        return None if statement.supersedes is None else statement.supersedes.id
    return statement.withdraws if isinstance(statement, Withdrawal) else None


def section_limit(name: SectionName) -> int:
    """The largest size of a section of this name, in bytes."""
    return MAX_COMPOSITION if name is SectionName.COMPOSITION else MAX_SECTION


def open_section(section: Section) -> Model:
    """Parse the typed value of a section.

    Raises:
        CradleError: as `Model.parse`; its place is the field path inside the section's value.
    """
    return SECTIONS[section.section].parse(json.dumps(section.value).encode())


def reason_of(statement: Statement | None) -> str | None:
    """The reason that a withdrawal or a new version states; None without one."""
    if isinstance(statement, Withdrawal):
        return statement.reason.value
    superseding = getattr(statement, "supersedes", None)
    return superseding.reason.value if isinstance(superseding, Superseding) else None
