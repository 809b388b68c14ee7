"""A submission: a signed statement with the sections it names, in memory and on the wire.

    {"envelope":{"payload":"...","payloadType":"...","signatures":[{"sig":"..."}]},"sections":["..."]}

One reader for the doors, for lines of a batch and for files: any spelling of the outer JSON is taken, for
nobody signs it, and the envelope comes out in its one form, opened. Written is one line. Left out: whether
anything in it is true or rightly signed; the ledger that receives it says so.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ledger.trust.canonical import write
from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.envelope import (
    ENVELOPE_LIMIT,
    Envelope,
    format_envelope,
    parse_envelope,
    statement_id,
)
from schemas.errors import CradleError
from schemas.kinds import MAX_COMPOSITION
from schemas.submission import SubmissionBody

SUBMISSION_LIMIT: Final = ENVELOPE_LIMIT + 2 * (MAX_COMPOSITION * 4 // 3 + 4)
"""Bytes of a submission: an envelope, the largest section, and room for the others."""


@dataclass(frozen=True)
class Submission:
    """What goes to a ledger: the envelope's bytes, and the documents of the sections it names."""

    envelope: bytes
    sections: tuple[bytes, ...] = ()

    @cached_property
    def id(self) -> str:
        """The id of the statement.

        Raises:
            CradleError: as `parse_envelope`.
        """
        return statement_id(self.opened.payload_type, self.opened.payload)

    @cached_property
    def opened(self) -> Envelope:
        """The envelope as a value.

        Raises:
            CradleError: as `parse_envelope`.
        """
        return parse_envelope(self.envelope)


def format_submission(submission: Submission) -> bytes:
    """The submission as one line of JSON, without the line's end.

    Raises:
        CradleError: as `parse_envelope`.
    """
    sections = b",".join(
        b'"' + encode_base64(part).encode("ascii") + b'"' for part in submission.sections
    )
    envelope = format_envelope(submission.opened)
    return b'{"envelope":' + envelope + b',"sections":[' + sections + b"]}"


def parse_submission(data: bytes) -> Submission:
    """The submission that JSON states, its envelope opened; reads what `format_submission` writes.

    Raises:
        CradleError: `json.too_large`; `schema.*` with the field path; of the envelope as `parse_envelope`;
            `base64.grammar` of a section.
    """
    if len(data) > SUBMISSION_LIMIT:
        detail = f"The submission has {len(data)} bytes; at most {SUBMISSION_LIMIT} are accepted."
        raise CradleError("json.too_large", detail)
    body = SubmissionBody.parse(data)
    sections = tuple(
        _decode_section(text, f"sections[{at}]") for at, text in enumerate(body.sections)
    )
    submission = Submission(write(body.envelope.model_dump()), sections)
    _ = submission.opened  # Refuses what is no envelope, and is kept for the ledger.
    return submission


def _decode_section(text: str, place: str) -> bytes:
    try:
        return decode_base64(text, place)
    except CradleError as error:
        raise CradleError("base64.grammar", error.detail, place) from None
