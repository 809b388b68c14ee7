"""The marks and closures of a batch: numbers, tags and salts, assigned in the transaction that appends the leaves.

The numbers of a participant continue those that are stored, over all members of the batch. The closure of a figure
counts the marks of each firm behind it before the figure's own leaf, earlier members of the batch included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from os import urandom

from ledger.footprint.graph.composition import cited_by
from ledger.rules.same_goods import FigureRoots, firms_behind
from ledger.state.admission import Admitted
from ledger.state.figures import ComputedGraph, Method, compute
from ledger.state.trade import beside_now
from ledger.state.view import View
from ledger.store.engine import Row
from ledger.store.marks import MarkState, mark_states, marked_since
from ledger.store.rows import put_rows
from ledger.store.tables import MarkRow, MarkSecretRow
from ledger.trust.leaves import LeafCommitments, model_bytes
from ledger.trust.marks import (
    SECRET,
    MarkedGoods,
    marked_delivery,
    marked_entry,
    salted_digest,
    tags,
)
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.closure import Closure, Mark, MarkCount
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.statement import SectionName


@dataclass
class Marking:
    """The marks of one batch; `write` stores them."""

    view: View
    _states: dict[str, MarkState] = field(default_factory=dict)
    _marks: list[Row] = field(default_factory=list)
    _secrets: list[Row] = field(default_factory=list)
    _first: int | None = None

    def fetch(self, batch: Iterable[Admitted]) -> None:
        """Read the states of all participants whose statements these are, in one query."""
        statements = [admitted.statement for admitted in batch]
        issuers = {row.issuer for row in statements if isinstance(row, Entry | Delivery)}
        recipients = {row.recipient for row in statements if isinstance(row, Delivery)}
        self._read(issuers | recipients)

    def _read(self, participants: Iterable[str]) -> None:
        unread = sorted({*participants} - self._states.keys())
        if unread:
            self._states |= dict.fromkeys(unread, MarkState())
            self._states |= mark_states(self.view.connection, unread)

    def statement_marks(self, admitted: Admitted, index: int) -> tuple[str, ...]:
        """Make the marks of a statement; return their digests."""
        return tuple(self._mark(goods, index) for goods in _goods(self.view, admitted))

    def _mark(self, goods: MarkedGoods, index: int) -> str:
        self._read([goods.participant])
        state = self._states[goods.participant]
        role = goods.role
        secret = state.secret or urandom(SECRET)
        if state.secret is None:
            self._secrets.append((goods.participant, secret))
        issued = state.issued + (role == "issued")
        received = state.received + (role == "received")
        self._states[goods.participant] = MarkState(issued, received, secret)
        nr = issued if role == "issued" else received
        mark = Mark(
            participant=goods.participant,
            role=role,
            nr=nr,
            period=goods.period,
            tags=tags(secret, goods.keys),
            salt=urandom(16).hex(),
        )
        self._first = index if self._first is None else self._first
        self._marks.append((mark.participant, role, nr, index, model_bytes(mark)))
        return salted_digest(mark)

    def commitments(self, admitted: Admitted, index: int) -> LeafCommitments:
        """The commitments of a statement whose leaf has this index; its own marks are after the closure."""
        closure = self._closure(admitted, index)
        return LeafCommitments(self.statement_marks(admitted, index), closure)

    def _closure(self, admitted: Admitted, index: int) -> str | None:
        """Make and keep the closure of a statement's figure; return its digest, or None without a figure."""
        figure_graph = _graph(self.view, admitted)
        if figure_graph is None:
            return None
        computed, roots = figure_graph
        firms = sorted(firms_behind(computed.resolution))
        self._read(firms)
        first = index if self._first is None else self._first
        closure = Closure(
            firms=tuple(_count(name, self._states[name]) for name in firms),
            since=marked_since(self.view.connection, first),
            salt=urandom(16).hex(),
            beside=beside_now(self.view, computed.resolution, roots),
        )
        bound = salted_digest(closure)
        self.view.pending.documents[bound] = model_bytes(closure)
        return bound

    def write(self) -> None:
        """Store the marks and the new secrets."""
        put_rows(self.view.connection, MarkSecretRow, self._secrets)
        put_rows(self.view.connection, MarkRow, self._marks)


def _count(participant: str, state: MarkState) -> MarkCount:
    return MarkCount(participant=participant, issued=state.issued, received=state.received)


def _goods(view: View, admitted: Admitted) -> Sequence[MarkedGoods]:
    """The goods of a statement's marks; empty for a statement of no goods."""
    statement = admitted.statement
    if isinstance(statement, Entry):
        return (marked_entry(statement, admitted.section(SectionName.PRODUCT, Product)),)
    if isinstance(statement, Delivery):
        record = view.entry(statement.entry)
        if record is None or record.product is None:
            raise ValueError("a delivery that passed its rules names an entry")
        return marked_delivery(statement, record.entry, record.product)
    return ()


def _graph(view: View, admitted: Admitted) -> tuple[ComputedGraph, FigureRoots] | None:
    """The graph of the figure that a statement states, which its rules have computed, and its start; or None."""
    statement = admitted.statement
    if isinstance(statement, Calculation):
        composition = admitted.section(SectionName.COMPOSITION, Composition)
        method = Method(statement.rulebook, statement.factor_sets, statement.filling)
        computed = compute(view, *cited_by(composition), statement.as_of.size, method)
        period = statement.period
        return computed, FigureRoots.of_calculation(composition, period, computed.records)
    if isinstance(statement, Delivery) and statement.figure is not None:
        figure = statement.figure
        method = Method(figure.rulebook, figure.factor_sets)
        computed = compute(view, [statement.entry], [], figure.registry.size, method)
        return computed, FigureRoots.of_delivery(statement.entry, computed.records)
    return None
