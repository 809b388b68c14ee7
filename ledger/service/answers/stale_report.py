"""What made a figure stale: whose statement, by which row, for which reason, and the figure before and after.

The new figure is that of a calculation with the same assertions over the statements of today. Its difference from the
signed one opens by stage and cause, and the rulebook's triggers say if a declaration is due again. A reader sees the
issuer and the reason of a change only if it is shown the statement that made it: a manufacturer that does not know a
firm further up learns that something there has changed, and its effect.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from ledger.append.ledger import Ledger
from ledger.service.answers.restated import request_of
from ledger.service.answers.stale_change import (
    Shows,
    StaleChange,
    StaleReader,
    explain_change,
)
from ledger.state.closure import read_closure
from ledger.state.profiles import name_of
from ledger.state.stale import LineageChange, StaleStatement
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.statement import Issued, Kind, SectionName
from schemas.values import RegistryState
from schemas.views.difference import Difference, RedeclarationState


@dataclass(frozen=True, slots=True)
class Cause:
    """A change behind a figure.

    Attributes:
        index: of its leaf in the registry.
        statement: what changed, or the entry that was added.
        what: the change in words.
        event: `superseded`, `withdrawn` or `added`.
        by: the statement that made the change.
        issuer: of that statement; None if the reader is not shown it.
        firm: the name that the issuer registered with, where the issuer is shown.
        reason: that its issuer states; None if none is stated, or the reader is not shown it.
        row: the row of the figure's issuer by which it reaches the figure; None if that is not a row of its own.
    """

    index: int
    statement: str
    what: str
    event: str
    by: str
    issuer: str | None
    firm: str | None
    reason: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class StaleFigure:
    """A stale calculation or delivered figure.

    Attributes:
        declarations: of the calculation.
        before: the figure as it was signed.
        after: the figure by the statements of today; None if it cannot be computed, or the reader may not.
        problem: why it cannot be computed, as a code and a sentence.
        difference: of the two figures, by stage and cause, as far as the reader may see it.
        redeclaration: the rulebook's verdict on a declaration of the calculation; None without a new figure.
    """

    id: str
    kind: str
    issuer: str
    as_of: RegistryState
    touches: tuple[Cause, ...]
    model: str | None
    site: str | None
    declarations: tuple[str, ...]
    before: str
    after: str | None
    problem: str | None
    difference: Difference | None
    redeclaration: RedeclarationState | None


def explain_stale(ledger: Ledger, found: StaleStatement, reader: StaleReader) -> StaleFigure:
    """Explain a stale statement to a reader."""
    with ledger.view() as view:
        stated = view.statement(found.id, Issued)
        explainer = _Explainer(view, found, stated, reader.shows)
        touches = tuple(map(explainer.cause, found.touches))
        declarations = ids_about(view.connection, Kind.DECLARATION.value, [found.id])
        asked = explainer.request
    change, problem = StaleChange(), None
    if asked is not None and reader.redraft is not None:
        try:
            change = explain_change(ledger, found.id, reader.redraft(asked), reader)
        except CradleError as error:
            problem = f"{error.code}: {error.detail}"
    return StaleFigure(
        id=found.id,
        kind=found.kind,
        issuer=found.issuer,
        as_of=found.as_of,
        touches=touches,
        model=stated.model if isinstance(stated, Calculation) else None,
        site=stated.site if isinstance(stated, Calculation) else None,
        declarations=declarations,
        before=_total(stated),
        after=change.after,
        problem=problem,
        difference=change.difference,
        redeclaration=change.redeclaration,
    )


def stale_to_json(row: StaleFigure) -> dict[str, object]:
    """A stale figure as a JSON object, without the members that have no value."""
    touches = [_present(asdict(touch)) for touch in row.touches]
    documents = {
        "as_of": row.as_of,
        "difference": row.difference,
        "redeclaration": row.redeclaration,
    }
    shown = {name: None if one is None else one.to_json() for name, one in documents.items()}
    return _present({**asdict(row), **shown, "touches": touches})


def _present(members: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


def _total(stated: Issued | None) -> str:
    if isinstance(stated, Delivery) and stated.figure is not None:
        return stated.figure.total
    return stated.total if isinstance(stated, Calculation) else ""


@dataclass(frozen=True)
class _Explainer:
    """The changes of one stale statement, as a reader is shown them."""

    view: View
    found: StaleStatement
    stated: Issued | None
    shows: Shows

    @cached_property
    def composition(self) -> Composition | None:
        """The composition of a calculation."""
        if not isinstance(self.stated, Calculation):
            return None
        return self.view.section(self.stated, SectionName.COMPOSITION, Composition)

    @cached_property
    def rows(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """The issuer's own rows: the words for each, the statement that it cites, and all behind that."""
        return tuple(
            (words, cited, self._behind(cited)) for words, cited in dict.fromkeys(self._citations())
        )

    @property
    def request(self) -> CalculationRequest | None:
        """The assertions of a calculation, as a request for the same one as of now."""
        if not isinstance(self.stated, Calculation) or self.composition is None:
            return None
        return request_of(self.stated, self.composition)

    def cause(self, change: LineageChange) -> Cause:
        """A change, with its issuer and reason if the reader is shown them."""
        by = self.view.statement(change.by, Issued) if self.shows(change.by) else None
        return Cause(
            index=change.index,
            statement=change.statement,
            what=change.what,
            event=change.event,
            by=change.by,
            issuer=None if by is None else by.issuer,
            firm=None if by is None else name_of(self.view, by.issuer),
            reason=None if by is None else _reason(by),
            row=self._row(change.statement),
        )

    def _row(self, changed: str) -> str | None:
        """The first row whose statement is the changed one or rests on it; those of inputs come first."""
        return next((words for words, _, behind in self.rows if changed in behind), None)

    def _citations(self) -> Iterator[tuple[str, str]]:
        """The citations of the issuer's own entries, then those of the composition, each in words."""
        if self.composition is None:
            if isinstance(self.stated, Delivery):
                yield from self._inputs(self.stated.entry)
                yield f"entry {self.stated.entry}", self.stated.entry
            return
        for row in self.composition.rows:
            if row.entry is not None:
                yield from self._inputs(row.entry)
        for row in self.composition.rows:
            cited = row.entry or row.delivery or ""
            yield f"composition, {row.role.value.replace('_', ' ')}", cited

    def _inputs(self, name: str) -> Iterator[tuple[str, str]]:
        """The citations in the inputs of an entry of the issuer, and of its own entries behind it."""
        records = read_closure(
            self.view, [name], self.found.as_of.size, lambda issuer: issuer == self.found.issuer
        )
        for known, record in records.entries.items():
            if record.inventory is None or record.entry.issuer != self.found.issuer:
                continue
            for number, row in enumerate(record.inventory.inputs):
                cited = getattr(row, "delivery", None)
                if cited is not None:
                    yield f"inputs[{number}] of entry {known}, site {record.entry.site.code}", cited

    def _behind(self, cited: str) -> frozenset[str]:
        records = read_closure(self.view, [cited], self.found.as_of.size)
        return frozenset((*records.entries, *records.deliveries))


def _reason(by: Issued) -> str | None:
    """The reason that a withdrawal or a new version states."""
    if isinstance(by, Withdrawal):
        return by.reason.value
    replaced = getattr(by, "supersedes", None)
    return None if replaced is None else str(replaced.reason.value)
