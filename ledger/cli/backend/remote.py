"""A ledger behind its doors, as commands talk to it: as far as this login may, and believing as little as it can."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ledger.cli.backend.protocol import BundleRequest, ExportRequest, JsonObject, LineRequest
from ledger.client.api import Cradle, Line
from ledger.service.state.drafting import Draft
from ledger.trust.encoding import encode_base64
from ledger.trust.log_key import LogKey, list_log_keys
from ledger.trust.submission import Submission
from schemas.calculation_request import CalculationRequest
from schemas.delivery import DeliveredFigure
from schemas.errors import CradleError
from schemas.inventory import Output
from schemas.log import Receipt
from schemas.participant import Participant
from schemas.policy import LogKeys
from schemas.quality import QualityReport
from schemas.rulebook import FactorSet, Rulebook
from schemas.statement import Kind
from schemas.study import Study
from schemas.values import RegistryState


@dataclass(frozen=True)
class RemoteLedger:
    """A server, and the client that asks it."""

    client: Cradle = field(repr=False)

    @cached_property
    def origin(self) -> str:
        """The ledger's name, as its checkpoint has it."""
        return self.client.origin()

    def submit(self, submission: Submission) -> Receipt:
        """The receipt of a signed statement, once it proves."""
        return self.client.submit(submission)

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """The receipt or the refusal of each, in their order."""
        return self.client.submit_many(submissions)

    def keep(self, document: Rulebook | FactorSet) -> str:
        """The digest of a document that the server has, or is given."""
        return self.client.keep_method(document)

    def keep_import(self, data: bytes) -> str:
        """The digest of a file that the server keeps from now on."""
        return self.client.keep_import(data)

    def sent(self) -> list[JsonObject]:
        """The footprints that this login's PACT server sent there, the newest first."""
        return self.client.reports.sent()

    def sent_file(self, digest: str) -> bytes:
        """A footprint that was sent there, the bytes that its digest names."""
        return self.client.reports.sent_file(digest)

    def document(self, digest: str) -> bytes:
        """A rulebook or an open factor set that the server has."""
        return self.client.method(digest)

    def output(self, entry: str, line: str) -> Output:
        """An output line of an entry of one's own."""
        record = self.client.record(entry)
        found = record.inventory.output(line) if record.inventory is not None else None
        if found is None:
            raise CradleError("delivery.line", f"Entry {entry} has no line {line}.", "line")
        return found

    def preview(self, asked: LineRequest) -> DeliveredFigure:
        """What a delivery of a line may tell, as the server computes it."""
        return self.client.preview(_line(asked))

    def footprint(self, asked: LineRequest) -> JsonObject:
        """The figure of a line, as far as this login may know it."""
        return self.client.footprint(_line(asked))

    def calculation(self, asked: CalculationRequest) -> Draft:
        """The calculation that the server drafts, once it says what was asked."""
        proposed = self.client.draft_calculation(asked, self.origin)
        return Draft(proposed.calculation, (proposed.composition,), proposed.remarks)

    def bundle(self, asked: BundleRequest) -> bytes:
        """A bundle, where this login is of that audience."""
        if asked.monitor is not None or asked.participant is not None:
            detail = "A server hands out its own bundles of who asks; leave --monitor and --participant out."
            raise CradleError("option.server", detail, "--server")
        return self.client.bundle(asked.subject, asked.audience)

    def quality(self, calculation: str) -> QualityReport:
        """The rating of a calculation, as far as this login may know what it rests on."""
        return self.client.reports.quality(calculation)

    def study(self, calculation: str) -> Study:
        """The study of a calculation, as far as this login may know what it rests on."""
        return self.client.reports.study(calculation)

    def export(self, asked: ExportRequest) -> bytes:
        """A delivery to or from this login, as a file of another exchange."""
        if asked.participant is not None:
            detail = "A server exports to the parties of a delivery alone; leave --participant out."
            raise CradleError("option.server", detail, "--server")
        reports = self.client.reports
        return reports.export(asked.delivery, asked.form, asked.created, asked.customer_part)

    def receipt(self, statement: str, *, cosigned: bool) -> Receipt:
        """The receipt of a statement that is shown to this login."""
        return self.client.receipt(statement, cosigned=cosigned)

    def listed(self, kind: str | None) -> list[JsonObject]:
        """The statements that concern this login, registrations and keys first."""
        kinds = list(Kind) if kind is None else [one for one in Kind if one.value == kind]
        return [row for one in kinds for row in self.client.statements(one)]

    def show(self, statement: str) -> JsonObject:
        """A statement with the sections that are open to this login."""
        read = self.client.statement(statement)
        return {
            **read.metadata,
            "payload": read.statement.to_json(),
            "sections": {name.value: part.to_json() for name, part in read.sections.items()},
            "signatures": [encode_base64(one) for one in read.envelope.signatures],
        }

    def keys(self, participant: str) -> JsonObject:
        """A participant's keys."""
        return self.client.keys(participant)

    def log_keys(self) -> LogKeys:
        """The verifier keys of both logs, as this user knows them; the server is not asked.

        Raises:
            CradleError: `log.key`.
        """
        known = self.client.logs
        if known.keys() != {"entries", "registry"}:
            detail = "Name the verifier keys of both logs, from the operator's publication."
            raise CradleError("log.key", detail, "--log-key")
        entries, registry = (
            key if isinstance(key, LogKey) else LogKey(key)
            for key in (known["entries"], known["registry"])
        )
        return list_log_keys(entries, registry)

    def registry(self) -> RegistryState:
        """The registry's present size and root, signed by its log."""
        head = self.client.checkpoint("registry")
        return RegistryState(size=head.size, root=head.root.hex())

    def registrar(self) -> str:
        """The id of the first registrar: the first registration, which names no other."""
        first = next(self.client.statements(Kind.PARTICIPANT), {})
        read = self.client.statement(str(first.get("id")), Kind.PARTICIPANT)
        if not isinstance(read.statement, Participant) or read.statement.registrar is not None:
            detail = "The first registration that the server lists is not the first registrar's."
            raise CradleError("remote.answer", detail)
        return read.id


def _line(asked: LineRequest) -> Line:
    return Line(asked.entry, asked.line, asked.rulebook, asked.factor_sets)
