"""`participant` and `key`: who may sign, and how that changes.

A participant's id is the id of its registration. Root keys, under a threshold, speak for the participant's keys;
working keys sign its statements. The registration is signed by every key it lists and countersigned by one registrar
it names; the first registrar names none and counts only where a reader's policy lists it. No natural persons.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, grammar, require_sorted
from schemas.statement import Issued, Statement
from schemas.values import Count, Country, Digest, Nonce, StatementId, Text
from schemas.vocabulary import Role

Algorithm = Literal["ed25519", "p256"]

_DIGITS: dict[int, Algorithm] = {64: "ed25519", 66: "p256"}


class PublicKey(Model):
    """A raw public key in hexadecimal, and its algorithm, which is that of its length.

    32 bytes are an Ed25519 key; 33, a point of P-256 in compressed form.
    """

    alg: Algorithm
    key: Annotated[
        str,
        grammar(
            r"^([0-9a-f]{64}|0[23][0-9a-f]{64})$",
            "key.grammar",
            "a public key: 64 hexadecimal digits (ed25519), or 02 or 03 and 64 more (p256)",
        ),
    ]

    @classmethod
    def of(cls, raw: bytes) -> "PublicKey":
        """The row of a raw public key."""
        return cls(alg=_DIGITS[2 * len(raw)], key=raw.hex())

    @model_validator(mode="after")
    def _of_its_length(self) -> "PublicKey":
        if self.alg != _DIGITS[len(self.key)]:
            raise broken(
                "key.algorithm", f"a key of {len(self.key)} hexadecimal digits is not {self.alg}"
            )
        return self


class ParticipantSections(Model):
    """The digest of the profile."""

    profile: Digest


class Participant(Statement):
    """A registration."""

    root_keys: tuple[PublicKey, ...] = Field(min_length=1, max_length=16)
    threshold: Count
    working_keys: tuple[PublicKey, ...] = Field(min_length=1, max_length=16)
    roles: tuple[Role, ...] = Field(min_length=1)
    registrar: StatementId | None = None
    sections: ParticipantSections

    @model_validator(mode="after")
    def _consistent(self) -> "Participant":
        keys = [row.key for row in (*self.root_keys, *self.working_keys)]
        if len(set(keys)) != len(keys):
            raise broken(
                "participant.key_repeated", "each key stands once, as root or as working key"
            )
        require_sorted((k.key for k in self.root_keys), "participant.order", "root_keys")
        require_sorted((k.key for k in self.working_keys), "participant.order", "working_keys")
        require_sorted((role.value for role in self.roles), "participant.order", "roles")
        if self.threshold > len(self.root_keys):
            raise broken("participant.threshold", "the threshold exceeds the number of root keys")
        return self


class Identifier(Model):
    """An identifier of an organisation: a scheme such as `lei`, `vat`, `did`, and its value."""

    scheme: Annotated[
        str,
        grammar(r"^[a-z0-9_]{1,32}$", "identifier.scheme", "a lower-case word such as lei or vat"),
    ]
    value: Text


class Profile(Model):
    """Section `profile`: the legal person behind a registration."""

    legal_name: Text
    country: Country
    identifiers: tuple[Identifier, ...] = ()


class Key(Issued):
    """A change of a participant's working keys, signed by exactly the threshold of its root keys."""

    change: Literal["add", "retire", "compromise"]
    key: PublicKey
    nonce: Nonce
