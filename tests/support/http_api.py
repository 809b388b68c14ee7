"""The HTTP API of a test's ledger: a client, logins of each role, and a clock that a test moves.

The small battery chain has a mine, a plant, a recycler and an auditor; here each is an organisation with
an API key, beside an operator, a registrar, a witness and a firm that has nothing to do with it.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from cryptography.fernet import Fernet
from fastapi.testclient import TestClient
from support.accounts import add_script
from support.ledger_battery import BatteryChain
from support.ledger_declared import EXAMPLE

from api.app import create_app
from api.configuration import Configuration
from api.context import AppContext
from api.security.quota import Quota
from api.security.tokens import Tokens, read_key
from ledger.append.ledger import Ledger
from ledger.service.access.accounts import (
    CredentialRequest,
    add_person,
    bind,
    format_key,
    new_credential,
    open_organisation,
)
from ledger.service.access.secrets import hash_secret
from ledger.store.access.organisations import Organisation, organisation_of
from ledger.store.rows import put
from ledger.trust.encoding import encode_base64
from ledger.trust.keys import format_private_pem
from ledger.trust.submission import Submission
from schemas.vocabulary import CredentialKind, Role

NOW = 1_760_000_000
PASSWORD = "correct horse battery"  # noqa: S105 - of a test
TOKEN_KEY = format_private_pem(b"\x01" * 32, "p256")
SECRETS_KEY = Fernet.generate_key()


ROLES = {
    "operator": Role.OPERATOR,
    "registrar": Role.REGISTRAR,
    "mine": Role.SUPPLIER,
    "plant": Role.MANUFACTURER,
    "recycler": Role.SUPPLIER,
    "auditor": Role.AUDITOR,
    "stranger": Role.SUPPLIER,
    "witness": Role.WITNESS,
}
"""The role of each account."""


@dataclass
class Clock:
    """A clock that a test moves."""

    time: int = NOW

    def __call__(self) -> int:
        """The time that it shows."""
        return self.time


@dataclass
class House:
    """An application over a ledger, with its accounts."""

    context: AppContext
    clock: Clock
    client: TestClient
    keys: dict[str, str] = field(default_factory=dict)

    def open_account(self, name: str, *roles: Role, participant: str | None = None) -> str:
        """Open an organisation with an API key, which is returned."""
        store = self.context.ledger.store
        open_organisation(store, name, name.title(), NOW)
        if participant is not None:
            bind(store, name, participant)
        asked = CredentialRequest(f"{name}.script", name, frozenset(roles))
        _, self.keys[name] = add_script(store, asked, self.context.draw, NOW)
        return self.keys[name]

    def open_person(self, name: str, organisation: str, *roles: Role) -> None:
        """Give an organisation a person with a password."""
        asked = CredentialRequest(name, organisation, frozenset(roles))
        add_person(self.context.ledger.store, asked, PASSWORD, NOW)

    def as_(self, name: str) -> dict[str, str]:
        """The header that an organisation's script sends."""
        return {"Authorization": f"Bearer {self.keys[name]}"}


def house_of(ledger: Ledger, configuration: Configuration | None = None) -> House:
    """Build a server of a ledger without accounts."""
    settings = configuration or Configuration(_env_file=None)
    clock, numbers = Clock(), count()
    context = AppContext(
        ledger=ledger,
        configuration=settings,
        tokens=Tokens(read_key(TOKEN_KEY), ledger.origin, settings.token_seconds),
        quota=Quota(
            preview=settings.previews_per_minute,
            sheet=settings.sheets_per_minute,
            refusal=settings.refusals_per_minute,
            login=settings.logins_per_minute,
            address=settings.address_logins_per_minute,
            check=settings.checks_per_minute,
        ),
        secrets=Fernet(SECRETS_KEY),
        now=clock,
        draw=lambda: sha256(b"secret %d" % next(numbers)).hexdigest(),
        fresh=lambda: sha256(b"fresh %d" % next(numbers)).hexdigest()[:32],
    )
    client = TestClient(create_app(context), raise_server_exceptions=False)
    return House(context, clock, client)


def furnished(chain: BatteryChain, configuration: Configuration | None = None) -> House:
    """A house where each party of the chain has an account of its own roles, and strangers too."""
    furnish(chain)
    house = house_of(chain.world.ledger, configuration)
    house.keys.update({name: format_key(f"{name}.script", secret_of(name)) for name in ROLES})
    return house


def furnish(chain: BatteryChain) -> None:
    """Give each party an account with an API key, in one transaction, unless they have them already.

    The registrar has admitted the factors of the chain and an example of a law: its parties value each other's rows.
    """
    store = chain.world.ledger.store
    chain.world.admit_once(chain.factors)
    chain.world.admit_once(chain.world.ledger.keep(EXAMPLE), "rulebook")
    parties = {name: getattr(chain, name, None) for name in ROLES} | {
        "registrar": chain.world.registrar
    }
    with store.write() as connection:
        if organisation_of(connection, "operator") is not None:
            return
        for name, party in parties.items():
            participant = None if party is None else party.id
            row = Organisation(id=name, name=name.title(), participant=participant, created=NOW)
            put(connection, row)
            asked = CredentialRequest(f"{name}.script", name, frozenset({ROLES[name]}))
            kept = hash_secret(secret_of(name))
            put(connection, new_credential(asked, CredentialKind.SCRIPT, kept, NOW))


def secret_of(name: str) -> str:
    """The secret of the API key of a party."""
    return sha256(f"secret of {name}".encode()).hexdigest()


def on_the_wire(submission: Submission) -> dict[str, object]:
    """The body of a submission."""
    from json import loads

    return {
        "envelope": loads(submission.envelope),
        "sections": [encode_base64(section) for section in submission.sections],
    }
