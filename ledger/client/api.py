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
from typing import Self

import orjson

from ledger.client.api_client import ApiClient, open_api_client
from ledger.client.call import Answer, Call
from ledger.client.http import JSON, HttpRequest
from ledger.client.ledger_desk import LedgerDesk
from ledger.client.log_client import LogClient
from ledger.client.login import Login
from ledger.client.paths import step
from ledger.client.problems import read_object, unexpected
from ledger.client.receipts import LogKeys
from ledger.client.sending import Outcome, read_receipt, send_many
from ledger.client.sheets import Sheets
from ledger.client.source import Address
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.trust.log_key import LogKey, list_log_keys
from ledger.trust.note import parse_note
from ledger.trust.submission import Submission, format_submission
from schemas.errors import CradleError
from schemas.exchanged.request import Invitation
from schemas.signed.kinds import PLURALS
from schemas.signed.log import Receipt
from schemas.signed.policy import LogKeys as PolicyKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import RegistryState


@dataclass(frozen=True, slots=True)
class Cradle(LedgerDesk):
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

    def ask(self, call: Call[Answer], **arguments: object) -> Answer:
        """Put a question to the server, and check that its answer is on what was asked.

        Raises:
            CradleError: the server's refusal, or `remote.*`.
        """
        body = None if call.method == "GET" else call.content(arguments)
        request = HttpRequest(call.address(arguments), body, JSON, method=call.method)
        response = self.api.send(request, call.query(arguments), once=call.is_once)
        try:
            answer = call.read(response.body, response.file)
        except CradleError as error:
            raise unexpected(error.place or error.code) from None
        differs = None if call.agrees is None else call.agrees(answer, arguments)
        if differs is not None:
            raise unexpected(differs)
        return answer

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

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> Self:
        """This ledger for figures with a document, which the server needs to store."""
        if keep:
            self.keep_method(document)
        return self

    def log_keys(self) -> PolicyKeys:
        """The verifier keys of both logs from this user's settings, never from the server.

        Raises:
            CradleError: `log.key`.
        """
        keys = self.logs
        if keys.keys() != {"entries", "registry"}:
            detail = "Name the verifier keys of both logs, from the operator's publication."
            raise CradleError("log.key", detail, "--log-key")
        entries, registry = (
            key if isinstance(key, LogKey) else LogKey(key)
            for key in (keys["entries"], keys["registry"])
        )
        return list_log_keys(entries, registry)

    def registry(self) -> RegistryState:
        """The registry's present size and root, signed by its log."""
        head = self.checkpoint("registry")
        return RegistryState(size=head.size, root=head.root.hex())

    def invite_to_request(self, request: str, days: int) -> Invitation:
        """Make a link for the firm that a request for data names; an earlier link stops working."""
        path = f"/v1/requests/{step(request)}/invitation"
        return Invitation.parse(self.api.post_once(path, orjson.dumps({"days": days})).body)
