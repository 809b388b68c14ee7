"""An auditor's cases of a test's ledger: the auditor is engaged for a declaration and for a delivery, with a person."""

from dataclasses import dataclass
from hashlib import sha256

from fastapi.testclient import TestClient
from support.http_api import NOW, House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_world import Party
from support.principals import principal
from support.supplier_pages import OWN, log_in
from support.supplier_reading import open_all_pages

from ledger.append.submit import receipt_of
from ledger.audit.policy import format_policy
from ledger.rules.samples import commitment_digest
from ledger.service.access.engagements import engage
from ledger.service.access.own_policy import own_policy
from ledger.service.access.principal import Principal
from ledger.state.drafting import Draft
from ledger.store.access.organisations import organisation_of
from schemas.signed.commitment import Commitment
from schemas.signed.sample import SecretCommitment
from schemas.vocabulary import CredentialKind, Role

NONCE = sha256(b"a nonce of the tests").hexdigest()

WORD = {
    "outcome": "verified_with_remarks",
    "level": "agreed_upon_procedures",
    "materiality": "4000",
    "scope": "All signed data, recomputed",
    "standard": "ISO 14064-3:2019",
    "independence": "none",
    "notified_body": "0000",
    "date": "2026-03-02",
    "valid_until": "2029-03-02",
    "exceptions": "yes",
}
"""The fields of a sign-off, as an auditor types them."""


@dataclass
class CaseWorld:
    """A server, the auditor's person on it, and the subjects of its cases."""

    house: House
    chain: BatteryChain
    calculation: str
    delivery: str

    @property
    def root(self) -> str:
        """The path of the case of the calculation."""
        return f"/auditor/cases/{self.calculation[7:]}"

    @property
    def client(self) -> TestClient:
        """The auditor's browser."""
        return log_in(self.house, "otto")

    @property
    def auditor(self) -> Principal:
        """The auditor as a principal."""
        return auditor_of(self.chain)

    @property
    def policy(self) -> bytes:
        """A policy of the auditor's own."""
        policy = own_policy(self.chain.world.ledger)
        return format_policy(policy.model_copy(update={"note": "The auditor's own."}))

    def recompute(self, policy: bytes | None = None) -> None:
        """Recompute the calculation under the auditor's policy, and wait for the end."""
        files = {"policy": ("policy.toml", policy or self.policy)}
        answer = self.client.post(f"{self.root}/recompute", data={"whose": "own"}, files=files)
        assert answer.status_code == 303, answer.text


def login_of(chain: BatteryChain, name: str, role: Role, of: Party | None = None) -> Principal:
    """A login of an organisation, which is opened if it is not there yet."""
    with chain.world.ledger.store.read() as connection:
        known = organisation_of(connection, name)
    if known is None:
        return principal(chain, name, role, of)
    participant = None if of is None else of.id
    roles = frozenset({role})
    return Principal(f"{name}.script", CredentialKind.SCRIPT, name, participant, roles)


def auditor_of(chain: BatteryChain) -> Principal:
    """The chain's auditor as a principal."""
    return login_of(chain, "auditor", Role.AUDITOR, chain.auditor)


def engage_for(chain: BatteryChain, *subjects: str) -> None:
    """Engage the auditor for some subjects, one second after the other."""
    operator = login_of(chain, "operator", Role.OPERATOR)
    auditor_of(chain)
    for at, subject in enumerate(subjects):
        engage(chain.world.ledger, operator, "auditor", subject, f"case-{subject[7:]}", NOW + at)


def open_cases(chain: BatteryChain) -> CaseWorld:
    """A calculation and a delivery that the auditor is engaged for, and otto to look at them."""
    calculation = calculate(chain)
    house = open_all_pages(chain)
    engage_for(chain, chain.shipped, calculation)
    house.client.headers.update(OWN)
    return CaseWorld(house, chain, calculation, chain.shipped)


def commit(chain: BatteryChain, subject: str) -> SecretCommitment:
    """The auditor commits to `NONCE` for a figure; returns its file."""
    auditor = chain.auditor.id
    digest = commitment_digest(auditor, NONCE, subject)
    stated = Commitment(
        origin=chain.world.ledger.origin, issuer=auditor, subject=subject, digest=digest
    )
    name = chain.world.submit(Draft(stated), chain.auditor.working).id
    receipt = receipt_of(chain.world.ledger, name)
    return SecretCommitment(
        commitment=name, issuer=auditor, subject=subject, nonce=NONCE, receipt=receipt
    )
