"""P-256 by another library: signers with random nonces and either value of s."""

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import strategies as st

from ledger.trust.p256 import N

NUMBERS = st.integers(min_value=1, max_value=N - 1)


def low(signature: bytes) -> bytes:
    """The signature with the smaller of s and n - s, as a reader of ours wants it."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, N - s))


def sign_at_random(secret: bytes, message: bytes) -> bytes:
    """A valid signature under a nonce of the library's choice; each call gives another one."""
    key = derive_private_key(int.from_bytes(secret, "big"), SECP256R1())
    return low(key.sign(message, ECDSA(SHA256())))
