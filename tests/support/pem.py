"""Keys as PEM, for tests that speak to other programs: a signer from its file, and a public key as they read it."""

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.trust.keys import Signer, parse_secret

ED25519 = 32


def parse_private_pem(pem: bytes, passphrase: str | None = None) -> Signer:
    """The signer of a private key in PEM."""
    return Signer(*parse_secret(pem, passphrase))


def format_public_pem(raw: bytes) -> bytes:
    """A raw public key as SubjectPublicKeyInfo."""
    key = (
        Ed25519PublicKey.from_public_bytes(raw)
        if len(raw) == ED25519
        else EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)
    )
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
