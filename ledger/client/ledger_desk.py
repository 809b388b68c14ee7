"""A desk that also takes what its caller signs, in a folder or on a server, and reads statements with proof.

Nothing that an answer says of a statement is believed: a statement is verified against its id, a receipt against the
log's keys as far as they are known, a draft against what was asked. It is the same for the ledger in one's own folder.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, Self

from ledger.client.paging import every
from ledger.client.problems import unexpected
from ledger.client.questions import Questions
from ledger.client.receipts import LogKeys, check_proof
from ledger.client.statements import ServedStatement, parse_served_statement
from ledger.footprint.graph.resolution import EntryRecord
from ledger.trust.encoding import encode_base64
from ledger.trust.leaves import digest, model_bytes
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory, Output
from schemas.signed.log import Receipt
from schemas.signed.participant import Participant
from schemas.signed.policy import LogKeys as PolicyKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind, SectionName
from schemas.values import RegistryState
from schemas.views.statements import StatementSummary

if TYPE_CHECKING:
    from ledger.client.agreement import ProposedCalculation


class LedgerDesk(Questions, Protocol):
    """The questions of one caller, and what it signs; each call raises the ledger's refusal."""

    __slots__ = ()

    @property
    @abstractmethod
    def logs(self) -> LogKeys:
        """The verifier keys of the logs that the caller knows."""

    @abstractmethod
    def origin(self) -> str:
        """The ledger's name, which statements for it carry."""

    @abstractmethod
    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt."""

    @abstractmethod
    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """Submit many statements; yield each one's receipt or refusal, in order."""

    @abstractmethod
    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> Self:
        """This ledger for figures with a document; a server stores it first, unless `keep` is False."""

    @abstractmethod
    def log_keys(self) -> PolicyKeys:
        """The verifier keys of both logs, as a policy has them.

        Raises:
            CradleError: `log.key` if a server's caller does not know both.
        """

    @abstractmethod
    def registry(self) -> RegistryState:
        """The registry's present size and root."""

    def kind(self, statement: str) -> Kind:
        """The kind of a statement."""
        kind = self.location(statement).kind
        if kind not in list(Kind):
            raise unexpected("kind")
        return Kind(kind)

    def ids_beginning(self, digits: str) -> list[str]:
        """The ids that begin with these hexadecimal digits, at least 6, of the statements that the caller may see."""
        named = [row.id for row in self.locations(digits).items]
        return [name for name in named if name.startswith(f"sha256:{digits}")]

    def statement(self, statement: str, kind: Kind | None = None) -> ServedStatement:
        """A statement, with the sections that the caller may see."""
        shown = self.read_statement(kind or self.kind(statement), statement)
        return parse_served_statement(statement, shown.to_json())

    def statements(self, kind: Kind) -> Iterator[StatementSummary]:
        """The statements of a kind that concern the caller, in the order of the log, page after page."""
        return every(self.list_statements, kind=kind, limit=500)

    def receipt(self, statement: str, *, cosigned: bool = False) -> Receipt:
        """The receipt of a statement under the newest checkpoint, or one that witnesses have cosigned."""
        receipt = self.prove_statement(self.kind(statement), statement, cosigned)
        if receipt.id != statement:
            detail = f"The server's receipt is of {receipt.id:.80}, not of {statement}; ask its operator."
            raise CradleError("receipt.mismatch", detail, "id")
        check_proof(receipt, self.logs)
        return receipt

    def show(self, statement: str) -> dict[str, object]:
        """A statement as JSON: place, payload, the sections that the caller may see, signatures, what replaced it."""
        read = self.statement(statement)
        return {
            **read.metadata,
            "payload": read.statement.to_json(),
            "sections": {name.value: part.to_json() for name, part in read.sections.items()},
            "signatures": [encode_base64(signature) for signature in read.envelope.signatures],
        }

    def record(self, entry: str) -> EntryRecord:
        """An entry of the caller, with the inventory and product that its id names."""
        read = self.statement(entry, Kind.ENTRY)
        inventory = read.section(SectionName.INVENTORY, Inventory)
        product = read.section(SectionName.PRODUCT, Product)
        return EntryRecord(entry, read.payload(Entry), inventory, product)

    def output(self, entry: str, line: str) -> Output:
        """An output line of the caller's entry.

        Raises:
            CradleError: `delivery.line`.
        """
        inventory = self.record(entry).inventory
        output = None if inventory is None else inventory.output(line)
        if output is None:
            lines = ", ".join(row.line for row in inventory.outputs) if inventory else "none"
            detail = f"The entry has the lines {lines}, not {line}; name one of them."
            raise CradleError("delivery.line", detail, "line")
        return output

    def registrar(self) -> str:
        """The id of the first registrar: the first registration, which names no registrar."""
        first = next(self.statements(Kind.PARTICIPANT), None)
        read = None if first is None else self.statement(first.id, Kind.PARTICIPANT).statement
        if first is None or not isinstance(read, Participant) or read.registrar is not None:
            detail = (
                "The server's first registration is not the first registrar's; ask its operator."
            )
            raise CradleError("remote.answer", detail)
        return first.id

    def keep_method(self, document: Rulebook | FactorSet) -> str:
        """Store a rulebook or factor set unless it is stored already; return its digest."""
        named = digest(model_bytes(document))
        if all(row.digest != named for row in self.methods().items):
            if isinstance(document, Rulebook):
                self.keep_rulebook(document)
            else:
                self.keep_factor_set(document)
        return named

    def draft_calculation(
        self, request: CalculationRequest, origin: str | None = None
    ) -> "ProposedCalculation":
        """Draft the calculation of a battery model, checked against the request and the caller's own entries.

        Args:
            request: the manufacturer's assertions.
            origin: the ledger that the calculation is for; by default the one that this names itself.
        """
        from ledger.client import agreement  # noqa: PLC0415 - only here: it reads figures

        answer = self.calculation_draft(request)
        proposed = agreement.parse_proposal(answer.to_json())
        agreement.require_matches_request(request, proposed, origin or self.origin())
        named = {row.entry for row in proposed.rows().rows if row.role.value == "product"}
        own = {name: self.record(name) for name in named if name is not None}
        rulebook = Rulebook.parse(self.method(request.rulebook).content)
        agreement.require_products(request, proposed, own, rulebook)
        return proposed

    def changes_behind(self, statement: str) -> list[str] | None:
        """The changes of a calculation or delivery, and of what it rests on, since its figure was computed.

        None if the caller may not see the statement.
        """
        try:
            self.kind(statement)
        except CradleError as error:
            if error.code == "statement.unknown":
                return None
            raise
        touches = [touch for row in self.stale(statement).items for touch in row.touches]
        return [
            f"{touch.what}: {touch.statement}, leaf {touch.index} of the registry"
            for touch in touches
        ]
