"""Submissions that no builder makes: a draft, changed without the models' checks, and signed.

The JSON is changed, so a test can send what a dishonest or careless program would send:
members the model forbids, digits no quantity has, bytes that are not canonical.
"""

import json
from collections.abc import Callable
from typing import Any

from support.ledger_world import signer

from ledger.state.drafting import Draft
from ledger.trust.envelope import format_envelope, sign
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest
from ledger.trust.submission import Submission

Change = Callable[[dict[str, Any]], object]


def raw(draft: Draft, payload: bytes, *signers: Signer) -> Submission:
    """A submission of exactly these payload bytes, with the draft's type and sections."""
    envelope = sign(draft.kind.payload_type, payload, signers)
    return Submission(format_envelope(envelope), draft.sections)


def spelled(value: object) -> bytes:
    """JSON of any content, with sorted keys and no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def altered(draft: Draft, change: Change, *signers: Signer) -> Submission:
    """A submission whose payload was changed before it was signed."""
    payload = json.loads(draft.payload)
    change(payload)
    return raw(draft, spelled(payload), *signers)


def rewritten(draft: Draft, name: str, document: bytes, *signers: Signer) -> Submission:
    """A submission in which the section of that name is this document, and its digest is named."""
    payload = json.loads(draft.payload)
    old = payload["sections"][name]
    payload["sections"][name] = digest(document)
    sections = tuple(document if digest(kept) == old else kept for kept in draft.sections)
    envelope = sign(draft.kind.payload_type, spelled(payload), signers)
    return Submission(format_envelope(envelope), sections)


def section_of(draft: Draft, name: str) -> bytes:
    """The document of the section of that name."""
    named = json.loads(draft.payload)["sections"][name]
    return next(document for document in draft.sections if digest(document) == named)


def resealed(draft: Draft, name: str, change: Change, *signers: Signer) -> Submission:
    """A submission in which the value of a section was changed before its digest was taken."""
    section = json.loads(section_of(draft, name))
    change(section["value"])
    return rewritten(draft, name, spelled(section), *signers)


STRANGER = signer("a key that nobody registered")
