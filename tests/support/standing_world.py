"""A figure in each state that it can be in, with a server, its files, and the people who read of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from structlog.testing import capture_logs
from support.auditor_pages import engage_for
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import IN_FORCE, attest, calculate, declare
from support.ledger_world import made, replacing
from support.servers import serving
from support.supplier_reading import open_all_pages

from api.app import create_app
from ledger.audit.policy import format_policy
from ledger.bundles.export import export_bundle
from ledger.documents.standing import StandingWord


@dataclass(frozen=True)
class StandingWorld:
    """A figure in a state.

    Attributes:
        word: for the state.
        chain: of the figure.
        calculation, declaration: its statements; no declaration in some states.
        house: the accounts of its server, at `url`.
        folder: for files.
    """

    word: StandingWord
    chain: BatteryChain
    calculation: str
    declaration: str | None
    house: House
    url: str
    folder: Path

    @property
    def named(self) -> str:
        """The declaration, or else the calculation."""
        return self.declaration or self.calculation

    def bundle(self) -> tuple[Path, Path]:
        """The audit bundle and a policy that accepts what is in it."""
        rulebook = self.chain.world.ledger.keep(IN_FORCE)
        policy = self.chain.world.policy(rulebook, self.chain.factors, self.chain.auditor.id)
        bundle, accepted = self.folder / "audit.bundle", self.folder / "policy.toml"
        bundle.write_bytes(export_bundle(self.chain.world.ledger, self.named))
        accepted.write_bytes(format_policy(policy))
        return bundle, accepted


Made = tuple[str, str | None]
"""A calculation, and its declaration if it has one."""


def _calculated(chain: BatteryChain) -> Made:
    return calculate(chain, rulebook=chain.world.ledger.keep(IN_FORCE)), None


def _attested(chain: BatteryChain) -> Made:
    calculation, _ = _calculated(chain)
    attest(chain, calculation)
    return calculation, None


def _refused(chain: BatteryChain) -> Made:
    calculation, _ = _calculated(chain)
    attest(chain, calculation, outcome="refused")
    return calculation, None


def _declared(chain: BatteryChain) -> Made:
    calculation, _ = _calculated(chain)
    return calculation, declare(chain, calculation)


def _changed(chain: BatteryChain) -> Made:
    found = _declared(chain)
    corrected = {"inputs": [power("120")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **corrected)
    return found


def _withdrawn(chain: BatteryChain) -> Made:
    found = _declared(chain)
    chain.world.withdraw(chain.mine, chain.shipped)
    return found


def _superseded(chain: BatteryChain) -> Made:
    found = _declared(chain)
    other = calculate(chain, rulebook=chain.world.ledger.keep(IN_FORCE), capacity_kwh="2.5")
    declare(chain, other, supersedes=replacing(found[1] or ""))
    return found


STATES: Mapping[StandingWord, Callable[[BatteryChain], Made]] = {
    "calculated": _calculated,
    "attested": _attested,
    "refused": _refused,
    "declared": _declared,
    "changed": _changed,
    "withdrawn": _withdrawn,
    "superseded": _superseded,
}
"""How a figure of the small battery comes into each state; a draft is in no ledger."""


@contextmanager
def standing_world(
    chain: BatteryChain, word: StandingWord, folder: Path
) -> Iterator[StandingWorld]:
    """The figure in a state, on a server with paul of the plant and otto of the auditor, who is engaged for it."""
    calculation, declaration = STATES[word](chain)
    house = open_all_pages(chain)
    engage_for(chain, declaration or calculation)
    with capture_logs(), serving(create_app(house.context)) as url:
        yield StandingWorld(word, chain, calculation, declaration, house, url, folder)
