"""A desk in the process that holds the ledger: each question is permitted, counted, answered and noted, in this order.

An answer about a figure leaves with the standing of the figure (`ledger.desk.standing`).

A server makes one for each request. The operator makes one for the ledger in its folder; its reading is not noted,
since who has the folder can change all of it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar, cast

from ledger.append.ledger import Ledger
from ledger.client.call import Answer, Arguments, Call
from ledger.client.questions import Questions
from ledger.desk.desk import FOLDER, Desk, Site
from ledger.desk.question import Question, Quota
from ledger.desk.standing import with_standing
from ledger.disclosure.refusals import HiddenError
from ledger.service.access.accounts import SecretSource
from ledger.service.access.asking import hidden_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import scope_of
from ledger.service.access.principal import Principal
from ledger.state.drafting import SaltSource

Given = TypeVar("Given")
Counting = Callable[[Quota, Principal], AbstractContextManager[None]]


def uncounted(_quota: Quota, _caller: Principal) -> AbstractContextManager[None]:
    """Count nothing: the operator asks in its own folder."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class LocalDesk(Questions):
    """The questions of one caller, each at the moment in which it is put.

    Attributes:
        ledger: an open ledger.
        caller: who asks.
        now: returns the time, seconds since 1970.
        fresh: the source of salts and random names.
        draw: the source of secrets.
        site: where the desk stands.
        counting: the context in which a question is counted and answered.
        is_noted: what is shown of others' data is noted in the journal.
    """

    ledger: Ledger
    caller: Principal
    now: Callable[[], int]
    fresh: SaltSource
    draw: SecretSource
    site: Site = FOLDER
    counting: Counting = uncounted
    is_noted: bool = True

    def ask(self, call: Call[Answer], **arguments: object) -> Answer:
        """Answer a question of the client's table; see `answer`."""
        return cast("Answer", self.answer(declared(call), arguments))

    def answer(self, question: Question[..., Given], arguments: Arguments) -> Given:
        """Permit, count and answer a question, and note what it shows before its answer leaves.

        Raises:
            CradleError: `access.denied`, `quota.*`, `store.failed` if nothing can be noted, or the question's own.
        """
        said = question.said
        scope_of(self.caller, said.may)
        with self.opened(said.quota, joined=not said.acts) as desk:
            answer = question.function(desk, **arguments)
            return answer if said.acts else with_standing(desk, answer)

    @contextmanager
    def opened(self, quota: Quota = Quota.NONE, *, joined: bool = True) -> Iterator[Desk]:
        """A desk for what no question asks, such as what a page reads; it is counted and noted as a question is.

        Args:
            quota: how it is counted.
            joined: all of it reads in one transaction; an act opens transactions of its own.

        Raises:
            CradleError: `quota.*`, `store.failed`.
        """
        notes: list[AccessRecord] = []
        now = self.now()
        with self.counting(quota, self.caller):
            try:
                with self.ledger.joined() if joined else nullcontext(self.ledger) as ledger:
                    moment = now, self.fresh, self.draw
                    yield Desk(ledger, self.caller, *moment, self.site, notes)
            except HiddenError as hidden:
                notes.extend(hidden_lines([hidden]))
                raise
            finally:
                if self.is_noted:
                    note(self.ledger.store, self.caller, now, notes)


def declared(call: Call[Answer]) -> Question[..., object]:
    """The declared question of a call."""
    question = getattr(import_module(f"ledger.desk.{call.module}"), call.name)
    return cast("Question[..., object]", question)
