"""Access tokens: accepted by the server that made them only, whatever their claims are."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from joserfc import jwt
from support.refusal import refused

from api.security.tokens import Tokens, read_key
from ledger.service.access.login import STEP
from ledger.trust.keys import format_private_pem

NOW = 1_760_000_000
PEM, OTHER = (format_private_pem(bytes([number]) * 32, "p256") for number in (1, 2))


@pytest.fixture
def tokens() -> Tokens:
    """A signer whose tokens last a minute."""
    return Tokens(read_key(PEM), "ledger.example/test", 60)


def part_of(value: object) -> str:
    """A part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_token_names_its_credential_for_its_time(tokens: Tokens) -> None:
    """It is valid up to the last second, and not in the next one."""
    token = tokens.sign("erp", NOW)
    assert tokens.read(token, NOW + 59) == "erp"
    with refused("token.expired"):
        tokens.read(token, NOW + 60)


def test_a_clock_that_is_set_back_lengthens_no_token(tokens: Tokens) -> None:
    """A token that was made later than a minute from now is refused."""
    token = tokens.sign("erp", NOW)
    assert tokens.read(token, NOW - STEP) == "erp"
    with refused("token.invalid"):
        tokens.read(token, NOW - STEP - 1)


def test_another_server_reads_nothing(tokens: Tokens) -> None:
    """A server with another key, or of another ledger with the same key, refuses the token."""
    token = tokens.sign("erp", NOW)
    for other in (
        Tokens(read_key(OTHER), tokens.issuer, 60),
        Tokens(read_key(PEM), "ledger.example/other", 60),
    ):
        with refused("token.invalid"):
            other.read(token, NOW)


def test_a_changed_token_is_refused(tokens: Tokens) -> None:
    """Other claims under the old signature, no signature, and the algorithm `none`."""
    head, claims, signature = tokens.sign("erp", NOW).split(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    told["sub"] = "operator"
    forged, none = part_of(told), part_of({"alg": "none"})
    for token in (
        f"{head}.{forged}.{signature}",
        f"{head}.{claims}.",
        f"{none}.{claims}.",
        f"{head}.{claims}",
        "",
        "a.b.c",
    ):
        with refused("token.invalid"):
            tokens.read(token, NOW)


def test_the_public_key_is_no_secret_of_another_algorithm(tokens: Tokens) -> None:
    """A token that is authenticated with the public key as if that were a shared secret is refused."""
    claims = {"iss": tokens.issuer, "sub": "operator", "iat": NOW, "exp": NOW + 60}
    signed = ".".join(part_of(part) for part in ({"alg": "HS256"}, claims))
    secret = tokens.key.as_pem(private=False)
    mac = hmac.digest(secret, signed.encode(), "sha256")
    with refused("token.invalid"):
        tokens.read(f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}", NOW)


def test_claims_of_the_wrong_kind(tokens: Tokens) -> None:
    """A correctly signed token without a name or an expiry is refused."""
    whole = {"iss": tokens.issuer, "sub": "erp", "iat": NOW, "exp": NOW + 60}
    for wrong, code in (
        ({"sub": 5}, "token.invalid"),
        ({"iss": None}, "token.invalid"),
        ({"exp": "soon"}, "token.expired"),
        ({"iat": "soon"}, "token.invalid"),
    ):
        token = jwt.encode({"alg": "ES256"}, {**whole, **wrong}, tokens.key, ["ES256"])
        with refused(code):
            tokens.read(token, NOW)


def test_a_file_that_is_no_key() -> None:
    """The refusal says to move the file away, also where it is a key of the other algorithm."""
    for pem in (b"no key", format_private_pem(bytes(32))):
        with refused("token.key"):
            read_key(pem)
