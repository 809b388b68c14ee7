"""The backend of a ledger in a folder of this machine, opened by its operator, who sees all of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from ledger.append.ledger import Ledger
from ledger.append.sequencer import BATCH
from ledger.append.submit import receipt_of, submit, submit_many
from ledger.bundles.export import export_bundle
from ledger.cli.backend.folder import REGISTRAR, operator_desk
from ledger.cli.backend.protocol import BundleRequest, ExportRequest, JsonObject, change_in_words
from ledger.cli.keys.identity import fresh, registered_id
from ledger.cli.terminal.files import read_file
from ledger.client.call import Answer, Call
from ledger.client.questions import Questions
from ledger.operation.published_checkpoints import cosigned_receipt
from ledger.service.access.history import history_of
from ledger.service.access.registrations import (
    settle_registration,
)
from ledger.service.answers.calculate import build_calculation
from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.service.answers.importing import import_figure
from ledger.service.answers.key_report import show_keys
from ledger.service.answers.reading import find_ids, list_of, output_of, show
from ledger.service.portfolio.answer import answer
from ledger.service.portfolio.question import Question
from ledger.state.disclosure import Audience
from ledger.state.drafting import Draft
from ledger.state.stale import (
    find_stale,
    live_calculations,
    own_calculations,
)
from ledger.trust.submission import Submission
from ledger.workers.runner import Runner
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.inventory import Output
from schemas.signed.log import Receipt
from schemas.signed.policy import LogKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind
from schemas.values import RegistryState
from schemas.views.history import History
from schemas.views.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class LocalLedger(Questions):
    """An open ledger and its folder."""

    ledger: Ledger
    folder: Path

    def ask(self, call: Call[Answer], **asked: object) -> Answer:
        """Answer a question to the operator."""
        return operator_desk(self.ledger).ask(call, **asked)

    def origin(self) -> str:
        """The ledger's name."""
        return self.ledger.origin

    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt; the account that left a registration becomes it."""
        made = submit(self.ledger, submission)
        if submission.kind is Kind.PARTICIPANT:
            settle_registration(self.ledger.store, made.id)
        return made

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """Submit many statements; yield each one's receipt or refusal, in order."""
        waiting = iter(submissions)
        while portion := list(islice(waiting, BATCH)):
            yield from submit_many(self.ledger, portion)

    def keep_method(self, document: Rulebook | FactorSet) -> str:
        """Store a rulebook or factor set and return its digest."""
        return self.ledger.keep(document)

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> "LocalLedger":  # noqa: ARG002 - nothing is stored
        """This ledger for figures with a document that it does not store."""
        return replace(self, ledger=self.ledger.lend(document))

    def keep_import(self, data: bytes) -> str:
        """Store a file of PACT or Catena-X and return its digest."""
        return import_figure(self.ledger, data)[0]

    def sent(self) -> list[JsonObject]:
        """The footprints that all PACT partners sent, newest first."""
        from ledger.exchange.pact.partner_footprints import list_all_partner_footprints

        return [
            {**row.description, "digest": row.digest, "organisation": row.organisation}
            | {"event": row.event, "at": row.at}
            for row in list_all_partner_footprints(self.ledger)
        ]

    def sent_file(self, digest: str) -> bytes:
        """A footprint that was sent, byte for byte."""
        from ledger.exchange.pact.partner_footprints import find_file, list_all_partner_footprints

        return find_file(list_all_partner_footprints(self.ledger), digest)

    def method(self, document: str) -> bytes:
        """A stored document."""
        with self.ledger.view() as view:
            return view.document(document)

    def output(self, entry: str, line: str) -> Output:
        """An output line of an entry."""
        return output_of(self.ledger, entry, line)

    def calculation(self, asked: CalculationRequest) -> Draft:
        """Draft the requested calculation from the present ledger."""
        return build_calculation(self.ledger, asked, fresh)

    def export_bundle(self, asked: BundleRequest) -> bytes:
        """A bundle for any audience."""
        report = None if asked.monitor is None else read_file(asked.monitor)
        audience = Audience(asked.audience)
        return export_bundle(self.ledger, asked.subject, audience, asked.participant, report)

    def changes_behind(self, statement: str) -> list[str]:
        """The changes behind a calculation or delivery."""
        with self.ledger.view() as view:
            found = [touch for row in find_stale(view, [statement]) for touch in row.touches]
        return [change_in_words(row.what, row.statement, row.index) for row in found]

    def scores(self, asked: Question, issuer: str | None, run: Runner) -> Portfolio:
        """The scores of all calculations, or of one issuer's."""
        with self.ledger.view() as view:
            names = live_calculations(view) if issuer is None else own_calculations(view, issuer)
        return answer(self.ledger, names, asked, run)

    def export(self, asked: ExportRequest) -> bytes:
        """A delivery as a file of another exchange."""
        from ledger.exchange.exporting import Export, export_delivery

        described_figure = read_delivery_contents(self.ledger, asked.delivery, asked.participant)
        created = asked.created or datetime.now(UTC)
        return export_delivery(described_figure, Export(asked.form, created, asked.customer_part))

    def receipt(self, statement: str, *, cosigned: bool) -> Receipt:
        """The receipt of a logged statement."""
        made = receipt_of(self.ledger, statement)
        return cosigned_receipt(self.ledger.store, made) if cosigned else made

    def ids_beginning(self, digits: str) -> list[str]:
        """The ids that begin with these digits."""
        return list(find_ids(self.ledger, digits))

    def list_statements(self, kind: str | None) -> list[JsonObject]:
        """All statements, or those of a kind; the registry's first."""
        return [
            {"id": s.id, "kind": s.kind, "issuer": s.issuer, "log": s.log, "index": s.index}
            for s in list_of(self.ledger, kind)
        ]

    def show(self, statement: str) -> JsonObject:
        """A statement with all its sections."""
        return show(self.ledger, statement)

    def history(self, participant: str) -> History:
        """All that a participant stated."""
        return history_of(self.ledger, participant)

    def keys(self, participant: str) -> JsonObject:
        """A participant's keys."""
        return show_keys(self.ledger, participant)

    def log_keys(self) -> LogKeys:
        """The verifier keys of both logs."""
        return self.ledger.log_keys()

    def registry(self) -> RegistryState:
        """The registry's present size and root."""
        with self.ledger.view() as view:
            return view.registry()

    def registrar(self) -> str:
        """The id of the first registrar."""
        return registered_id(self.folder / REGISTRAR)
