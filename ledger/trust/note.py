"""The C2SP signed note: a text that people can read, and who signed it.

    example.com/log
    42
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/log Az3grlgtzPICa5OS8npV...

A text of lines, an empty line, then one line for each signature: key name, and base64 of a 4-byte
key id and the signature. Name and id together say which key; a reader brings the keys it trusts as
verifier keys ("vkeys"), ignores all others, and refuses a note in which a known key's signature is
wrong. A text counts only after `open_note`.

Source: C2SP signed-note v1.0.0. Two signature types are known here: Ed25519 (0x01) and the witness
cosignature (0x04, `witness`), by Ed25519 keys too; C2SP has no type for P-256, so a log or witness
has none. Stricter than the specification: notes are limited in size, and base64 has one spelling.
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
"""Bytes of a note; 16 post-quantum signatures, which others may have added, fit in."""

_KEY_ID_LENGTH = 4
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f\ud800-\udfff]{1,256}")
_VKEY = re.compile(r"([^+]*)\+([0-9a-f]{8})\+(.*)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Vkey:
    """A verifier key: the name and Ed25519 key that a reader trusts for one type of signature."""

    name: str
    kind: int
    key: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a signature line cannot hold, an unknown type, and an unsound key."""
        check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE):
            raise CradleError("note.vkey", f"Signature type {self.kind} is not known here.")
        check_key(self.key)

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that stand for this key on a signature line."""
        named = self.name.encode("utf-8") + b"\n" + bytes([self.kind]) + self.key
        return sha256(named).digest()[:_KEY_ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: the key's name, its 4-byte id, and the signature as its type defines it."""

    name: str
    key_id: bytes
    raw: bytes

    def is_by(self, vkey: Vkey) -> bool:
        """Whether the line claims this key; that it is true is still to be verified."""
        return (self.name, self.key_id) == (vkey.name, vkey.key_id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signature lines, none of them verified. The text ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]


def check_name(name: str, place: str = "") -> None:
    """Refuse a key name, or the origin of a log, that a note's lines cannot hold.

    Raises:
        CradleError: `note.name`.
    """
    if _NAME.fullmatch(name) is None:
        detail = "A name is 1 to 256 characters without space, plus sign or control."
        raise CradleError("note.name", detail, place)


def parse_vkey(text: str) -> Vkey:
    """The verifier key written as name, id in hex and base64 of type and key, joined by plus signs.

    Raises:
        CradleError: `note.vkey`, `note.name`, `base64.form`, or `key.*` for an unsound key.
    """
    fields = _VKEY.fullmatch(text)
    if fields is None:
        raise CradleError("note.vkey", "A verifier key reads <name>+<8 hex digits>+<base64>.")
    encoded = decode_base64(fields[3])
    vkey = Vkey(name=fields[1], kind=encoded[0] if encoded else 0, key=encoded[1:])
    if vkey.key_id.hex() != fields[2]:
        raise CradleError(
            "note.vkey", "The id in the verifier key is not that of its name and key."
        )
    return vkey


def format_vkey(vkey: Vkey) -> str:
    """The text of a verifier key; the inverse of `parse_vkey`."""
    return f"{vkey.name}+{vkey.key_id.hex()}+{encode_base64(bytes([vkey.kind]) + vkey.key)}"


def parse_note(data: bytes) -> Note:
    """The parts of a note, unverified.

    Raises:
        CradleError: `note.form`, or `base64.form`.
    """
    if len(data) > NOTE_LIMIT:
        raise CradleError(
            "note.form", f"The note has {len(data)} bytes; at most {NOTE_LIMIT} are read."
        )
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        raise CradleError("note.form", "The note is not UTF-8.") from None
    text, separator, lines = content.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or _CONTROL.search(content):
        detail = (
            "A note is lines of text, an empty line, and signature lines, each ended by newline."
        )
        raise CradleError("note.form", detail)
    return Note(text + "\n", tuple(_parse_line(line) for line in lines[:-1].split("\n")))


def format_note(note: Note) -> bytes:
    """The bytes of a note; the inverse of `parse_note`."""
    return f"{note.text}\n{''.join(map(format_line, note.signatures))}".encode()


def add_signatures(note: bytes, other: bytes) -> bytes:
    """The note, with the signature lines of another copy of it that are by other keys than its own.

    Raises:
        CradleError: `note.text` where the other note is of another text; `note.form`, `base64.form`.
    """
    first, second = parse_note(note), parse_note(other)
    if first.text != second.text:
        raise CradleError("note.text", "The two notes are not of one text.")
    own = {(line.name, line.key_id) for line in first.signatures}
    more = (line for line in second.signatures if (line.name, line.key_id) not in own)
    return format_note(Note(first.text, (*first.signatures, *more)))


def format_line(signature: Signature) -> str:
    """One signature line with its newline, as a witness answers it."""
    return f"\N{EM DASH} {signature.name} {encode_base64(signature.key_id + signature.raw)}\n"


def sign_note(text: str, name: str, signer: Signer) -> Note:
    """The note of a text with one Ed25519 signature.

    Raises:
        CradleError: `note.name`, or `note.form` for a text that a note cannot hold.
    """
    vkey = Vkey(name=name, kind=ED25519, key=signer.public)
    note = Note(text, (Signature(name, vkey.key_id, signer.sign(text.encode("utf-8"))),))
    parse_note(format_note(note))
    return note


def open_note(data: bytes, vkeys: Iterable[Vkey]) -> Note:
    """The note, once at least one of these Ed25519 keys has signed it and none of them wrongly.

    Raises:
        CradleError: `note.form`, `note.signature` (by a known key, but wrong), `note.unsigned`.
    """
    note = parse_note(data)
    message = note.text.encode("utf-8")
    known = [vkey for vkey in vkeys if vkey.kind == ED25519]
    claims = [(line, vkey) for line in note.signatures for vkey in known if line.is_by(vkey)]
    for line, vkey in claims:
        if not verify(vkey.key, line.raw, message):
            raise CradleError(
                "note.signature", f"The signature of {vkey.name} does not fit the text."
            )
    if not claims:
        raise CradleError("note.unsigned", "None of the trusted keys has signed this note.")
    return note


def _parse_line(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "\N{EM DASH}" or _NAME.fullmatch(name) is None:
        raise CradleError("note.form", "A signature line is an em dash, a key name and base64.")
    signature = decode_base64(encoded)
    if len(signature) <= _KEY_ID_LENGTH:
        raise CradleError("note.form", "A signature line's base64 holds a key id and a signature.")
    return Signature(name, signature[:_KEY_ID_LENGTH], signature[_KEY_ID_LENGTH:])
