"""Access tokens of machines: short-lived JWTs, signed with ES256 by a key of this server (RFC 7519, 6749).

A token names a credential and says until when; what the credential may do, and whether it still holds,
is asked at every request (`login`), so ending one ends its tokens. The algorithm is fixed: what a token says
of its own algorithm decides nothing.
"""

from dataclasses import dataclass
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from schemas.errors import CradleError

_ALGORITHM: Final = "ES256"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs and reads the tokens of one server.

    Attributes:
        key: of the server, P-256.
        issuer: the origin of the ledger, so that no other server's token serves here.
        seconds: how long a token lasts.
    """

    key: ECKey
    issuer: str
    seconds: int

    def sign(self, credential: str, now: int) -> str:
        """A token of a credential."""
        claims = {"iss": self.issuer, "sub": credential, "iat": now, "exp": now + self.seconds}
        return jwt.encode({"alg": _ALGORITHM, "typ": "at+jwt"}, claims, self.key, [_ALGORITHM])

    def read(self, token: str, now: int) -> str:
        """The credential that a token names.

        Raises:
            CradleError: `token.invalid` or `token.expired`.
        """
        try:
            claims = jwt.decode(token, self.key, [_ALGORITHM]).claims
        except (JoseError, ValueError):
            raise _invalid() from None
        named, until = claims.get("sub"), claims.get("exp")
        if claims.get("iss") != self.issuer or not isinstance(named, str):
            raise _invalid()
        if not isinstance(until, int) or now >= until:
            detail = "The token has expired; ask /auth/token for a new one."
            raise CradleError("token.expired", detail)
        return named


def new_key() -> bytes:
    """A fresh private key as PEM."""
    return ECKey.generate_key("P-256", private=True).as_pem(private=True)


def read_key(pem: bytes) -> ECKey:
    """The key of a PEM file.

    Raises:
        CradleError: `token.key`.
    """
    try:
        return ECKey.import_key(pem)
    except (JoseError, ValueError):
        detail = "The file is no P-256 private key in PEM; move it away and start again."
        raise CradleError("token.key", detail) from None


def _invalid() -> CradleError:
    return CradleError("token.invalid", "The token was not made by this server, or was changed.")
