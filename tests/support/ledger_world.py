"""Builders of a small supply chain, readable in a test: makers, inputs, products and customers.

A `World` is a real ledger in a folder with a registrar; parties register with it, enter what they
made and deliver it. Keys and salts come from counters, so that a world is the same each time. Every
builder first makes a draft, which a test may change before it is signed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from support.ledger_folders import built_once

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import submit
from ledger.state.drafting import Draft, seal, sign_draft
from ledger.state.methods import is_admitted
from ledger.store.log import LOGS, edge_of, size_of
from ledger.trust.keys import Signer
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.admission import Admission
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry, EntrySections, Product, ProductLine, Site
from schemas.signed.inventory import Inventory, Output
from schemas.signed.log import Receipt
from schemas.signed.participant import Participant, ParticipantSections, Profile, PublicKey
from schemas.signed.policy import LogKeys, Policy
from schemas.signed.rows import DeliveryInput, Input
from schemas.signed.statement import Kind, SectionName, Superseding
from schemas.values import Period
from schemas.vocabulary import (
    DataBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Reason,
    Role,
    Unit,
    Use,
)

ORIGIN = "ledger.example/test"
YEAR = Period(start="2025-01-01", end="2026-01-01")


def signer(name: str) -> Signer:
    """A key that depends on its name alone."""
    return Signer(sha256(name.encode()).digest())


LOG_SIGNERS = LogSigners(entries=signer("entries log"), registry=signer("registry log"))


@dataclass(frozen=True)
class Party:
    """A present or future participant: two keys and an id."""

    name: str
    id: str
    root: Signer
    working: Signer


def public(key: Signer) -> PublicKey:
    """A key as a registration lists it."""
    return PublicKey(alg="ed25519", key=key.public.hex())


@dataclass
class World:
    """A ledger and the statements of a test in it; `salts` is the number of salts that were drawn."""

    ledger: Ledger
    registrar: Party
    salts: int = 0

    def fresh(self) -> str:
        """A salt or nonce that was not used before."""
        number, self.salts = self.salts, self.salts + 1
        return sha256(b"salt %d" % number).hexdigest()[:32]

    def over(self, ledger: Ledger) -> "World":
        """The same over a copy of the ledger; salts go on after those that were drawn."""
        return World(ledger, self.registrar, self.salts)

    def policy(self, rulebook: str, factors: str, *auditors: str, **members: object) -> Policy:
        """A policy that trusts this ledger, one method and these auditors; `members` replace others."""
        entries, registry = self.ledger.vkeys()
        accepted = Policy(
            origin=self.ledger.origin,
            logs=LogKeys(entries=entries, registry=registry),
            quorum=0,
            registrars=(self.registrar.id,),
            auditors=auditors,
            rulebooks=(rulebook,),
            factor_sets=(factors,),
            oldest_registry_size=1,
        )
        return accepted.model_copy(update=members)

    def submit(self, draft: Draft, *signers: Signer) -> Receipt:
        """Sign and submit."""
        return submit(self.ledger, sign_draft(draft, signers))

    def refuses(self, submission: Submission, code: str, place: str) -> None:
        """Assert that a submission is refused with this code and place, and that the logs are unchanged."""
        before = self.state()
        with pytest.raises(CradleError) as caught:
            submit(self.ledger, submission)
        assert (caught.value.code, caught.value.place) == (code, place), caught.value
        assert caught.value.detail
        assert self.state() == before

    def state(self) -> tuple[tuple[int, bytes], ...]:
        """Size and root of both logs, which a refusal must not change."""
        with self.ledger.view() as view:
            return tuple(
                (size := size_of(view.connection, log), edge_of(view.connection, log, size).root())
                for log in LOGS
            )

    def registration(
        self, name: str, roles: Iterable[Role], registrar: str | None
    ) -> tuple[Draft, Party]:
        """The draft of a registration, and the party it makes."""
        root, working = signer(f"{name} root"), signer(f"{name} working")
        profile = Profile(legal_name=f"{name.title()} Ltd", country="SE", identifiers=())
        sealed = seal(Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, self.fresh)
        participant = Participant(
            origin=ORIGIN,
            root_keys=(public(root),),
            threshold=1,
            working_keys=(public(working),),
            roles=tuple(sorted(roles)),
            registrar=registrar,
            sections=ParticipantSections(**sealed.digests),
        )
        draft = Draft(participant, sealed.documents)
        return draft, Party(name, draft.id, root, working)

    def register(self, name: str, *roles: Role) -> Party:
        """Register a party, countersigned."""
        draft, party = self.registration(name, roles, self.registrar.id)
        self.submit(draft, party.root, party.working, self.registrar.working)
        return party

    def admission(self, method: str, sort: str = "factor_set") -> Draft:
        """The draft of the registrar's admission of a method, by its digest."""
        named = {"origin": ORIGIN, "issuer": self.registrar.id, "sort": sort, "method": method}
        return Draft(Admission(**named, nonce=self.fresh()))

    def admit(self, method: str, sort: str = "factor_set") -> str:
        """Submit the registrar's admission of a method; returns its id."""
        return self.submit(self.admission(method, sort), self.registrar.working).id

    def admit_once(self, method: str, sort: str = "factor_set") -> None:
        """The same, unless it is admitted already."""
        with self.ledger.view() as view:
            known = is_admitted(view, method)
        if not known:
            self.admit(method, sort)

    def entry(self, issuer: Party, outputs: Iterable[Output], **parts: object) -> Draft:
        """The draft of an entry; `parts` replace header fields and sections."""
        made = tuple(outputs)
        inventory = parts.pop("inventory", None) or Inventory(
            outputs=made,
            inputs=tuple(parts.pop("inputs", ())),
            avoided=tuple(parts.pop("avoided", ())),
        )
        product = parts.pop("product", None) or Product(
            lines=tuple(ProductLine(line=row.line, form="as_is", kg_per_unit="1") for row in made)
        )
        values = {SectionName.INVENTORY: inventory, SectionName.PRODUCT: product}
        if "quality" in parts:
            values[SectionName.QUALITY] = parts.pop("quality")
        sealed = seal(Kind.ENTRY, issuer.id, values, self.fresh)
        header = {
            "origin": ORIGIN,
            "issuer": issuer.id,
            "site": Site(code="plant-1", country="SE"),
            "process": ProcessCode.RAW_UNSPECIFIED,
            "period": YEAR,
            "basis": DataBasis.SITE_PERIOD_AVERAGE,
            "sections": EntrySections(**sealed.digests),
        }
        return Draft(Entry(**{**header, **parts}), sealed.documents)

    def enter(self, issuer: Party, outputs: Iterable[Output], **parts: object) -> str:
        """Submit an entry; returns its id."""
        return self.submit(self.entry(issuer, outputs, **parts), issuer.working).id

    def delivery(self, issuer: Party, entry: str, to: Party, /, **parts: object) -> Draft:
        """The draft of a delivery of 10 kg of line `main`; `parts` replace fields."""
        fields = {
            "origin": ORIGIN,
            "issuer": issuer.id,
            "recipient": to.id,
            "entry": entry,
            "line": "main",
            "product": f"urn:test:{issuer.name}",
            "unit": Unit.KG,
            "number": self.fresh()[:8],
            "use": Use.PHYSICAL,
            "amount": "10",
            "nonce": self.fresh(),
        }
        return Draft(Delivery(**{**fields, **parts}))

    def deliver(self, issuer: Party, entry: str, to: Party, /, **parts: object) -> str:
        """Submit a delivery; returns its id."""
        return self.submit(self.delivery(issuer, entry, to, **parts), issuer.working).id

    def represent(self, issuer: Party, entry: str, to: Party, until: str = "2026-01-01") -> str:
        """Submit a representative delivery; returns its id."""
        use = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": until}
        return self.deliver(issuer, entry, to, **use)

    def withdrawal(self, issuer: Party, statement: str) -> Draft:
        """The draft of a withdrawal."""
        return Draft(
            Withdrawal(
                origin=ORIGIN,
                issuer=issuer.id,
                withdraws=statement,
                reason=Reason.ENTERED_IN_ERROR,
                nonce=self.fresh(),
            )
        )

    def withdraw(self, issuer: Party, statement: str) -> str:
        """Submit a withdrawal; returns its id."""
        return self.submit(self.withdrawal(issuer, statement), issuer.working).id


