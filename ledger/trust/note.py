"""The C2SP signed note: a readable text and its signatures.

    example.com/log
    42
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/log Az3grlgtzPICa5OS8npV...

A note has lines of text, an empty line, then one line for each signature: key name, and base64 of a
4-byte key id and the signature. Name and id together identify the key. A reader brings the keys it
trusts as verifier keys ("vkeys"), ignores all others, and refuses a note in which a known key's
signature is wrong. A text counts only after `open_note`.

Source: C2SP signed-note v1.0.0. This module knows two signature types: Ed25519 (0x01) and the witness
cosignature (0x04, `witness`), both by Ed25519 keys. C2SP has no type for P-256, so logs and witnesses
do not use it. Stricter than the specification: notes are limited in size, and base64 has one spelling.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ledger.trust.ed25519 import check_key, verify
from ledger.trust.encoding import decode_base64, encode_base64
from ledger.trust.keys import Signer
from schemas.errors import CradleError

ED25519 = 0x01
COSIGNATURE = 0x04

NOTE_LIMIT = 128 * 1024
"""The largest size of a note in bytes, with room for 16 post-quantum signatures that others may add."""

_KEY_ID_LENGTH = 4
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f\ud800-\udfff]{1,256}")
_VKEY = re.compile(r"([^+]*)\+([0-9a-f]{8})\+(.*)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Vkey:
    """A verifier key: the name, signature type and raw Ed25519 key that a reader trusts."""

    name: str
    kind: int
    key: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a signature line cannot hold, an unknown type, and an unsound key."""
        check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE):
            detail = (
                f"The signature type {self.kind} is unknown; use Ed25519 (1) or cosignature (4)."
            )
            raise CradleError("note.vkey", detail)
        check_key(self.key)

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that identify this key on a signature line."""
        named = self.name.encode("utf-8") + b"\n" + bytes([self.kind]) + self.key
        return sha256(named).digest()[:_KEY_ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: the key's name, its 4-byte id, and the raw signature of its type."""

    name: str
    key_id: bytes
    raw: bytes

    def is_by(self, vkey: Vkey) -> bool:
        """Return whether the line names this key; the signature is not verified."""
        return (self.name, self.key_id) == (vkey.name, vkey.key_id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signature lines, none of them verified. The text ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]


def check_name(name: str, place: str = "") -> None:
    """Refuse a key name, or the origin of a log, that the lines of a note cannot hold.

    Raises:
        CradleError: `note.name`.
    """
    if _NAME.fullmatch(name) is None:
        detail = (
            f"{name!r:.80} is not a key name; write 1 to 256 characters without space, plus sign or"
            " control."
        )
        raise CradleError("note.name", detail, place)


def parse_vkey(text: str) -> Vkey:
    """Parse a verifier key: name, id in hex and base64 of type and key, joined by plus signs.

    Raises:
        CradleError: `note.vkey`, `note.name`, `base64.form`, or `key.*` for an unsound key.
    """
    fields = _VKEY.fullmatch(text)
    if fields is None:
        detail = "The verifier key is malformed; write <name>+<8 hex digits>+<base64>."
        raise CradleError("note.vkey", detail)
    encoded = decode_base64(fields[3])
    vkey = Vkey(name=fields[1], kind=encoded[0] if encoded else 0, key=encoded[1:])
    if vkey.key_id.hex() != fields[2]:
        raise CradleError(
            "note.vkey",
            "The id in the verifier key is not that of its name and key; copy the whole key again.",
        )
    return vkey


def format_vkey(vkey: Vkey) -> str:
    """Format a verifier key; the inverse of `parse_vkey`."""
    return f"{vkey.name}+{vkey.key_id.hex()}+{encode_base64(bytes([vkey.kind]) + vkey.key)}"


def parse_note(data: bytes) -> Note:
    """Parse a note without verifying it.

    Raises:
        CradleError: `note.form`, or `base64.form`.
    """
    if len(data) > NOTE_LIMIT:
        raise CradleError(
            "note.form", f"The note has {len(data)} bytes; shorten it to {NOTE_LIMIT}."
        )
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        raise CradleError("note.form", "The note is not UTF-8; save it as UTF-8.") from None
    text, separator, lines = content.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or _CONTROL.search(content):
        detail = (
            "The note is malformed; write lines of text, an empty line, and signature lines, each"
            " ended by newline."
        )
        raise CradleError("note.form", detail)
    return Note(text + "\n", tuple(_parse_line(line) for line in lines[:-1].split("\n")))


def format_note(note: Note) -> bytes:
    """Format a note as bytes; the inverse of `parse_note`."""
    return f"{note.text}\n{''.join(map(format_line, note.signatures))}".encode()


def add_signatures(note: bytes, other: bytes) -> bytes:
    """Add to a note the signature lines of another copy of it that are by further keys.

    Raises:
        CradleError: `note.text` if the other note has another text; `note.form`, `base64.form`.
    """
    first, second = parse_note(note), parse_note(other)
    if first.text != second.text:
        raise CradleError(
            "note.text", "The two notes have different texts; join copies of one note."
        )
    own = {(line.name, line.key_id) for line in first.signatures}
    more = (line for line in second.signatures if (line.name, line.key_id) not in own)
    return format_note(Note(first.text, (*first.signatures, *more)))


def format_line(signature: Signature) -> str:
    """Format one signature line with its newline, as a witness answers it."""
    return f"\N{EM DASH} {signature.name} {encode_base64(signature.key_id + signature.raw)}\n"


def sign_note(text: str, name: str, signer: Signer) -> Note:
    """Sign a text as a note with one Ed25519 signature.

    Raises:
        CradleError: `note.name`, or `note.form` for a text that a note cannot hold.
    """
    vkey = Vkey(name=name, kind=ED25519, key=signer.public)
    note = Note(text, (Signature(name, vkey.key_id, signer.sign(text.encode("utf-8"))),))
    parse_note(format_note(note))
    return note


def open_note(data: bytes, vkeys: Iterable[Vkey]) -> Note:
    """Verify a note: at least one of these Ed25519 keys has signed it, and no signature of theirs is wrong.

    Raises:
        CradleError: `note.form`, `note.signature` (by a known key, but wrong), `note.unsigned`.
    """
    note = parse_note(data)
    message = note.text.encode("utf-8")
    ed25519_keys = [vkey for vkey in vkeys if vkey.kind == ED25519]
    claims = [(line, vkey) for line in note.signatures for vkey in ed25519_keys if line.is_by(vkey)]
    for line, vkey in claims:
        if not verify(vkey.key, line.raw, message):
            raise CradleError(
                "note.signature",
                f"The signature of {vkey.name} does not verify; get the note again from its source.",
            )
    if not claims:
        detail = (
            "None of the trusted keys has signed this note; check the keys and the note's source."
        )
        raise CradleError("note.unsigned", detail)
    return note


def _parse_line(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "\N{EM DASH}" or _NAME.fullmatch(name) is None:
        detail = "A signature line is malformed; write an em dash, a key name and base64."
        raise CradleError("note.form", detail)
    signature = decode_base64(encoded)
    if len(signature) <= _KEY_ID_LENGTH:
        detail = "The base64 of a signature line is too short; encode a key id and a signature."
        raise CradleError("note.form", detail)
    return Signature(name, signature[:_KEY_ID_LENGTH], signature[_KEY_ID_LENGTH:])
