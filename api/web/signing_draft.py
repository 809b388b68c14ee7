"""Drafts for the signing page: everything that a statement says, before the page adds salts, nonce, digests and keys.

A draft is complete: each list of the schema is written, also an empty one, as `Model.to_json` gives it. The page then
only has to write it canonically. Header and sections are checked by their models, so that what a person signs is not
refused for its form. Left out: changes of keys (`Kind.KEY`), which root keys sign on the command line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ledger.exchange.draft_files import read_fields, read_section, split_entry
from ledger.trust.canonical import canonical, write
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import MODELS, SECTIONS
from schemas.signed.participant import Profile
from schemas.signed.statement import Issued, Kind, SectionName
from schemas.views.names import NamedFirm
from schemas.views.registration import WaitingRegistration
from schemas.vocabulary import Role

Json = Mapping[str, object]

_DIGEST: Final = "sha256:" + "0" * 64
_ROOT: Final = {"alg": "ed25519", "key": "0" * 64}
_WORKING: Final = {"alg": "ed25519", "key": "1" * 64}
_MADE_BY_PAGE: Final = frozenset(
    ("origin", "issuer", "sections", "nonce", "root_keys", "working_keys")
)


class StatementDraft(BaseModel):
    """The content of a draft whose form is a kind: header, sections, and names of ids and digests for people.

    `named` are the digests of sections that the ledger keeps and the signer is not shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: dict[str, object]
    sections: dict[str, dict[str, object]] = {}
    named: dict[str, str] = {}
    labels: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class SignedBytes:
    """A registration that its firm has signed: its id, and the parts of its submission, each as base64."""

    id: str
    payload: str
    signatures: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SigningDraft:
    """A statement before it is signed in a browser.

    Attributes:
        kind: of the statement.
        origin: of the log.
        issuer: the id of the issuing participant; None for a registration.
        header: the payload's own members.
        sections: the value of each section.
        named: the digests of sections that the ledger keeps and the signer is not shown.
        firm: the issuer's name, for people; it is not signed.
        labels: names of ids and digests, for people; they are not signed.
        signed: the registration that `issuer`, its registrar, countersigns; the page reads header and sections from it.
    """

    kind: Kind
    origin: str
    issuer: str | None
    header: Json
    sections: Json
    firm: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    signed: SignedBytes | None = None
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_nonce(self) -> bool:
        """True if statements of this kind have a nonce, which the page draws."""
        return "nonce" in MODELS[self.kind].model_fields


def signing_draft(
    kind: Kind,
    origin: str,
    issuer: str | None,
    header: Json,
    sections: Mapping[SectionName, Model] | None = None,
    named: Mapping[str, str] | None = None,
) -> SigningDraft:
    """Check header and sections by the models, and complete them.

    Raises:
        CradleError: `schema.*` or a rule of the model, with the field path; `draft.shape` if the header has a member
            that the page makes.
    """
    if kind is Kind.KEY:
        raise ValueError("Changes of keys are signed on the command line.")
    if page_members := sorted(_MADE_BY_PAGE.intersection(header)):
        detail = (
            f"The draft states {page_members[0]}, which is added when it is signed; leave it out."
        )
        raise CradleError("draft.shape", detail, page_members[0])
    values = {name.value: value.to_json() for name, value in (sections or {}).items()}
    kept = dict(named or {})
    filled = _filled(kind, origin, issuer, header, dict.fromkeys(values, _DIGEST) | kept)
    complete = MODELS[kind].parse(canonical(filled))
    own = {key: value for key, value in complete.to_json().items() if key not in _MADE_BY_PAGE}
    return SigningDraft(kind, origin, issuer, own, values, named=kept)


