"""`participant` and `key`: registrations, and changes of a participant's keys.

A participant's id is the id of its registration. Root keys, under a threshold, sign changes of the participant's keys;
working keys sign its statements. The registration is signed by every key it lists and countersigned by the one
registrar that it names. The first registrar names none and counts only if a reader's policy lists it. Natural persons
are not registered; a declaration may name the one who signs it for the firm.

Every later change is a `key` statement. The order of changes is that of the registry's leaves alone: no clock decides
when a key was valid.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.signed.statement import Issued, Statement
from schemas.values import REGIONS, Code, Count, Country, Digest, Index, Nonce, StatementId, Text
from schemas.vocabulary import Custody, Role

Algorithm = Literal["ed25519", "p256"]


class KeyForm(NamedTuple):
    """The raw public key of an algorithm: its bytes, its hexadecimal digits as a pattern, and these in words."""

    length: int
    digits: str
    words: str


KEY_FORMS: Final[Mapping[Algorithm, KeyForm]] = {
    "ed25519": KeyForm(32, "[0-9a-f]{64}", "64 hexadecimal digits"),
    "p256": KeyForm(33, "0[23][0-9a-f]{64}", "02 or 03 and 64 more"),
}
"""Every algorithm by its word. No two have keys of one length, so a key needs no name of its algorithm."""

_DIGITS: Final = {2 * form.length: word for word, form in KEY_FORMS.items()}


def _known(word: object) -> object:
    """Refuse the word of an algorithm that has no form here."""
    if isinstance(word, str) and word not in KEY_FORMS:
        algorithms = " or ".join(KEY_FORMS)
        raise broken(
            "key.algorithm", f"the algorithm {word!r:.40} is not known; write {algorithms}"
        )
    return word


class PublicKey(Model):
    """A raw public key in hexadecimal, and its algorithm, which follows from its length.

    32 bytes are an Ed25519 key, 33 bytes a compressed point of P-256. `custody` is the owner's statement about the
    place of its private key.
    """

    alg: Annotated[Algorithm, BeforeValidator(_known)]
    key: Annotated[
        str,
        Grammar(
            f"^({'|'.join(form.digits for form in KEY_FORMS.values())})$",
            "key.grammar",
            f"a public key: {', or '.join(f'{form.words} ({word})' for word, form in KEY_FORMS.items())}",
        ),
    ]
    custody: Custody | None = None

    @classmethod
    def of(cls, raw: bytes) -> "PublicKey":
        """Build the model of a raw public key of a known length."""
        return cls(alg=_DIGITS[2 * len(raw)], key=raw.hex())

    @model_validator(mode="after")
    def _of_its_length(self) -> "PublicKey":
        if self.alg != _DIGITS[len(self.key)]:
            raise broken(
                "key.algorithm",
                f"a key of {len(self.key)} hexadecimal digits is not {self.alg};"
                f" write {_DIGITS[len(self.key)]}",
            )
        return self


class ParticipantSections(Model):
    """The digest of a registration's section."""

    profile: Digest


class Participant(Statement):
    """The registration of a participant."""

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
                "participant.key_repeated",
                "a key is listed twice; list each once, as root or as working key",
            )
        require_sorted((k.key for k in self.root_keys), "participant.order", "root_keys")
        require_sorted((k.key for k in self.working_keys), "participant.order", "working_keys")
        require_sorted((role.value for role in self.roles), "participant.order", "roles")
        _require_threshold(self.threshold, self.root_keys)
        return self


def _require_threshold(threshold: int, roots: tuple[PublicKey, ...]) -> None:
    if threshold > len(roots):
        detail = (
            f"the threshold {threshold} exceeds the number of root keys, {len(roots)}; lower it"
        )
        raise broken("participant.threshold", detail)


