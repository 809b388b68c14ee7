"""A submission on the wire: the envelope as the JSON object that it is, and its sections as base64.

Sections are the exact bytes whose digests the payload names, so they travel as bytes. The order of the
work is that of cost: size, login and quota come before anything here; what is read here are outer forms
only, and everything else is the ledger's to say.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated, Final

import orjson
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.trust.submission import Submission
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS
from schemas.statement import Kind

SECTIONS_MOST: Final = 4


class Signature(BaseModel):
    """One signature of an envelope, as base64."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sig: str


class WireEnvelope(BaseModel):
    """A DSSE envelope as docs/formats describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    payload: Annotated[str, Field(description="The canonical JSON of the statement, as base64.")]
    payloadType: Annotated[  # noqa: N815 - the name is DSSE's
        str, Field(examples=["application/vnd.cradle.entry.v1+json"])
    ]
    signatures: Annotated[list[Signature], Field(min_length=1, max_length=64)]


class SubmissionBody(BaseModel):
    """A signed statement and the sections it names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envelope: WireEnvelope
    sections: Annotated[
        list[str],
        Field(max_length=SECTIONS_MOST, description="Each section's canonical JSON, as base64."),
    ] = []


def read_submission(data: bytes) -> tuple[Submission, SubmissionBody]:
    """The submission that a body states, and the body as it was read.

    Raises:
        CradleError: `schema.*` or `base64.grammar`, with the field path.
    """
    try:
        body = SubmissionBody.model_validate_json(data)
    except ValidationError as error:
        raise refusal(error) from None
    envelope = orjson.dumps(body.envelope.model_dump(), option=orjson.OPT_SORT_KEYS)
    sections = tuple(
        _decode(text, f"sections[{index}]") for index, text in enumerate(body.sections)
    )
    return Submission(envelope, sections), body


def require_may(principal: Principal, body: SubmissionBody, kinds: Sequence[Kind]) -> Kind:
    """Refuse a statement that is not for this door, or not this principal's to submit; its kind.

    Whether it is well formed and rightly signed is not looked at: a wrong one is refused later.

    Raises:
        CradleError: `kind.elsewhere`, `access.*`.
    """
    kind = next((one for one in kinds if one.payload_type == body.envelope.payloadType), None)
    if kind is None:
        able = ", ".join(one.payload_type for one in kinds)
        detail = f"Here one submits {able}; other kinds have addresses of their own."
        raise CradleError("kind.elsewhere", detail, "envelope.payloadType")
    action = Action.REGISTER if kind in REGISTRY_KINDS else Action.SUBMIT
    if scope_of(principal, action) is Scope.ALL:
        return kind
    if kind is Kind.PARTICIPANT:
        if principal.participant is not None:
            detail = "This organisation is registered already; the registrar registers others."
            raise CradleError("access.registered", detail)
        return kind
    if _issuer(body) != require_participant(principal):
        detail = "One submits what one has issued; the issuer of this statement is another."
        raise CradleError("access.issuer", detail, "issuer")
    return kind


def _issuer(body: SubmissionBody) -> object:
    """Who the payload says has issued it; None where that cannot be read."""
    try:
        payload = orjson.loads(_decode(body.envelope.payload, "envelope.payload"))
    except orjson.JSONDecodeError:
        return None
    return payload.get("issuer") if isinstance(payload, dict) else None


def _decode(text: str, place: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        detail = "This is not base64 (RFC 4648 section 4, with padding)."
        raise CradleError("base64.grammar", detail, place) from None


async def read_body(request: Request) -> bytes:
    """All bytes of a request, read once its sender is known."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]
