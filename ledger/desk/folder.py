"""The desk of a ledger in a folder: whoever has the folder can change all of it, so it submits without a login.

An account that left a registration becomes the participant whose registration is submitted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from ledger.append.sequencer import BATCH
from ledger.append.submit import submit, submit_many
from ledger.client.ledger_desk import LedgerDesk
from ledger.client.receipts import LogKeys
from ledger.desk.local import LocalDesk
from ledger.service.access.registrations import settle_registration
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.log import Receipt
from schemas.signed.policy import LogKeys as PolicyKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind
from schemas.values import RegistryState


@dataclass(frozen=True, slots=True)
class FolderDesk(LocalDesk, LedgerDesk):
    """The desk of a caller at the ledger in its folder."""

    @property
    def logs(self) -> LogKeys:
        """No keys: a proof from one's own folder leads to its own checkpoint."""
        return {}

    def origin(self) -> str:
        """The ledger's name."""
        return self.ledger.origin

    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt."""
        receipt = submit(self.ledger, submission)
        if submission.kind is Kind.PARTICIPANT:
            settle_registration(self.ledger.store, receipt.id)
        return receipt

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """Submit many statements; yield each one's receipt or refusal, in order."""
        waiting = iter(submissions)
        while portion := list(islice(waiting, BATCH)):
            yield from submit_many(self.ledger, portion)

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> Self:  # noqa: ARG002 - nothing is stored
        """This ledger for figures with a document that it does not store."""
        return replace(self, ledger=self.ledger.lend(document))

    def log_keys(self) -> PolicyKeys:
        """The verifier keys of both logs."""
        return self.ledger.log_keys()

    def registry(self) -> RegistryState:
        """The registry's present size and root."""
        with self.ledger.view() as view:
            return view.registry()
