"""The interface between commands and a ledger, which is in a folder or on a server.

A command signs on its own machine and submits the signed statement, so it needs no other call. `LocalLedger` and
`RemoteLedger` implement the interface; `ledger.cli.backend.select` chooses between them. A call that the client
`ledger.client.api.Cradle` has too bears its name, so that `RemoteLedger` inherits it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ledger.cli.keys.identity import Identity, require_origin
from ledger.cli.keys.own_statements import kept_own
from ledger.client.questions import Questions
from ledger.service.portfolio.question import Question
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.submission import Submission
from ledger.workers.runner import Runner
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.inventory import Output
from schemas.signed.log import Receipt
from schemas.signed.policy import LogKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import RegistryState
from schemas.views.history import History
from schemas.views.portfolio import Portfolio

if TYPE_CHECKING:
    from ledger.exchange.exporting import Form

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """A bundle of a subject for an audience; `participant` must be its reader, `monitor` is a report to include."""

    subject: str
    audience: str
    participant: str | None = None
    monitor: Path | None = None


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A delivery and its file's format; `created` is UTC, by default now; `participant` must be a party to it."""

    delivery: str
    form: "Form"
    created: datetime | None = None
    customer_part: str | None = None
    participant: str | None = None


class LedgerBackend(Questions, Protocol):
    """A ledger that a command uses; each call raises the ledger's refusal."""

    def origin(self) -> str:
        """The ledger's name, which statements for it carry."""
        ...

    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt."""
        ...

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """Submit many statements; yield each one's receipt or refusal, in order."""
        ...

    def keep_method(self, document: Rulebook | FactorSet) -> str:
        """Store a rulebook or factor set and return its digest."""
        ...

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> "LedgerBackend":
        """This ledger for figures with a document; a server stores it first, unless `keep` is False."""
        ...

    def keep_import(self, data: bytes) -> str:
        """Store a file of PACT or Catena-X and return its digest."""
        ...

    def sent(self) -> list[JsonObject]:
        """The footprints that PACT partners sent, newest first."""
        ...

    def sent_file(self, digest: str) -> bytes:
        """A footprint that a partner sent, byte for byte."""
        ...

    def method(self, document: str) -> bytes:
        """A stored rulebook or factor set."""
        ...

    def output(self, entry: str, line: str) -> Output:
        """An output line of the caller's entry."""
        ...

    def calculation(self, asked: CalculationRequest) -> Draft:
        """Draft the requested calculation from the present ledger, for signing."""
        ...

    def export_bundle(self, asked: BundleRequest) -> bytes:
        """The requested bundle."""
        ...

    def changes_behind(self, statement: str) -> list[str] | None:
        """The changes of a calculation or delivery, and of what it rests on, since its figure was computed.

        None if the caller may not see them.
        """
        ...

    def scores(self, asked: Question, issuer: str | None, run: Runner) -> Portfolio:
        """The scores of all calculations that the caller may calculate, or of one issuer's."""
        ...

    def export(self, asked: ExportRequest) -> bytes:
        """A delivery as a file of another exchange."""
        ...

    def receipt(self, statement: str, *, cosigned: bool) -> Receipt:
        """The receipt of a logged statement."""
        ...

    def ids_beginning(self, digits: str) -> list[str]:
        """The ids of the caller's visible statements that begin with these hexadecimal digits."""
        ...

    def list_statements(self, kind: str | None) -> list[JsonObject]:
        """Statements, the registry's first: id, kind, issuer, log, index."""
        ...

    def show(self, statement: str) -> JsonObject:
        """A statement as JSON, with the sections that the caller may see."""
        ...

    def history(self, participant: str) -> History:
        """All that a participant stated; a server shows a caller its own only."""
        ...

    def keys(self, participant: str) -> JsonObject:
        """A participant's keys: state, custody, history."""
        ...

    def log_keys(self) -> LogKeys:
        """The verifier keys of both logs."""
        ...

    def registry(self) -> RegistryState:
        """The registry's present size and root."""
        ...

    def registrar(self) -> str:
        """The id of the first registrar."""
        ...


def change_in_words(what: object, statement: object, index: object) -> str:
    """A change behind a figure, as a local ledger and a server both tell it."""
    return f"{what}: {statement}, leaf {index} of the registry"


def send(backend: LedgerBackend, identity: Identity, draft: Draft) -> Receipt:
    """Sign a draft with an identity's working key, record its id beside the keys, and submit it.

    Raises:
        CradleError: `identity.origin` if these keys are registered with another ledger.
    """
    require_origin(identity, draft.statement.origin)
    with kept_own(identity.folder, sign_draft(draft, [identity.working])) as submission:
        return backend.submit(submission)
