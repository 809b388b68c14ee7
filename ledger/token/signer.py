"""Signatures by a private key on a token, and making such a key.

P-256 signs the SHA-256 of the message (CKM_ECDSA, which every token with the curve has), and its r and s
become strict DER with low S; Ed25519 signs the message itself (CKM_EDDSA without parameters). Each signature
of a token is verified under the token's public key before use (`Signer.external`).

A key made by this module can only sign, is sensitive and not extractable. Left out: proof that the token
enforces this, and the origin of keys made elsewhere.

A public key is CKA_EC_PARAMS and CKA_EC_POINT, read as 32 or 33 raw bytes. Tokens agree on P-256: a DER OCTET STRING
around the point of SEC 1, mostly uncompressed. The editions of PKCS #11 differ on Ed25519: the curve is the object
identifier of RFC 8410, an older one, or a name, and the point is wrapped or bare. Each form has a length of its own, so
they cannot be confused.
"""

from functools import partial
from hashlib import sha256
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import (
    Attribute,
    AttributeTypeInvalid,
    KeyType,
    Mechanism,
    MechanismFlag,
    ObjectClass,
    Session,
    SignMixin,
)

from ledger.token.session import Access, logged_in
from ledger.token.uri import KeyUri
from ledger.trust import p256
from ledger.trust.keys import Signer
from schemas.errors import CradleError
from schemas.signed.participant import Algorithm

ABSENT: Final = "pkcs11.key_absent"

P256_PARAMS: Final = bytes.fromhex("06082a8648ce3d030107")
ED25519_PARAMS: Final = bytes.fromhex("06032b6570")
_ED25519: Final = (
    ED25519_PARAMS,
    bytes.fromhex("06092b06010401da470f01"),
    b"\x13\x0cedwards25519",
)
_ED25519_LENGTHS: Final = (32,)
_P256_LENGTHS: Final = (65, 33)

_MAKING: Final[dict[Algorithm, tuple[KeyType, bytes, Mechanism]]] = {
    "ed25519": (KeyType.EC_EDWARDS, ED25519_PARAMS, Mechanism.EDDSA),
    "p256": (KeyType.EC, P256_PARAMS, Mechanism.ECDSA),
}


def find_key(uri: KeyUri, access: Access) -> Signer:
    """Find the private key that a URI names, and return its signer.

    Raises:
        CradleError: `pkcs11.key_absent`, `pkcs11.key_repeated`, `pkcs11.public_absent`, `pkcs11.key_kind`,
            or as `logged_in`; when signing, the same and `signature.faulty`.
    """
    with logged_in(uri, access) as session:
        public = _public(session, _private(session, uri), uri)
    return Signer.external(public, partial(_sign, uri, access, public))


def make_key(uri: KeyUri, access: Access, algorithm: Algorithm | None, key_id: bytes) -> Signer:
    """Make a key on the token under the label of the URI, and return its signer.

    Args:
        uri: the URI, with `object`; an `id` in it takes precedence over `key_id`.
        access: the access to the token.
        algorithm: None for the first that the token has.
        key_id: a fresh CKA_ID.

    Raises:
        CradleError: `pkcs11.uri` without a label, `pkcs11.algorithm`, or as `find_key`.
    """
    if uri.object is None:
        raise CradleError("pkcs11.uri", "The new key has no label; add object=... .", str(uri))
    with logged_in(uri, access, writing=True) as session:
        mechanisms = session.token.slot.get_mechanisms()
        able = [word for word, (_, _, needed) in _MAKING.items() if needed in mechanisms]
        chosen = algorithm or (able[0] if able else "p256")
        kind, params, needed = _MAKING[chosen]
        if needed not in mechanisms:
            detail = f"The token does not have {chosen}; name another algorithm ({', '.join(able) or 'it has none'})."
            raise CradleError("pkcs11.algorithm", detail, str(uri))
        domain = session.create_domain_parameters(kind, {Attribute.EC_PARAMS: params}, local=True)
        domain.generate_keypair(
            id=uri.id or key_id,
            label=uri.object,
            store=True,
            capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
            private_template={Attribute.EXTRACTABLE: False},
        )
    return find_key(uri, access)


