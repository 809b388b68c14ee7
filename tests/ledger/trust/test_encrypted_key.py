"""Encrypted private keys: their bytes, their cost, and what opens them."""

import pytest
from asn1crypto import parser
from support.refusal import refused

from ledger.trust.encrypted_key import COST, DRAWN, ScryptCost, encrypt_key
from ledger.trust.keys import format_encrypted_pem, is_encrypted_pem, parse_secret
from schemas.signed.participant import Algorithm

SECRET = bytes(range(1, 33))
FIXED = bytes(range(DRAWN))
PASSPHRASE = "süß, four words 钥"  # noqa: S105 - of keys that a test makes
CHEAP = ScryptCost(n=2, r=1, p=1)


@pytest.mark.parametrize("algorithm", ["ed25519", "p256"])
def test_its_passphrase_opens_it_and_no_other(algorithm: Algorithm) -> None:
    """Secret and algorithm come back; a changed, shorter or missing passphrase is refused with its code."""
    pem = format_encrypted_pem(SECRET, algorithm, PASSPHRASE, FIXED, COST)
    assert is_encrypted_pem(pem)
    assert parse_secret(pem, PASSPHRASE) == (SECRET, algorithm)
    for wrong in (None, "", PASSPHRASE[:-1], PASSPHRASE.upper()):
        with refused("key.passphrase"):
            parse_secret(pem, wrong)


def test_the_secret_is_not_in_the_file() -> None:
    """The bytes of the key, and of its unencrypted form, are not in the encrypted one."""
    plain = bytes.fromhex("302e020100300506032b657004220420") + SECRET
    encrypted = encrypt_key(plain, PASSPHRASE, FIXED, CHEAP)
    assert all(part not in encrypted for part in (SECRET, SECRET[:16], plain[:16]))


def test_a_drawn_salt_and_iv_make_each_file_another() -> None:
    """Two files of one key and passphrase share no encrypted block, for each half of the drawn bytes."""
    first = encrypt_key(SECRET, PASSPHRASE, FIXED, CHEAP)
    for other in (FIXED[:16] + bytes(16), bytes(16) + FIXED[16:]):
        assert encrypt_key(SECRET, PASSPHRASE, other, CHEAP)[-48:-32] != first[-48:-32]


def test_the_cost_is_owasps_within_what_openssl_opens() -> None:
    """16 MiB, five times over, are in the file; OpenSSL refuses 32 MiB."""
    encrypted = encrypt_key(SECRET, PASSPHRASE, FIXED, COST)
    assert bytes.fromhex("02024000020108020105") in encrypted
    assert 128 * COST.r * COST.n == 16 << 20


@pytest.mark.parametrize("length", [1, 40, 90, 200, 5000])
def test_lengths_of_every_form_are_der(length: int) -> None:
    """A strict parser finds the scheme and the padded key behind it, whether their lengths take one byte or three."""
    encrypted = encrypt_key(bytes(length), PASSPHRASE, FIXED, CHEAP)
    content = parser.parse(encrypted, strict=True)[4]
    scheme = sum(map(len, parser.parse(content)[3:6]))
    assert len(parser.parse(content[scheme:], strict=True)[4]) == length // 16 * 16 + 16