def made(issuer: Party, amount: str = "100", **parts: object) -> Output:
    """The output `main` in kg; `parts` replace fields."""
    fields = {
        "line": "main",
        "product": f"urn:test:{issuer.name}",
        "name": f"{issuer.name} product",
        "amount": amount,
        "unit": Unit.KG,
        "role": OutputRole.MAIN,
    }
    return Output(**{**fields, **parts})


def taken(delivery: str, amount: str = "10", unit: Unit = Unit.KG) -> Input:
    """An input row that uses a delivery."""
    return DeliveryInput(
        type="delivery",
        delivery=delivery,
        amount=amount,
        unit=unit,
        purpose=Purpose.MATERIAL,
        known=Known.WEIGHED,
    )


def replacing(statement: str) -> Superseding:
    """The member by which a statement corrects another."""
    return Superseding(id=statement, reason=Reason.CORRECTION)


@built_once
@contextmanager
def world(folder: Path, database: str | None = None) -> Iterator[World]:
    """A new ledger with a registrar, in SQLite or in the database of that address."""
    with Ledger.init(folder, ORIGIN, LOG_SIGNERS, database) as ledger:
        nobody = Party("registrar", "", signer("registrar root"), signer("registrar working"))
        begun = World(ledger, nobody)
        draft, begun.registrar = begun.registration("registrar", [Role.REGISTRAR], None)
        begun.submit(draft, begun.registrar.root, begun.registrar.working)
        yield begun
