"""The desk: an open ledger, one caller, one moment, and for a question one read transaction.

Every question and every act is a function of a desk. What it shows of others' data it notes at the desk; the notes
become lines of the journal before the answer leaves (`ledger.desk.local`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from cryptography.fernet import Fernet

from ledger.append.ledger import Ledger
from ledger.service.access.accounts import SecretSource
from ledger.service.access.asking import answering
from ledger.service.access.journal import AccessRecord
from ledger.service.access.principal import Principal
from ledger.state.drafting import SaltSource
from ledger.state.view import View
from ledger.store.pact.secrets import open_secrets
from schemas.errors import CradleError


def no_address() -> str:
    """Refuse an act that needs a server, for a desk in a folder.

    Raises:
        CradleError: `option.server`.
    """
    detail = "This needs the address of a server; name one with --server."
    raise CradleError("option.server", detail, "--server")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a desk stands: on a server, or in a folder.

    Attributes:
        address: of the server, for links and events.
        secrets: encrypts the client secrets for PACT partners; None for the key in the ledger's folder.
        methods: the highest number of rulebooks and factor sets that an organisation adds, and the highest size of one.
        lab: private addresses of partners and webhooks are permitted.
        mails: notices are sent by mail.
    """

    address: Callable[[], str] = no_address
    secrets: Fernet | None = None
    methods: tuple[int, int] | None = None
    lab: bool = False
    mails: bool = False


FOLDER: Final = Site()
"""The site of a desk in a folder."""


@dataclass(frozen=True)
class Desk:
    """A ledger open to one caller at one moment.

    Attributes:
        ledger: in a question all its views are of one transaction.
        caller: who asks.
        now: seconds since 1970.
        fresh: the source of salts and random names.
        draw: the source of secrets.
        site: where it stands.
        notes: what was shown of others' data, or done.
    """

    ledger: Ledger
    caller: Principal
    now: int
    fresh: SaltSource
    draw: SecretSource
    site: Site = FOLDER
    notes: list[AccessRecord] = field(default_factory=list)

    @cached_property
    def view(self) -> View:
        """A view of the one transaction of a question, which stays open as long as the desk is used."""
        with self.ledger.view() as view:
            return view

    @property
    def secrets(self) -> Fernet:
        """The cipher of the client secrets for PACT partners."""
        return self.site.secrets or open_secrets(self.ledger.store.folder)

    @property
    def answering(self) -> Ledger:
        """The ledger by the methods and in the words that the caller may have (`ledger.disclosure`)."""
        return answering(self.ledger, self.caller)

    def note(self, lines: Iterable[AccessRecord]) -> None:
        """Note what the caller is shown or does."""
        self.notes.extend(lines)
