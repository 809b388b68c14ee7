"""A ledger to talk to, whether its folder is here or its doors are elsewhere: what commands ask of either.

A command signs on its own machine and hands in what is signed, so it needs no more than this. `here` and
`there` answer it; which of them a command gets, `ledger.cli.backend.server` decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ledger.cli.keys.identity import Identity, registered_origin
from ledger.cli.keys.own_statements import keep_own
from ledger.service.state.drafting import Draft, sign_draft
from ledger.trust.submission import Submission
from schemas.calculation_request import CalculationRequest
from schemas.delivery import DeliveredFigure
from schemas.errors import CradleError
from schemas.inventory import Output
from schemas.log import Receipt
from schemas.policy import LogKeys
from schemas.quality import QualityReport
from schemas.rulebook import FactorSet, Rulebook
from schemas.study import Study
from schemas.values import RegistryState

if TYPE_CHECKING:
    from ledger.exchange.exporting import Form

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """A bundle of a subject for an audience; `participant` must be who it is for, `monitor` is carried along."""

    subject: str
    audience: str
    participant: str | None = None
    monitor: Path | None = None


@dataclass(frozen=True, slots=True)
class LineRequest:
    """A line of an entry, the digest of a rulebook, and those of factor sets."""

    entry: str
    line: str
    rulebook: str
    factor_sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A delivery and the format of its file; `created` is in UTC, else now; `participant` must be a party to it."""

    delivery: str
    form: "Form"
    created: datetime | None = None
    customer_part: str | None = None
    participant: str | None = None


class LedgerBackend(Protocol):
    """A ledger to talk to; each call raises what the ledger refuses."""

    @property
    def origin(self) -> str:
        """The ledger's name, which statements for it carry."""
        ...

    def submit(self, submission: Submission) -> Receipt:
        """The receipt of a signed statement."""
        ...

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """The receipt or the refusal of each, in their order."""
        ...

    def keep(self, document: Rulebook | FactorSet) -> str:
        """The digest of a document that is kept there from now on."""
        ...

    def keep_import(self, data: bytes) -> str:
        """The digest of a file of PACT or Catena-X that is kept there from now on."""
        ...

    def sent(self) -> list[JsonObject]:
        """The footprints that PACT partners sent there, the newest first."""
        ...

    def sent_file(self, digest: str) -> bytes:
        """A footprint that was sent there, byte for byte."""
        ...

    def document(self, digest: str) -> bytes:
        """A rulebook or factor set that is kept there."""
        ...

    def output(self, entry: str, line: str) -> Output:
        """An output line of an entry of one's own."""
        ...

    def preview(self, asked: LineRequest) -> DeliveredFigure:
        """What a delivery of a line may tell, as of now."""
        ...

    def calculation(self, asked: CalculationRequest) -> Draft:
        """The calculation of what is asked, as of now, to be signed."""
        ...

    def bundle(self, asked: BundleRequest) -> bytes:
        """A bundle."""
        ...

    def quality(self, calculation: str) -> QualityReport:
        """The rating of a calculation, and what defaults cost."""
        ...

    def study(self, calculation: str) -> Study:
        """The study of a calculation."""
        ...

    def export(self, asked: ExportRequest) -> bytes:
        """A delivery as a file of another exchange."""
        ...

    def receipt(self, statement: str, *, cosigned: bool) -> Receipt:
        """The receipt of a statement that is in the log."""
        ...

    def listed(self, kind: str | None) -> list[JsonObject]:
        """Statements, the registry's first: id, kind, issuer, log, index."""
        ...

    def show(self, statement: str) -> JsonObject:
        """A statement as JSON, with the sections that are open."""
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


def send(backend: LedgerBackend, identity: Identity, draft: Draft) -> Receipt:
    """Signs a draft with an identity's working key, notes that it did, and hands it in.

    Raises:
        CradleError: `identity.origin` where these keys are registered with another ledger.
    """
    registered, origin = registered_origin(identity), draft.statement.origin
    if registered is not None and registered != origin:
        detail = f"These keys are registered with {registered}; this ledger is {origin}."
        raise CradleError("identity.origin", detail, str(identity.folder))
    return backend.submit(keep_own(identity.folder, sign_draft(draft, [identity.working])))
