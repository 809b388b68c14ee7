"""PKCS #11 URIs: what RFC 7512 writes is read, what is read is written again, and nothing else is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refusal_code, refused

from ledger.token.uri import KeyUri, format_key_uri, is_key_uri, parse_key_uri

TEXTS = st.none() | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40
)
URIS = st.builds(
    KeyUri,
    token=TEXTS,
    serial=TEXTS,
    manufacturer=TEXTS,
    model=TEXTS,
    object=TEXTS,
    id=st.none() | st.binary(min_size=1, max_size=20),
    module_path=TEXTS,
    pin_source=TEXTS,
).filter(lambda uri: uri.object is not None or uri.id is not None)
LABEL = "My plant"
FULL = (
    "pkcs11:token=My%20plant;serial=2174be96e36bf35d;manufacturer=SoftHSM%20project;model=SoftHSM%20v2;"
    "object=working;id=%01%02?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/pin"
)


@given(URIS)
def test_what_is_written_is_read_again(uri: KeyUri) -> None:
    """Whatever label, id and path: the URI is ASCII without space, and names the same key."""
    text = format_key_uri(uri)
    assert text.isascii()
    assert " " not in text
    assert (is_key_uri(text), parse_key_uri(text)) == (True, uri)


@given(st.text(max_size=60))
def test_any_text_is_a_uri_or_refused(text: str) -> None:
    """An accepted URI is written in a spelling that names the same key."""
    read: list[KeyUri] = []
    code = refusal_code(lambda: read.append(parse_key_uri(f"pkcs11:object=a;{text}")))
    assert code in {None, "pkcs11.uri"}
    assert [parse_key_uri(format_key_uri(uri)) for uri in read] == read


def test_every_attribute_is_read() -> None:
    """Each has its member, percent-encoding undone; written again it is the same text."""
    uri = parse_key_uri(FULL)
    assert uri == KeyUri(
        token=LABEL,
        serial="2174be96e36bf35d",
        manufacturer="SoftHSM project",
        model="SoftHSM v2",
        object="working",
        id=b"\1\2",
        module_path="/usr/lib/softhsm/libsofthsm2.so",
        pin_source="file:/run/pin",
    )
    assert str(uri) == FULL


def test_what_tools_print_is_read() -> None:
    """In any order of attributes, with `type=private`, and whatever the case of the scheme."""
    printed = "PKCS11:model=SoftHSM%20v2;token=My%20plant;id=%5D;object=a;type=private"
    assert is_key_uri(printed)
    assert parse_key_uri(printed) == KeyUri(LABEL, model="SoftHSM v2", id=b"]", object="a")
    assert not is_key_uri("./pkcs11:a")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pkcs11:", "pkcs11:"),
        ("pkcs11:token=plant", "pkcs11:token=plant"),
        ("pkcs11:object=a;type=public", "type"),
        ("pkcs11:object=a?pin-value=1234", "pin-value"),
        ("pkcs11:object=a;pin-value=1234", "pin-value"),
        ("pkcs11:object=a;slot-id=1", "slot-id"),
        ("pkcs11:object=a?module-name=x", "module-name"),
        ("pkcs11:object=a;object=b", "object"),
        ("pkcs11:object=", "object"),
        ("pkcs11:object", "object"),
        ("pkcs11:object=a b", "object"),
        ("pkcs11:object=a/b", "object"),
        ("pkcs11:object=%zz", "object"),
        ("pkcs11:object=%ff", "object"),
        ("pkcs11:object=a%00", "object"),
        ("pkcs11:object=a;", ""),
        ("pkcs11:object=ä", "object"),
    ],
)
def test_what_is_no_key_is_refused_at_its_attribute(text: str, place: str) -> None:
    """An unknown, repeated, empty or badly written attribute, no key, and a PIN."""
    with refused("pkcs11.uri", place):
        parse_key_uri(text)