class Identifier(Model):
    """An identifier of an organisation: a scheme such as `lei`, `vat`, `did`, and its value."""

    scheme: Annotated[
        str,
        Grammar(r"^[a-z0-9_]{1,32}$", "identifier.scheme", "a lower-case word such as lei or vat"),
    ]
    value: Text


Contact = Annotated[
    str,
    Grammar(
        r"^(https://[^\s]{1,500}|[^\s@]{1,64}@[^\s@.]{1,63}(\.[^\s@.]{1,63}){1,8})$",
        "contact.grammar",
        "an https address or an e-mail address of the firm, such as https://example.com",
    ),
]


class BusinessDetails(Model):
    """Data on a firm beside its name and country: Article 7(1)(a) of Regulation (EU) 2023/1542.

    `address` is postal, in one line. `trade_name` is the registered trade name or trade mark. `contact` is a web or
    e-mail address of the firm, not of a natural person.
    """

    address: Text
    trade_name: Text | None = None
    contact: Contact


class Signatory(Model):
    """The person who signs a declaration for the firm, by name and function, as on an EU declaration of conformity."""

    name: Text
    function: Text


class Place(Model):
    """The town of one of a firm's sites, by the site's code: Article 7(1)(c).

    `country` is what the registrar confirms by its signature; without it the country in the site's entries is a claim
    of the firm.
    """

    site: Code
    town: Text
    region: Text | None = None
    country: Country | None = None

    @model_validator(mode="after")
    def _in_a_country(self) -> "Place":
        if self.country in REGIONS:
            detail = (
                f"site {self.site} lies in a country; write its ISO 3166 code, not {self.country}"
            )
            raise broken("profile.site_country", detail)
        return self


class Profile(Model):
    """Section `profile`: the legal person that is registered, and the towns of its sites, ascending by code."""

    legal_name: Text
    country: Country
    identifiers: tuple[Identifier, ...] = ()
    details: BusinessDetails | None = None
    sites: tuple[Place, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _sites_in_order(self) -> "Profile":
        require_sorted((row.site for row in self.sites or ()), "profile.order", "sites")
        return self

    def place(self, site: str) -> Place | None:
        """Return the place of a site by its code; None if it is not stated."""
        return next((row for row in self.sites or () if row.site == site), None)


class Key(Issued):
    """A change of a participant's keys, signed by exactly the threshold of its root keys and by each key that it adds.

    `add`, `retire` and `compromise` change one working key; `recover` replaces the root keys and their threshold. A
    compromise counts from its own leaf on, or with `since` from that size of the registry on. In the second case a
    working key of the `registrar` countersigns; otherwise an issuer could disown at will what it has signed.
    """

    change: Literal["add", "retire", "compromise", "recover"]
    key: PublicKey | None = None
    root_keys: tuple[PublicKey, ...] | None = Field(default=None, min_length=1, max_length=16)
    threshold: Count | None = None
    since: Index | None = None
    registrar: StatementId | None = None
    nonce: Nonce

    @model_validator(mode="after")
    def _of_one_sort(self) -> "Key":
        recovers = self.change == "recover"
        roots = (self.root_keys is not None, self.threshold is not None)
        if (self.key is None) != recovers or roots != (recovers, recovers):
            detail = (
                "Give root_keys and threshold with recover, and one key with every other change"
            )
            raise broken("key.members", detail)
        if self.key is not None and self.change != "add" and self.key.custody is not None:
            detail = "custody is stated for a key that is not added; leave it out"
            raise broken("key.members", detail)
        dated = (self.since is not None, self.registrar is not None)
        if dated not in ((False, False), (self.change == "compromise",) * 2):
            detail = "Give since and registrar with a backdated compromise, and neither otherwise"
            raise broken("key.since", detail)
        return self

    @model_validator(mode="after")
    def _roots_consistent(self) -> "Key":
        roots = self.root_keys or ()
        require_sorted((row.key for row in roots), "participant.order", "root_keys")
        if roots:
            _require_threshold(self.threshold or 0, roots)
        return self
