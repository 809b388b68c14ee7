"""A typed client of a ledger's HTTP API: submit, read, preview, draft, fetch bundles. The caller signs.

    cradle = Cradle("https://ledger.example", ApiKey("cradle_..."), {"entries": vkey, "registry": vkey})
    receipt = cradle.submit(sign_draft(draft, [signer]))

It verifies the server's responses: statements and documents against their id or digest, receipts against the
submission and the log keys that the caller knows, drafts against the request. A server's refusal is raised as the
same error that the ledger raises. Left out: sessions of people, who use a browser.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from ledger.client import agreement
from ledger.client.administration import Administration, JsonObject, pages
from ledger.client.api_client import ApiClient, open_api_client
from ledger.client.call import Answer, Call
from ledger.client.http import JSON, HttpRequest
from ledger.client.log_client import LogClient
from ledger.client.login import Login
from ledger.client.paths import step
from ledger.client.problems import read_object, unexpected
from ledger.client.questions import Questions
from ledger.client.receipts import LogKeys, check_proof
from ledger.client.reports import Reports
from ledger.client.sending import Outcome, read_receipt, send_many
from ledger.client.sheets import Sheets
from ledger.client.source import Address
from ledger.client.statements import ServedStatement, parse_served_statement
from ledger.footprint.graph.resolution import EntryRecord
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.trust.leaves import digest, model_bytes
from ledger.trust.note import parse_note
from ledger.trust.submission import Submission, format_submission
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.exchanged.request import Invitation
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import PLURALS
from schemas.signed.log import Receipt
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind, SectionName
from schemas.views.history import History


@dataclass(frozen=True, slots=True)
class Cradle(Questions):
    """A ledger at an address. Every call raises the server's refusal, or `remote.*`.

    It keeps connections to the server and closes them with its last reference.

    Attributes:
        base_url: the address, without a path.
        login: an `ApiKey`, or a `Machine` with client id and secret.
        logs: the logs' verifier keys, by `entries` and `registry`; without them a receipt is checked
            against its own checkpoint only.
        api: requests with this login.

    Raises:
        CradleError: `remote.address`.
    """

    base_url: str
    login: Login
    logs: LogKeys = field(default_factory=dict)
    api: ApiClient = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare the connections."""
        object.__setattr__(self, "api", open_api_client(self.base_url, self.login))

    def ask(self, call: Call[Answer], **asked: object) -> Answer:
        """Put a question to the server, and check that its answer is on what was asked.

        Raises:
            CradleError: the server's refusal, or `remote.*`.
        """
        body = None if call.method == "GET" else call.content(asked)
        request = HttpRequest(call.address(asked), body, JSON, method=call.method)
        data = self.api.send(request, call.query(asked), once=call.is_once).body
        try:
            found = call.read(data)
        except CradleError as error:
            raise unexpected(error.place or error.code) from None
        differs = None if call.agrees is None else call.agrees(found, asked)
        if differs is not None:
            raise unexpected(differs)
        return found

    @property
    def administration(self) -> Administration:
        """The operator's calls."""
        return Administration(self.api)

    @property
    def reports(self) -> Reports:
        """Ratings, studies, and deliveries in formats of other exchanges."""
        return Reports(self.api)

    @property
    def sheets(self) -> Sheets:
        """Templates, and dry runs of filled ones."""
        return Sheets(self.api)

    def log(self, log: str, keep: Path) -> LogClient:
        """A reader of `entries` or `registry` that keeps what it saw in a folder.

        Raises:
            CradleError: `log.key` if the log's key is not known.
        """
        key = self.logs.get(log)
        if key is None:
            raise CradleError("log.key", f"Name the verifier key of the log {log} first.")
        api = self.api
        return LogClient(Address(f"{api.base}/{log}", self.login.bearer(api.base)), key, keep)

    def checkpoint(self, log: str) -> Checkpoint:
        """The present checkpoint of `entries` or `registry`, verified with the log's key if it is known."""
        note = self.api.get(f"/{log}/checkpoint").body
        key = self.logs.get(log)
        return open_checkpoint(note, key) if key else parse_checkpoint(parse_note(note).text)

    def origin(self) -> str:
        """The name of the ledger, as its entries log's checkpoint has it."""
        return self.checkpoint("entries").origin.removesuffix("/entries")

    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt, which proves the submission."""
        path = f"/v1/{PLURALS[submission.kind]}"
        answer = self.api.post(path, format_submission(submission))
        return read_receipt(read_object(answer.body), submission, self.logs)

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Outcome]:
        """Submit many statements, except registrations; yield each one's receipt or refusal, in order."""
        return send_many(self.api, self.logs, submissions)

    def kind(self, statement: str) -> Kind:
        """The kind of a statement."""
        found = self.location(statement).kind
        if found not in list(Kind):
            raise unexpected("kind")
        return Kind(found)

    def ids_beginning(self, digits: str) -> list[str]:
        """The ids that begin with these hexadecimal digits, at least 6, of the statements that this login may see."""
        named = [row.id for row in self.locations(digits).items]
        return [name for name in named if name.startswith(f"sha256:{digits}")]

    def statement(self, statement: str, kind: Kind | None = None) -> ServedStatement:
        """A statement, with the sections that this login may see."""
        plural = PLURALS[kind or self.kind(statement)]
        return parse_served_statement(statement, self.api.read(f"/v1/{plural}/{step(statement)}"))

    def statements(self, kind: Kind) -> Iterator[JsonObject]:
        """The statements of a kind that concern this login, in the order of the log, page after page."""
        return pages(self.api, f"/v1/{PLURALS[kind]}", {"limit": "500"})

    def receipt(self, statement: str, *, cosigned: bool = False) -> Receipt:
        """The receipt of a statement under the newest checkpoint, or one that witnesses have cosigned."""
        path = f"/v1/{PLURALS[self.kind(statement)]}/{step(statement)}/receipt"
        query = {"cosigned": "true"} if cosigned else None
        receipt = Receipt.parse(self.api.get(path, query).body)
        if receipt.id != statement:
            detail = f"The server's receipt is of {receipt.id:.80}, not of {statement}; ask its operator."
            raise CradleError("receipt.mismatch", detail, "id")
        check_proof(receipt, self.logs)
        return receipt

    def keys(self, participant: str) -> JsonObject:
        """A participant's keys: state, custody, and the statements that changed them."""
        return self.api.read(f"/v1/participants/{step(participant)}/keys")

    def record(self, entry: str) -> EntryRecord:
        """An entry of the caller, with the inventory and product that its id names."""
        read = self.statement(entry, Kind.ENTRY)
        if not isinstance(read.statement, Entry):
            raise unexpected("entry")
        inventory = read.section(SectionName.INVENTORY, Inventory)
        return EntryRecord(
            entry, read.statement, inventory, read.section(SectionName.PRODUCT, Product)
        )

    def draft_calculation(
        self, asked: CalculationRequest, origin: str | None = None
    ) -> agreement.ProposedCalculation:
        """Draft the calculation of a battery model, checked against the request and the caller's own entries.

        Args:
            asked: the manufacturer's assertions.
            origin: the ledger that the calculation is for; by default the one that the server's checkpoint names.
        """
        body = asked.model_dump_json(exclude_none=True).encode("utf-8")
        answer = self.api.post("/v1/calculations/draft", body)
        proposed = agreement.parse_proposal(read_object(answer.body))
        agreement.require_matches_request(asked, proposed, origin or self.origin())
        named = {row.entry for row in proposed.rows().rows if row.role.value == "product"}
        own = {name: self.record(name) for name in named if name is not None}
        rulebook = Rulebook.parse(self.method(asked.rulebook))
        agreement.require_products(asked, proposed, own, rulebook)
        return proposed

    def bundle(self, statement: str, audience: str | None = None) -> bytes:
        """The bundle of a statement for an audience; by default the one that shows this login most."""
        query = {"audience": audience} if audience is not None else None
        return self.api.get(f"/v1/bundles/{step(statement)}", query).body

    def method(self, document: str) -> bytes:
        """The bytes of a rulebook or an open factor set, by their digest."""
        data = self.api.get(f"/v1/methods/{step(document)}").body
        if digest(data) != document:
            raise CradleError(
                "remote.mismatch",
                f"The server's document is not {document}; do not rely on it.",
            )
        return data

    def keep_method(self, document: Rulebook | FactorSet) -> str:
        """Store a rulebook or factor set unless it is stored already; return its digest."""
        data = model_bytes(document)
        named = digest(data)
        if all(row.digest != named for row in self.methods().items):
            sort = "rulebooks" if isinstance(document, Rulebook) else "factor-sets"
            self.api.post(f"/v1/{sort}", data)
        return named

    def keep_import(self, data: bytes) -> str:
        """Store a file of PACT or Catena-X byte for byte; return its digest."""
        self.api.post("/v1/imports", data)
        return digest(data)

    def history(self, participant: str) -> History:
        """The caller's statements: dates, goods, status, and who may read each.

        Raises:
            CradleError: `remote.participant` if the login belongs to another participant.
        """
        found = self.own_history()
        if found.participant != participant:
            detail = f"The login is that of {found.participant}, {found.name}; use its keys, or your login."
            raise CradleError("remote.participant", detail)
        return found

    def invite_to_request(self, request: str, days: int) -> Invitation:
        """Make a link for the firm that a request for data names; an earlier link stops working."""
        path = f"/v1/requests/{step(request)}/invitation"
        return Invitation.parse(self.api.post_once(path, orjson.dumps({"days": days})).body)
