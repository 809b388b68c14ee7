"""The command lines by which a new supplier registers, states its data and answers a request.

The command line prints them and the invitation page shows them, so that both are the same and every value in them is
the real one. An id that is only known later is in a variable of the shell (POSIX).
"""

from dataclasses import dataclass
from shlex import join, quote
from typing import Final

from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from ledger.trust.leaves import digest, model_bytes
from schemas.exchanged.invitation import InvitationView, LedgerDescription
from schemas.values import a_year_from

SHEET: Final = "sheet.xlsx"
REQUEST: Final = "registration.json"
SIGNED: Final = "registration.signed"


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The command lines of one supplier.

    Attributes:
        cradle: the words with which every command to the server begins, first the program.
        keys: the folder of its keys.
        factor_sets: digests of the ledger's factor sets that check and value its data.
    """

    cradle: tuple[str, ...]
    keys: str
    factor_sets: tuple[str, ...] = ()

    def new_keys(self) -> str:
        """Make the keys."""
        return join((self.cradle[0], "keys", "new", self.keys))

    def register(self, name: str, country: str, registrar: str) -> str:
        """Sign a registration for a registrar elsewhere."""
        firm = ("--name", name, "--country", country, "--role", "supplier")
        signing = ("--registrar", registrar, "--request", REQUEST)
        return self._line("register", *firm, *signing, "--identity", self.keys)

    def send(self) -> str:
        """Submit the registration that the registrar has countersigned."""
        return self._line("send", SIGNED)

    def template(self, language: str = "en") -> str:
        """Write an empty spreadsheet, with the flows of the ledger's factor sets to choose from."""
        chosen = ("--language", language, "--stage", "raw_material", "--out", SHEET)
        if not self.factor_sets:
            return join((self.cradle[0], "template", *chosen))
        return self._line("template", *chosen, *self._sets())

    def check(self) -> str:
        """Check the filled spreadsheet on the server, which stores nothing of it."""
        return self._line("check", SHEET, "--there", *self._sets())

    def submit(self) -> str:
        """Sign and submit the spreadsheet; the shell keeps the id of the entry."""
        line = self._line("submit", SHEET, *self._sets(), "--identity", self.keys, "--quiet")
        return f"entry=$({line})"

    def prove(self) -> str:
        """Write the receipt's proof to a file."""
        return f'{self._line("log", "prove")} "$entry" > receipt.tlog-proof'

    def deliver(self, invitation: InvitationView) -> str:
        """Answer a request: deliver the asked amount, or without one a representative figure for a year more."""
        much = ("--valid-until", a_year_from(invitation.period.end, 1))
        if invitation.amount is not None:
            much = ("--amount", invitation.amount)
        to = ("--to", invitation.asker, "--number", invitation.reference, *much)
        rulebook = stored_rulebook(invitation.ledger)
        method = () if rulebook is None else ("--rulebook", rulebook, *self._sets())
        rest = join((*to, *method, "--identity", self.keys))
        return f'{self._line("deliver")} --entry "$entry" {rest}'

    def requests(self) -> str:
        """List the open requests to the supplier."""
        return self._line("request", "list", "--role", "received", "--state", "open")

    def _sets(self) -> tuple[str, ...]:
        return tuple(
            part for factor_set in self.factor_sets for part in ("--factor-set", factor_set)
        )

    def _line(self, *words: str) -> str:
        return " ".join(map(quote, (*self.cradle, *words)))


def stored_rulebook(ledger: LedgerDescription) -> str | None:
    """The id of a rulebook that this program and the ledger both have, preferably the default one.

    A supplier may not store one, so without it a delivery states no figure.
    """
    stored = {row.digest for row in ledger.rulebooks}
    named = sorted(rulebook_ids(), key=lambda name: (name != DEFAULT_RULEBOOK, name))
    return next(
        (name for name in named if digest(model_bytes(load_rulebook(name))) in stored), None
    )
