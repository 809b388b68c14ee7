"""A submission: a signed statement with the sections it names, in memory and on the wire.

    {"envelope":{"payload":"...","payloadType":"...","signatures":[{"sig":"..."}]},"sections":["..."]}

The HTTP API, lines of a batch and files have this one reader. It accepts any spelling of the outer JSON, which
is not signed, and parses the envelope into its one form. A submission is written as one line. Envelope
and statement are decoded once, when they are first read. Left out: sections and signatures, which the receiving
ledger checks.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.trust.canonical import write
from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.envelope import (
    ENVELOPE_LIMIT,
    PAYLOAD_LIMIT,
    Envelope,
    format_envelope,
    parse_envelope,
    statement_id,
)
from ledger.trust.leaves import read_model
from schemas.errors import CradleError
from schemas.exchanged.submission import SubmissionBody
from schemas.signed.kinds import MAX_COMPOSITION, MODELS, kind_of
from schemas.signed.statement import Kind, Statement

SUBMISSION_LIMIT: Final = ENVELOPE_LIMIT + 2 * (MAX_COMPOSITION * 4 // 3 + 4)
"""The largest size of a submission in bytes: an envelope, the largest section, and room for the others."""


@dataclass(frozen=True)
class Submission:
    """The bytes of an envelope, and the documents of the sections that it names."""

    envelope: bytes
    sections: tuple[bytes, ...] = ()

    @cached_property
    def id(self) -> str:
        """The id of the statement.

        Raises:
            CradleError: as `parse_envelope`.
        """
        return statement_id(self.parsed_envelope.payload_type, self.parsed_envelope.payload)

    @cached_property
    def parsed_envelope(self) -> Envelope:
        """The parsed envelope, with unverified signatures.

        Raises:
            CradleError: as `parse_envelope`.
        """
        return parse_envelope(self.envelope)

    @property
    def kind(self) -> Kind:
        """The kind of the statement.

        Raises:
            CradleError: `kind.unknown`, or as `parse_envelope`.
        """
        return kind_of(self.parsed_envelope.payload_type)

    @cached_property
    def statement(self) -> Statement:
        """The statement in the payload: canonical JSON that the strict model of its kind writes as the same bytes.

        Raises:
            CradleError: `kind.unknown`, `json.*`, `schema.*` or a rule of the model, `statement.form`, with the
                field path; or as `parse_envelope`.
        """
        payload = self.parsed_envelope.payload
        return read_model(payload, MODELS[self.kind], PAYLOAD_LIMIT, "statement.form")


def format_submission(submission: Submission) -> bytes:
    """Format a submission as one line of JSON, without the end of line.

    Raises:
        CradleError: as `parse_envelope`.
    """
    sections = b",".join(
        b'"' + encode_base64(part).encode("ascii") + b'"' for part in submission.sections
    )
    envelope = format_envelope(submission.parsed_envelope)
    return b'{"envelope":' + envelope + b',"sections":[' + sections + b"]}"


def parse_submission(data: bytes) -> Submission:
    """Parse a submission and its envelope; the inverse of `format_submission`.

    Raises:
        CradleError: `json.too_large`; `schema.*` with the field path; as `parse_envelope` for the envelope;
            `base64.grammar` for a section.
    """
    if len(data) > SUBMISSION_LIMIT:
        detail = f"The submission has {len(data)} bytes; shorten it to {SUBMISSION_LIMIT}."
        raise CradleError("json.too_large", detail)
    body = SubmissionBody.parse(data)
    sections = tuple(
        _decode_section(text, f"sections[{at}]") for at, text in enumerate(body.sections)
    )
    submission = Submission(write(body.envelope.model_dump()), sections)
    _ = (
        submission.parsed_envelope
    )  # Refuses a malformed envelope; the parsed one is cached for the ledger.
    return submission


def _decode_section(text: str, place: str) -> bytes:
    try:
        return decode_base64(text, place)
    except CradleError as error:
        raise CradleError("base64.grammar", error.detail, place) from None
