"""The DSSE envelope: one wire form, signatures that count keys, an id that names the content."""

import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from support.ed25519 import sign_with_nonce
from support.p256 import NUMBERS, low, sign_at_random
from support.refusal import refused

from ledger.trust.canonical import canonical
from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import (
    ENVELOPE_LIMIT,
    PAYLOAD_LIMIT,
    SIGNATURES_LIMIT,
    Envelope,
    format_envelope,
    match_signers,
    pae,
    parse_envelope,
    sign,
    signatures_digest,
    statement_id,
)
from ledger.trust.keys import Signer
from ledger.trust.p256 import N

TYPE = "application/vnd.cradle.entry.v1+json"
SIGNERS = [
    *(Signer(bytes([number]) * 32) for number in range(3)),
    Signer(bytes([3]) * 32, "p256"),
]
ENVELOPE = sign(TYPE, b'{"a":1}', SIGNERS[:2])

RAW = st.binary(min_size=64, max_size=64) | st.builds(encode_dss_signature, NUMBERS, NUMBERS).map(
    low
)
SIGNATURES = st.lists(RAW, min_size=1, max_size=5, unique=True).map(lambda raw: tuple(sorted(raw)))
TYPES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
ENVELOPES = st.builds(
    Envelope, payload_type=TYPES, payload=st.binary(max_size=99), signatures=SIGNATURES
)


def test_pae_is_that_of_the_dsse_protocol() -> None:
    """The encoding of the example in the DSSE protocol document is the published one."""
    encoded = pae("http://example.com/HelloWorld", b"hello world")
    assert encoded == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


@given(TYPES, st.binary(max_size=40), TYPES, st.binary(max_size=40))
def test_pae_keeps_type_and_payload_apart(
    kind: str, payload: bytes, other: str, more: bytes
) -> None:
    """Two statements have the same signed bytes, and so the same id, only if they are the same."""
    same = (kind, payload) == (other, more)
    assert (pae(kind, payload) == pae(other, more)) == same
    assert (statement_id(kind, payload) == statement_id(other, more)) == same


def test_statement_id_is_the_digest_of_the_signed_bytes() -> None:
    """The id is SHA-256 of the PAE in hex, whatever the signatures."""
    digest = sha256(b"DSSEv1 36 " + TYPE.encode() + b' 7 {"a":1}').hexdigest()
    assert statement_id(TYPE, b'{"a":1}') == f"sha256:{digest}"


@given(ENVELOPES)
def test_round_trip(envelope: Envelope) -> None:
    """An envelope comes back from its wire form, which is canonical JSON."""
    data = format_envelope(envelope)
    assert parse_envelope(data) == envelope
    assert json.loads(data)["payloadType"] == envelope.payload_type


