"""The DSSE v1 envelope: exact payload bytes, their type, and the signatures over both.

Signatures cover the pre-authentication encoding (PAE) of type and payload, so a payload cannot be
replayed under another type, and nothing is re-encoded before a check. The statement id is the
SHA-256 of the same bytes: it names the content, not the signers. The envelope itself has one
spelling: canonical JSON, exactly the members {payload, payloadType, signatures: [{sig}]}, no
`keyid` (it is not authenticated), signatures distinct and ascending by their bytes. Thresholds
therefore count keys that verify, never names of keys. A signature does not name its algorithm
either: the key that is tried has one (`keys`).

Source: the DSSE protocol and envelope documents, version 1.0. Left out: the signatures that each
kind needs, and the content of the payload.

    {"payload":"e30=","payloadType":"application/vnd.cradle.entry.v1+json","signatures":[{"sig":"..."}]}

"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ledger.trust.canonical import Profile, parse_canonical, write
from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.keys import SIGNATURES, Signer, is_signature, verify
from schemas.errors import CradleError

PAYLOAD_LIMIT = 48 * 1024
SIGNATURES_LIMIT = 64
ENVELOPE_LIMIT = 80 * 1024
"""The largest size of an envelope in bytes: the largest payload in base64, 64 signatures, and the type."""

Signers = tuple[bytes, ...]
"""Raw public keys of possible or actual signers."""

_PAYLOAD_TYPE = re.compile("[!-~]{1,128}")
PROFILE = Profile(
    keys=re.compile("payload|payloadType|signatures|sig"), longest=PAYLOAD_LIMIT * 4 // 3
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed payload within the limits of the wire form; its signatures are not yet verified.

    Attributes:
        payload_type: the media type, 1 to 128 printable ASCII characters.
        payload: the exact bytes, at most 48 KiB.
        signatures: 1 to 64 raw signatures of known algorithms, distinct, ascending.
    """

    payload_type: str
    payload: bytes
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse an envelope without a wire form."""
        if _PAYLOAD_TYPE.fullmatch(self.payload_type) is None:
            detail = (
                "The payload type is malformed; write 1 to 128 printable ASCII characters without"
                " space."
            )
            raise CradleError("envelope.payload_type", detail, "payloadType")
        if len(self.payload) > PAYLOAD_LIMIT:
            detail = f"The payload has {len(self.payload)} bytes; shorten it to {PAYLOAD_LIMIT}."
            raise CradleError("envelope.payload", detail, "payload")
        if not 1 <= len(self.signatures) <= SIGNATURES_LIMIT:
            detail = f"The envelope has {len(self.signatures)} signatures; give it 1 to {SIGNATURES_LIMIT}."
            raise CradleError("envelope.signatures", detail, "signatures")
        for index, signature in enumerate(self.signatures):
            if not is_signature(signature):
                detail = f"The {len(signature)} bytes are neither {SIGNATURES}."
                raise CradleError("envelope.signature", detail, f"signatures[{index}].sig")
        if len(self.signatures) > 1 and list(self.signatures) != sorted(set(self.signatures)):
            detail = "The signatures are not sorted by raw bytes, or one is repeated; sort them, each once."
            raise CradleError("envelope.signatures", detail, "signatures")


def pae(payload_type: str, payload: bytes) -> bytes:
    """The signed bytes: DSSE pre-authentication encoding, lengths in bytes."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def statement_id(payload_type: str, payload: bytes) -> str:
    """The id of a statement: `sha256:` and the hex SHA-256 of its signed bytes."""
    return f"sha256:{sha256(pae(payload_type, payload)).hexdigest()}"


def parse_envelope(data: bytes) -> Envelope:
    """Parse an envelope in its one wire form; signatures are well formed but not verified.

    Raises:
        CradleError: `json.*`, `base64.form` or `envelope.*`, with the member as place.
    """
    members = parse_canonical(data, ENVELOPE_LIMIT, PROFILE)
    payload, payload_type, signatures = _members(
        members, ("payload", "payloadType", "signatures"), ""
    )
    if not isinstance(signatures, list):
        raise CradleError(
            "envelope.members",
            "The signatures are not an array; write an array of objects.",
            "signatures",
        )
    places = [f"signatures[{index}]" for index in range(len(signatures))]
    texts = [
        _members(item, ("sig",), place)[0] for item, place in zip(signatures, places, strict=True)
    ]
    return Envelope(
        payload_type=_text(payload_type, "payloadType"),
        payload=decode_base64(_text(payload, "payload"), "payload"),
        signatures=tuple(
            decode_base64(_text(text, f"{place}.sig"), f"{place}.sig")
            for text, place in zip(texts, places, strict=True)
        ),
    )


def format_envelope(envelope: Envelope) -> bytes:
    """Format an envelope as canonical JSON; the inverse of `parse_envelope`."""
    members = {
        "payload": encode_base64(envelope.payload),
        "payloadType": envelope.payload_type,
        "signatures": [{"sig": encode_base64(signature)} for signature in envelope.signatures],
    }
    return write(members)  # An envelope is always inside the profile.


def sign(payload_type: str, payload: bytes, signers: Iterable[Signer]) -> Envelope:
    """Sign an envelope by each signer; two signers with one key leave one signature.

    Raises:
        CradleError: `envelope.*` if it would not be well formed.
    """
    message = pae(payload_type, payload)
    signatures = {signer.sign(message) for signer in signers}
    return Envelope(
        payload_type=payload_type, payload=payload, signatures=tuple(sorted(signatures))
    )


def match_signers(envelope: Envelope, keys: Iterable[bytes]) -> Signers:
    """Find the raw key that verifies each signature, in the order of the signatures; no key is used twice.

    Raises:
        CradleError: `signature.unknown` if a signature is by none of the keys, or by a matched one.
    """
    message = pae(envelope.payload_type, envelope.payload)
    unmatched = dict.fromkeys(keys)
    matched = []
    for index, signature in enumerate(envelope.signatures):
        signer = next((key for key in unmatched if verify(key, signature, message)), None)
        if signer is None:
            detail = "By none of the keys expected here, or by one that has signed already."
            raise CradleError("signature.unknown", detail, f"signatures[{index}].sig")
        del unmatched[signer]
        matched.append(signer)
    return tuple(matched)


def signatures_digest(envelope: Envelope) -> str:
    """`sha256:` and the hex SHA-256 of the raw signatures in order; the log's leaf pins it."""
    return f"sha256:{sha256(b''.join(envelope.signatures)).hexdigest()}"


def _members(value: object, names: tuple[str, ...], place: str) -> tuple[object, ...]:
    """The members of an object with exactly these names."""
    if not isinstance(value, dict) or tuple(value) != names:
        detail = f"The value has other members; write an object with exactly {', '.join(names)}."
        raise CradleError("envelope.members", detail, place)
    return tuple(value.values())


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise CradleError("envelope.members", "The value is not a string; write one.", place)
    return value
