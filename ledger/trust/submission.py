"""A submission: a signed statement with the sections it names, in memory and in its one form on the wire.

    {"envelope":{"payload":"...","payloadType":"...","signatures":[{"sig":"..."}]},"sections":["..."]}

One canonical JSON object, so one line of a file or of a batch. Sections travel as base64 of their exact
bytes, whose digests the payload names. Left out: whether anything in it is true or rightly signed; the
ledger that receives it says so.
"""

import re
from dataclasses import dataclass
from typing import Final

from ledger.trust.canonical import Profile, canonical, parse_canonical
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

_LONGEST: Final = MAX_COMPOSITION * 4 // 3 + 4
SUBMISSION_LIMIT: Final = ENVELOPE_LIMIT + 2 * _LONGEST
"""Bytes of a submission: an envelope, the largest section, and room for the others."""

_PROFILE: Final = Profile(
    keys=re.compile("envelope|sections|payload|payloadType|signatures|sig"), longest=_LONGEST
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What goes to a ledger: the envelope's bytes, and the documents of the sections it names."""

    envelope: bytes
    sections: tuple[bytes, ...] = ()

    @property
    def id(self) -> str:
        """The id of the statement.

        Raises:
            CradleError: as `parse_envelope`.
        """
        envelope = self.opened()
        return statement_id(envelope.payload_type, envelope.payload)

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
    envelope = format_envelope(submission.opened())
    return b'{"envelope":' + envelope + b',"sections":[' + sections + b"]}"


def parse_submission(data: bytes) -> Submission:
    """The submission that a line states; the inverse of `format_submission`.

    Raises:
        CradleError: `json.*`, `base64.form`, `envelope.*` or `submission.form`.
    """
    members = parse_canonical(data.rstrip(b"\r\n"), SUBMISSION_LIMIT, _PROFILE)
    if not isinstance(members, dict) or set(members) != {"envelope", "sections"}:
        raise _malformed()
    parts = members["sections"]
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise _malformed()
    envelope = parse_envelope(canonical(members["envelope"], _PROFILE))
    sections = (decode_base64(part, f"sections[{at}]") for at, part in enumerate(parts))
    return Submission(format_envelope(envelope), tuple(sections))


def _malformed() -> CradleError:
    detail = "A submission is an object of `envelope` and `sections`, a list of base64 texts."
    return CradleError("submission.form", detail)
