"""Logins of the firms of a chain, for the functions that take a principal."""

from itertools import count

from support.accounts import add_script
from support.ledger_battery import BatteryChain
from support.ledger_world import Party

from ledger.service.access.accounts import CredentialRequest, open_organisation
from ledger.service.access.principal import Principal
from schemas.vocabulary import CredentialKind, Role

NOW = 1_760_000_000
_NUMBERS = count()


def principal(chain: BatteryChain, name: str, role: Role, of: Party | None = None) -> Principal:
    """A login of an organisation that is opened for it."""
    store = chain.world.ledger.store
    open_organisation(store, name, name, NOW, None if of is None else of.id)
    asked = CredentialRequest(f"{name}.script", name, frozenset({role}))
    add_script(store, asked, lambda: f"secret-{next(_NUMBERS)}", NOW)
    participant = None if of is None else of.id
    return Principal(asked.name, CredentialKind.SCRIPT, name, participant, asked.roles)
