"""Signed notes: texts that round-trip, keys that must be known, lines that cannot be bent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.trust.encoding import encode_base64
from ledger.trust.keys import Signer
from ledger.trust.note import (
    COSIGNATURE,
    ED25519,
    NOTE_LIMIT,
    Note,
    Signature,
    Vkey,
    add_signatures,
    format_note,
    format_vkey,
    open_note,
    parse_note,
    parse_vkey,
    sign_note,
)

NAME = "example.com/log"
TEXT = "example.com/log\n5\n\nlast line\n"
SIGNER = Signer(bytes(32))
OTHER = Signer(bytes([1]) * 32)
VKEY = Vkey(NAME, ED25519, SIGNER.public)
NOTE = sign_note(TEXT, NAME, SIGNER)

NAMES = st.text(
    st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc", "Cs"]), min_size=1, max_size=20
).filter(lambda name: "+" not in name)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)
SIGNATURES = st.builds(
    Signature,
    name=NAMES,
    key_id=st.binary(min_size=4, max_size=4),
    raw=st.binary(min_size=1, max_size=90),
)
NOTES = st.builds(
    Note, text=TEXTS, signatures=st.lists(SIGNATURES, min_size=1, max_size=4).map(tuple)
)


@given(NOTES)
def test_note_round_trip(note: Note) -> None:
    """Text and signature lines come back from the bytes of a note, empty lines included."""
    assert parse_note(format_note(note)) == note


@given(NAMES, st.sampled_from([ED25519, COSIGNATURE]), st.binary(min_size=32, max_size=32))
def test_vkey_round_trip(name: str, kind: int, seed: bytes) -> None:
    """A verifier key comes back from its text."""
    vkey = Vkey(name, kind, Signer(seed).public)
    assert parse_vkey(format_vkey(vkey)) == vkey


def test_key_id_is_that_of_the_specification() -> None:
    """The published verifier key of a public checksum database reads, and has its own id."""
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    vkey = parse_vkey(text)
    assert (vkey.name, vkey.kind, vkey.key_id.hex()) == ("sum.golang.org", ED25519, "033de0ae")
    assert format_vkey(vkey) == text


ENCODED = encode_base64(bytes([ED25519]) + SIGNER.public)
KEY_ID = VKEY.key_id.hex()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "note.vkey"),
        (f"{NAME}+{KEY_ID}", "note.vkey"),
        (f"{NAME}+{KEY_ID.upper()}+{ENCODED}", "note.vkey"),
        (f"{NAME}+00000000+{ENCODED}", "note.vkey"),
        (f"other+{KEY_ID}+{ENCODED}", "note.vkey"),
        (f"+{KEY_ID}+{ENCODED}", "note.name"),
        (f"a b+{KEY_ID}+{ENCODED}", "note.name"),
        (f"{NAME}+{KEY_ID}+", "note.vkey"),
        (f"{NAME}+{KEY_ID}+{ENCODED} ", "base64.form"),
        (f"{NAME}+{KEY_ID}+{encode_base64(bytes([2]) + SIGNER.public)}", "note.vkey"),
        (f"{NAME}+{KEY_ID}+{encode_base64(bytes([1]) + SIGNER.public[1:])}", "key.length"),
        (f"{NAME}+{KEY_ID}+{encode_base64(bytes([1, 1]) + bytes(31))}", "key.order"),
    ],
)
def test_vkey_refuses(text: str, code: str) -> None:
    """A verifier key with a wrong id, unknown type, unsound key or other form is refused."""
    with refused(code):
        parse_vkey(text)


LINE = format_note(NOTE).decode().splitlines()[-1]


PLAIN_DASH = LINE.replace("\N{EM DASH}", "-")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\n",
        "text\n",
        "text\n\n",
        f"text\n{LINE}\n",
        f"text\n\n{LINE}",
        f"text\n\n\n\n{LINE}",
        f"text\n\n{LINE}\r\n",
        f"te\txt\n\n{LINE}\n",
        f"te\0xt\n\n{LINE}\n",
        f"text\n\n{PLAIN_DASH}\n",
        f"text\n\n\N{EM DASH} a+b {LINE.split(' ')[-1]}\n",
        f"text\n\n\N{EM DASH}  {LINE.split(' ')[-1]}\n",
        f"text\n\n\N{EM DASH} {NAME} {encode_base64(bytes(4))}\n",
        "x" * NOTE_LIMIT + f"\n\n{LINE}\n",
    ],
)
def test_note_refuses_other_forms(content: str) -> None:
    """Without text, empty line, signature line or last newline, or with controls, it is no note."""
    with refused("note.form"):
        parse_note(content.encode())


def test_note_refuses_other_encodings() -> None:
    """Bytes that are not UTF-8, and base64 in another spelling, are refused."""
    with refused("note.form"):
        parse_note(b"\xff\n\n" + LINE.encode() + b"\n")
    for line in (f"{LINE}=", f"{LINE} x", LINE.replace(f"{NAME} ", f"{NAME}  ")):
        with refused("base64.form"):
            parse_note(f"text\n\n{line}\n".encode())


def test_open_note_gives_what_a_known_key_signed() -> None:
    """A note signed by one of the trusted keys verifies, whatever other keys signed it."""
    stranger = Signature("stranger", bytes(4), b"anything")
    assert open_note(format_note(NOTE), [VKEY]) == NOTE
    more = Note(TEXT, (stranger, *NOTE.signatures))
    assert open_note(format_note(more), [Vkey("other", ED25519, OTHER.public), VKEY]) == more


@pytest.mark.parametrize(
    "vkeys",
    [
        [],
        [Vkey(NAME, ED25519, OTHER.public)],
        [Vkey("other", ED25519, SIGNER.public)],
        [Vkey(NAME, COSIGNATURE, SIGNER.public)],
    ],
)
def test_note_by_unknown_keys_is_refused(vkeys: list[Vkey]) -> None:
    """Neither name nor key alone makes a signer known, and the type must be that of notes."""
    with refused("note.unsigned"):
        open_note(format_note(NOTE), vkeys)


def test_wrong_signature_of_a_known_key_is_refused() -> None:
    """A changed text, or a second line by the known key that is wrong, refuses the whole note."""
    with refused("note.signature"):
        open_note(format_note(Note(TEXT.replace("5", "6"), NOTE.signatures)), [VKEY])
    wrong = Signature(NAME, VKEY.key_id, bytes(64))
    with refused("note.signature"):
        open_note(format_note(Note(TEXT, (*NOTE.signatures, wrong))), [VKEY])


def test_known_key_id_under_another_key_is_refused() -> None:
    """A line that claims a known key's id but was made by another key does not open the note."""
    forged = Signature(NAME, VKEY.key_id, OTHER.sign(TEXT.encode()))
    with refused("note.signature"):
        open_note(format_note(Note(TEXT, (forged,))), [VKEY])


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "line\r\n"])
def test_text_that_a_note_cannot_hold_is_not_signed(text: str) -> None:
    """A text without last newline, or with controls, is refused before it is signed away."""
    with refused("note.form"):
        sign_note(text, NAME, SIGNER)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "\ud800", "n" * 257])
def test_names_that_a_line_cannot_hold_are_refused(name: str) -> None:
    """A name with a space of any kind, a plus sign, a control or a surrogate is refused."""
    with refused("note.name"):
        sign_note(TEXT, name, SIGNER)


def test_notes_are_ed25519_alone() -> None:
    """A P-256 key has no type of signature here: it is no verifier key, and signs no note."""
    other = Signer(bytes([1]) * 32, "p256")
    for kind in (ED25519, COSIGNATURE):
        with refused("key.length"):
            Vkey(NAME, kind, other.public)
    with refused("key.length"):
        sign_note(TEXT, NAME, other)


def test_signatures_of_a_copy_are_added_once() -> None:
    """Lines by further keys come after the note's own; a line by a key that has signed stays as it is."""
    one, other = (sign_note("text\n", name, Signer(name.encode() * 32)) for name in "ab")
    both = add_signatures(format_note(one), format_note(other))
    assert parse_note(both).signatures == (*one.signatures, *other.signatures)
    assert add_signatures(both, format_note(other)) == both
    assert add_signatures(format_note(other), both).startswith(format_note(other))
    with refused("note.text"):
        add_signatures(both, format_note(sign_note("other\n", "a", Signer(b"a" * 32))))