def entry_signing_draft(data: bytes | Json, origin: str, issuer: str) -> SigningDraft:
    """The draft of an entry, from the draft file that a checked spreadsheet gives.

    Raises:
        CradleError: as `ledger.exchange.draft_files.parse_entry_draft`.
    """
    fields = read_fields(data if isinstance(data, bytes) else write(dict(data)), {})
    header, sections = split_entry(fields)
    return signing_draft(Kind.ENTRY, origin, issuer, header, sections)


def delivery_signing_draft(fields: Json, origin: str, issuer: str) -> SigningDraft:
    """The draft of a delivery, from its members without origin, issuer and nonce, and its section if it has one.

    Raises:
        CradleError: as `signing_draft`.
    """
    header = {key: value for key, value in fields.items() if key != SectionName.OPENING}
    sections: dict[SectionName, Model] = {}
    if SectionName.OPENING in fields:
        sections[SectionName.OPENING] = read_section(SectionName.OPENING, fields)
    return signing_draft(Kind.DELIVERY, origin, issuer, header, sections)


def withdrawal_signing_draft(withdraws: str, reason: str, origin: str, issuer: str) -> SigningDraft:
    """The draft of a withdrawal.

    Raises:
        CradleError: as `signing_draft`.
    """
    header = {"withdraws": withdraws, "reason": reason}
    return signing_draft(Kind.WITHDRAWAL, origin, issuer, header)


def statement_signing_draft(kind: Kind, data: bytes, origin: str, issuer: str) -> SigningDraft:
    """The draft of a statement of any kind, from a file with `header`, `sections` and `labels`.

    Raises:
        CradleError: `draft.shape` if the file has another shape, or as `signing_draft`.
    """
    try:
        kept = StatementDraft.model_validate_json(data)
        sections = {SectionName(name): value for name, value in kept.sections.items()}
    except ValueError as error:
        detail = "A draft of a statement has `header`, `sections` and `labels`; write these."
        raise CradleError("draft.shape", detail) from error
    opened = {
        name: SECTIONS[name].parse(canonical(dict(value))) for name, value in sections.items()
    }
    draft = signing_draft(kind, origin, issuer, kept.header, opened, kept.named)
    return replace(draft, labels=kept.labels)


def registration_signing_draft(
    origin: str, registrar: str | None, profile: Profile, roles: Iterable[Role]
) -> SigningDraft:
    """The draft of a registration with one root and one working key, which the page makes.

    Raises:
        CradleError: as `signing_draft`.
    """
    header: dict[str, object] = {
        "threshold": 1,
        "roles": sorted({role.value for role in roles}),
    }
    if registrar is not None:
        header["registrar"] = registrar
    return signing_draft(Kind.PARTICIPANT, origin, None, header, {SectionName.PROFILE: profile})


def countersigning_draft(
    waiting: WaitingRegistration, origin: str, registrar: NamedFirm
) -> SigningDraft:
    """The draft by which a registrar countersigns a registration that waits."""
    body = waiting.submission
    signed = SignedBytes(
        waiting.id,
        body.envelope.payload,
        tuple(row.sig for row in body.envelope.signatures),
        body.sections,
    )
    labels = {registrar.id: registrar.name}
    return SigningDraft(
        Kind.PARTICIPANT, origin, registrar.id, {}, {}, "", labels=labels, signed=signed
    )


def _filled(
    kind: Kind, origin: str, issuer: str | None, header: Json, sections: Mapping[str, str]
) -> dict[str, Any]:
    """The payload with stand-ins for what the page makes, so that the model can check the rest."""
    filled: dict[str, object] = {**header, "origin": origin}
    members = MODELS[kind].model_fields
    if issubclass(MODELS[kind], Issued) and issuer is not None:
        filled["issuer"] = issuer
    if "nonce" in members:
        filled["nonce"] = "0" * 32
    if "sections" in members and (sections or members["sections"].is_required()):
        filled["sections"] = dict(sections)
    if kind is Kind.PARTICIPANT:
        filled |= {"root_keys": [_ROOT], "working_keys": [_WORKING]}
    return filled
