"""The outer form of a submission: the envelope as a JSON object, and its sections as base64.

Sections travel as bytes, because the payload names the digests of exactly these bytes. Any spelling of the outer JSON
is accepted: it is not signed, and the envelope is stored in its canonical form. Source: DSSE protocol 1.0.
"""

from typing import Annotated, Final

from pydantic import Field

from schemas.base import Model

SECTIONS_MOST: Final = 4


class WireSignature(Model):
    """One signature of an envelope, as base64."""

    sig: str


class WireEnvelope(Model):
    """A DSSE envelope; docs/formats describes it."""

    payload: Annotated[str, Field(description="The canonical JSON of the statement, as base64.")]
    payloadType: Annotated[  # noqa: N815 - the name is DSSE's
        str, Field(examples=["application/vnd.cradle.entry.v1+json"])
    ]
    signatures: Annotated[tuple[WireSignature, ...], Field(min_length=1, max_length=64)]


class SubmissionBody(Model):
    """A signed statement and the sections that it names."""

    envelope: WireEnvelope
    sections: Annotated[
        tuple[str, ...],
        Field(max_length=SECTIONS_MOST, description="Each section's canonical JSON, as base64."),
    ] = ()
