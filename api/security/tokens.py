"""Access tokens of machines: short-lived JWTs, signed with ES256 by the server's key (RFC 7519, 6749).

A token states a credential, the time at which it was made, and an expiry time; one that was made later than now is
refused, as a session is. The credential's validity and roles are read at every request, so
ending a credential ends its tokens. The algorithm is fixed; the one in a token's header is not trusted.
"""

from dataclasses import dataclass
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from ledger.service.access.login import STEP
from schemas.errors import CradleError

_ALGORITHM: Final = "ES256"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs and reads the tokens of one server.

    Attributes:
        key: the server's private key, P-256.
        issuer: the ledger's origin, so that another server's token is refused.
        seconds: the lifetime of a token.
    """

    key: ECKey
    issuer: str
    seconds: int

    def sign(self, credential: str, now: int) -> str:
        """Sign a token for a credential."""
        claims = {"iss": self.issuer, "sub": credential, "iat": now, "exp": now + self.seconds}
        return jwt.encode({"alg": _ALGORITHM, "typ": "at+jwt"}, claims, self.key, [_ALGORITHM])

    def read(self, token: str, now: int) -> str:
        """Verify a token and return its credential's name.

        Raises:
            CradleError: `token.invalid` or `token.expired`.
        """
        try:
            claims = jwt.decode(token, self.key, [_ALGORITHM]).claims
        except (JoseError, ValueError):
            raise _invalid() from None
        named, begun, until = claims.get("sub"), claims.get("iat"), claims.get("exp")
        if claims.get("iss") != self.issuer or not isinstance(named, str):
            raise _invalid()
        if not isinstance(begun, int) or begun - STEP > now:  # The clock was set back.
            raise _invalid()
        if not isinstance(until, int) or now >= until:
            detail = "The access token has expired; get a new one from /auth/token."
            raise CradleError("token.expired", detail)
        return named


def read_key(pem: bytes) -> ECKey:
    """Parse a private key in PEM.

    Raises:
        CradleError: `token.key`.
    """
    try:
        return ECKey.import_key(pem)
    except (JoseError, ValueError):
        detail = "The key file is not a P-256 private key in PEM; move it away and start the server again."
        raise CradleError("token.key", detail) from None


def _invalid() -> CradleError:
    return CradleError(
        "token.invalid", "The access token is not one of this server; get one from /auth/token."
    )