def _sign(uri: KeyUri, access: Access, public: bytes, message: bytes) -> bytes:
    with logged_in(uri, access) as session:
        key = _private(session, uri)
        # Some keys need the PIN again at each use.
        pin = access.pin() if _shown(key, Attribute.ALWAYS_AUTHENTICATE) else None
        if len(public) == p256.KEY_LENGTH:
            digest = sha256(message).digest()
            return p256.from_fixed(key.sign(digest, mechanism=Mechanism.ECDSA, pin=pin))
        return key.sign(message, mechanism=Mechanism.EDDSA, pin=pin)


def _private(session: Session, uri: KeyUri) -> SignMixin:
    keys = _found(session, ObjectClass.PRIVATE_KEY, uri.object, uri.id)
    if not keys:
        detail = "The token has no such private key; check its label or id, or make one."
        raise CradleError(ABSENT, detail, str(uri))
    if len(keys) > 1:
        detail = f"{len(keys)} private keys of the token match the URI; name one by its id=%... ."
        raise CradleError("pkcs11.key_repeated", detail, str(uri))
    (key,) = keys
    if not isinstance(key, SignMixin):
        detail = "The key on the token may not sign; name another, or make one."
        raise CradleError("pkcs11.key_kind", detail, str(uri))
    return key


def _public(session: Session, private: SignMixin, uri: KeyUri) -> bytes:
    """The raw public key of a private one, found by the same id, or without an id by the same label."""
    key_id = _shown(private, Attribute.ID) or None
    label = None if key_id else uri.object
    public_keys = _found(session, ObjectClass.PUBLIC_KEY, label, key_id)
    shown = [
        tuple(_shown(public_key, name) or b"" for name in (Attribute.EC_PARAMS, Attribute.EC_POINT))
        for public_key in public_keys
    ]
    keys = {raw_key(params, point, str(uri)) for params, point in shown}
    if not keys:
        detail = (
            "The token has no public key for the private one; write it there, with the same id."
        )
        raise CradleError("pkcs11.public_absent", detail, str(uri))
    if len(keys) > 1:
        detail = "The token has several public keys with that id; give each key an id of its own."
        raise CradleError("pkcs11.key_repeated", detail, str(uri))
    return keys.pop()


def _found(
    session: Session, kind: ObjectClass, label: str | None, key_id: bytes | None
) -> list[Any]:
    template = {Attribute.CLASS: kind, Attribute.LABEL: label, Attribute.ID: key_id}
    wanted = {name: value for name, value in template.items() if value is not None}
    return list(session.get_objects(wanted))


def _shown(key: Any, name: Attribute) -> Any:  # noqa: ANN401 - as the library has it
    """An attribute of an object, or None if the token does not have it."""
    try:
        return key[name]
    except AttributeTypeInvalid:
        return None


def raw_key(params: bytes, point: bytes, place: str = "") -> bytes:
    """Convert a token's curve and point to a raw public key; `place` names the key in a refusal.

    Raises:
        CradleError: `pkcs11.key_kind` for another curve, or for a point that is not on the curve.
    """
    if params in _ED25519:
        bare = _unwrapped(point, _ED25519_LENGTHS)
        if bare is not None:
            return bare
    if params == P256_PARAMS:
        compressed = _compressed(_unwrapped(point, _P256_LENGTHS))
        if compressed is not None:
            return compressed
    detail = "The key's public key is neither of Ed25519 nor of P-256; name another key."
    raise CradleError("pkcs11.key_kind", detail, place)


def _unwrapped(point: bytes, lengths: tuple[int, ...]) -> bytes | None:
    for length in lengths:
        if len(point) == length:
            return point
        if len(point) == length + 2 and point[:2] == bytes((4, length)):
            return point[2:]
    return None


def _compressed(point: bytes | None) -> bytes | None:
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point or b"")
    except ValueError:
        return None
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