def test_largest_envelope_fits() -> None:
    """The largest payload under the most signatures is within the limit of an envelope."""
    largest = [(N - number, N // 2 - number) for number in range(1, SIGNATURES_LIMIT + 1)]
    signatures = tuple(sorted(encode_dss_signature(*pair) for pair in largest))
    assert {len(signature) for signature in signatures} == {71}
    envelope = Envelope("t" * 128, bytes(PAYLOAD_LIMIT), signatures)
    data = format_envelope(envelope)
    assert len(data) <= ENVELOPE_LIMIT
    assert parse_envelope(data) == envelope


def _wire(**changes: object) -> bytes:
    """The wire form of a sound envelope with some members changed; None removes one."""
    members: dict[str, object] = json.loads(format_envelope(ENVELOPE)) | changes
    present = {name: member for name, member in members.items() if member is not None}
    return json.dumps(present, separators=(",", ":"), sort_keys=True).encode()


def _sigs(*raw: bytes) -> list[dict[str, str]]:
    return [{"sig": encode_base64(signature)} for signature in raw]


FIRST, SECOND = ENVELOPE.signatures
P256 = SIGNERS[3].sign(pae(TYPE, b"{}"))
HIGH = encode_dss_signature(1, N - 1)
REFUSED = [
    (b"", "json.syntax", ""),
    (b"[]", "envelope.members", ""),
    (b" " + format_envelope(ENVELOPE), "json.not_canonical", ""),
    (b" " * (ENVELOPE_LIMIT + 1), "json.too_large", ""),
    (_wire(keyid="a"), "json.key", ""),
    (_wire(sig="a"), "envelope.members", ""),
    (_wire(payload=None), "envelope.members", ""),
    (_wire(signatures=None), "envelope.members", ""),
    (_wire(payload=1), "envelope.members", "payload"),
    (_wire(payload="eyJhIjoxfQ"), "base64.form", "payload"),
    (_wire(payload="eyJhIjoxfR=="), "base64.form", "payload"),
    (_wire(payload=encode_base64(bytes(PAYLOAD_LIMIT + 1))), "json.string", "payload"),
    (_wire(payloadType=True), "envelope.members", "payloadType"),
    (_wire(payloadType=""), "envelope.payload_type", "payloadType"),
    (_wire(payloadType="a b"), "envelope.payload_type", "payloadType"),
    (_wire(payloadType="t" * 129), "envelope.payload_type", "payloadType"),
    (_wire(signatures={}), "envelope.members", "signatures"),
    (_wire(signatures=[]), "envelope.signatures", "signatures"),
    (_wire(signatures=["a"]), "envelope.members", "signatures[0]"),
    (_wire(signatures=[{}]), "envelope.members", "signatures[0]"),
    (_wire(signatures=[{"keyid": "a", "sig": "QQ=="}]), "json.key", "signatures[0]"),
    (_wire(signatures=[{"sig": 1}]), "envelope.members", "signatures[0].sig"),
    (_wire(signatures=[*_sigs(FIRST), {"sig": "-"}]), "base64.form", "signatures[1].sig"),
    (_wire(signatures=_sigs(FIRST, SECOND[:63])), "envelope.signature", "signatures[1].sig"),
    (_wire(signatures=_sigs(FIRST, HIGH)), "envelope.signature", "signatures[1].sig"),
    (_wire(signatures=_sigs(FIRST, P256 + b"\0")), "envelope.signature", "signatures[1].sig"),
    (_wire(signatures=_sigs(SECOND, FIRST)), "envelope.signatures", "signatures"),
    (_wire(signatures=_sigs(FIRST, FIRST)), "envelope.signatures", "signatures"),
    (
        _wire(signatures=_sigs(*(bytes([n]) * 64 for n in range(SIGNATURES_LIMIT + 1)))),
        "envelope.signatures",
        "signatures",
    ),
]


@pytest.mark.parametrize(("data", "code", "place"), REFUSED)
def test_other_wire_forms_are_refused(data: bytes, code: str, place: str) -> None:
    """An envelope that is not in the one wire form is refused, and the place is named."""
    with refused(code, place):
        parse_envelope(data)


def test_payload_limit_holds_for_values_too() -> None:
    """An envelope over a payload above 48 KiB cannot be made."""
    with refused("envelope.payload", "payload"):
        sign(TYPE, bytes(PAYLOAD_LIMIT + 1), SIGNERS[:1])


def test_signing_sorts_and_counts_keys_once() -> None:
    """Signatures do not depend on the order of signers, and a repeated signer adds none."""
    payload = canonical({"a": 1})
    assert sign(TYPE, payload, SIGNERS) == sign(TYPE, payload, [*reversed(SIGNERS), SIGNERS[0]])
    with refused("envelope.signatures"):
        sign(TYPE, payload, [])


@given(st.permutations(range(4)), st.integers(min_value=1, max_value=4))
def test_each_signature_is_matched_to_its_key(order: list[int], count: int) -> None:
    """Whatever keys are offered in whatever order, each signature finds the key that made it."""
    message = pae(TYPE, b"{}")
    signers = [SIGNERS[number] for number in order[:count]]
    matched = match_signers(sign(TYPE, b"{}", signers), [signer.public for signer in SIGNERS])
    expected = sorted((signer.sign(message), signer.public) for signer in signers)
    assert list(matched) == [public for _, public in expected]


def test_unknown_signer_is_refused() -> None:
    """A signature by none of the keys is refused at its place, and so is one over other content."""
    first = match_signers(ENVELOPE, [signer.public for signer in SIGNERS])[0]
    with refused("signature.unknown", "signatures[1].sig"):
        match_signers(ENVELOPE, [first])
    with refused("signature.unknown", "signatures[0].sig"):
        match_signers(ENVELOPE, [])
    replayed = Envelope(TYPE.replace("entry", "delivery"), ENVELOPE.payload, ENVELOPE.signatures)
    with refused("signature.unknown", "signatures[0].sig"):
        match_signers(replayed, [signer.public for signer in SIGNERS])


def test_one_key_cannot_fill_a_threshold() -> None:
    """Two valid signatures by one key are refused, also if the key is listed twice."""
    seed, message = bytes(32), pae(TYPE, b"{}")
    raw = sorted(sign_with_nonce(seed, nonce, message) for nonce in (2, 3))
    envelope = Envelope(TYPE, b"{}", tuple(raw))
    with refused("signature.unknown", "signatures[1].sig"):
        match_signers(envelope, [Signer(seed).public, Signer(seed).public, SIGNERS[1].public])


def test_one_p256_key_cannot_fill_a_threshold_either() -> None:
    """Two valid signatures by one P-256 key, which another nonce makes, are refused."""
    secret, message = bytes([3]) * 32, pae(TYPE, b"{}")
    raw = sorted({P256, sign_at_random(secret, message)})
    with refused("signature.unknown", "signatures[1].sig"):
        match_signers(Envelope(TYPE, b"{}", tuple(raw)), [signer.public for signer in SIGNERS])


def test_signatures_digest_is_over_the_raw_signatures_in_order() -> None:
    """The digest in the log's leaf is SHA-256 of the signatures one after the other."""
    assert signatures_digest(ENVELOPE) == f"sha256:{sha256(FIRST + SECOND).hexdigest()}"
