"""The backend of a ledger on a server: limited to the rights of the login, and verifying every response."""

from dataclasses import dataclass

from ledger.cli.backend.protocol import BundleRequest, ExportRequest, JsonObject, change_in_words
from ledger.client.api import Cradle
from ledger.service.portfolio.question import Question
from ledger.state.drafting import Draft
from ledger.trust.encoding import encode_base64
from ledger.trust.log_key import LogKey, list_log_keys
from ledger.workers.runner import Runner, in_process
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.inventory import Output
from schemas.signed.participant import Participant
from schemas.signed.policy import LogKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind
from schemas.values import RegistryState
from schemas.views.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class RemoteLedger(Cradle):
    """The client with the calls that commands need besides its own."""

    def sent(self) -> list[JsonObject]:
        """The footprints that this login's PACT server sent, newest first."""
        return self.reports.sent()

    def sent_file(self, digest: str) -> bytes:
        """A footprint that a partner sent, verified against its digest."""
        return self.reports.sent_file(digest)

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> "RemoteLedger":
        """This ledger for figures with a document, which the server needs to store."""
        if keep:
            self.keep_method(document)
        return self

    def output(self, entry: str, line: str) -> Output:
        """An output line of the caller's entry."""
        record = self.record(entry)
        found = record.inventory.output(line) if record.inventory is not None else None
        if found is None:
            detail = f"Entry {entry} has no line {line}; name one of its output lines."
            raise CradleError("delivery.line", detail, "line")
        return found

    def calculation(self, asked: CalculationRequest) -> Draft:
        """The calculation that the server drafts, checked against the request."""
        proposed = self.draft_calculation(asked)
        return Draft(proposed.calculation, (proposed.composition,), proposed.remarks)

    def export_bundle(self, asked: BundleRequest) -> bytes:
        """A bundle, if this login is of the audience."""
        if asked.monitor is not None or asked.participant is not None:
            detail = (
                "A server makes bundles for its own caller; leave out --monitor and --participant."
            )
            raise CradleError("option.server", detail, "--server")
        return self.bundle(asked.subject, asked.audience)

    def changes_behind(self, statement: str) -> list[str] | None:
        """The changes behind a calculation or delivery, as the server lists them; None if it shows neither."""
        try:
            self.kind(statement)
        except CradleError as error:
            if error.code == "statement.unknown":
                return None
            raise
        touches = [one for row in self.stale().items if row.id == statement for one in row.touches]
        return [change_in_words(one.what, one.statement, one.index) for one in touches]

    def scores(self, asked: Question, issuer: str | None, run: Runner) -> Portfolio:
        """The scores of the calculations that this login may calculate."""
        if asked.scenarios or asked.by or run is not in_process:
            detail = (
                "A server supposes no changes, shows no parts by country, firm or gas, and works on its own"
                " processes; leave out these options."
            )
            raise CradleError("option.server", detail, "--server")
        spread = asked.spread
        sigma, samples = (None, 0) if spread is None else (str(spread.sigma), spread.samples)
        found = self.portfolio(asked.since, sigma, samples)
        own = tuple(row for row in found.rows if issuer in {None, row.issuer})
        return found.model_copy(update={"rows": own})

    def export(self, asked: ExportRequest) -> bytes:
        """A delivery to or from this login, as a file of another exchange."""
        if asked.participant is not None:
            detail = "A server exports to the parties of a delivery only; leave out --participant."
            raise CradleError("option.server", detail, "--server")
        reports = self.reports
        return reports.export(asked.delivery, asked.form, asked.created, asked.customer_part)

    def list_statements(self, kind: str | None) -> list[JsonObject]:
        """The statements that concern this login, registrations and keys first."""
        kinds = list(Kind) if kind is None else [one for one in Kind if one.value == kind]
        return [row for one in kinds for row in self.statements(one)]

    def show(self, statement: str) -> JsonObject:
        """A statement with the sections that are open to this login."""
        read = self.statement(statement)
        return {
            **read.metadata,
            "payload": read.statement.to_json(),
            "sections": {name.value: part.to_json() for name, part in read.sections.items()},
            "signatures": [encode_base64(one) for one in read.envelope.signatures],
        }

    def log_keys(self) -> LogKeys:
        """The verifier keys of both logs from this user's settings, never from the server.

        Raises:
            CradleError: `log.key`.
        """
        known = self.logs
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
        head = self.checkpoint("registry")
        return RegistryState(size=head.size, root=head.root.hex())

    def registrar(self) -> str:
        """The id of the first registrar: the first registration, which names no registrar."""
        first = next(self.statements(Kind.PARTICIPANT), {})
        read = self.statement(str(first.get("id")), Kind.PARTICIPANT)
        if not isinstance(read.statement, Participant) or read.statement.registrar is not None:
            detail = (
                "The server's first registration is not the first registrar's; ask its operator."
            )
            raise CradleError("remote.answer", detail)
        return read.id
