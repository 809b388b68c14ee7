"""What made a figure stale: whose statement, by which row, for which reason, and the figure before and after.

The new figure is that of a calculation with the same assertions over the statements of today. Its difference from the
signed one opens by stage and cause, and the rulebook's triggers say if a declaration is due again. A reader sees the
issuer and the reason of a change only if it is shown the statement that made it: a manufacturer that does not know a
firm further up learns that something there has changed, and its effect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
from ledger.state.stale import LineageChange, StaleFigure
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.delivery import Delivery
from schemas.signed.kinds import reason_of
from schemas.signed.statement import Issued, Kind, SectionName
from schemas.views.stale import StaleStatement, Touch


def explain_stale(ledger: Ledger, stale: StaleFigure, reader: StaleReader) -> StaleStatement:
    """Explain a stale statement to a reader."""
    with ledger.view() as view:
        statement = view.statement(stale.id, Issued)
        explainer = _Explainer(view, stale, statement, reader.shows)
        touches = tuple(map(explainer.cause, stale.touches))
        declarations = ids_about(view.connection, Kind.DECLARATION.value, [stale.id])
        request = explainer.request
    change, problem = StaleChange(), None
    if request is not None and reader.redraft is not None:
        try:
            change = explain_change(ledger, stale.id, reader.redraft(request), reader)
        except CradleError as error:
            problem = f"{error.code}: {error.detail}"
    return StaleStatement(
        id=stale.id,
        kind=stale.kind,
        issuer=stale.issuer,
        as_of=stale.as_of,
        touches=touches,
        model=statement.model if isinstance(statement, Calculation) else None,
        site=statement.site if isinstance(statement, Calculation) else None,
        declarations=declarations,
        unit=statement.unit if isinstance(statement, Calculation) else None,
        before=_total(statement),
        after=change.after,
        problem=problem,
        difference=change.difference,
        redeclaration=change.redeclaration,
    )


def _total(statement: Issued | None) -> str:
    if isinstance(statement, Delivery) and statement.figure is not None:
        return statement.figure.total
    return statement.total if isinstance(statement, Calculation) else ""


@dataclass(frozen=True)
class _Explainer:
    """The changes of one stale statement, as a reader is shown them."""

    view: View
    stale: StaleFigure
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

    def cause(self, change: LineageChange) -> Touch:
        """A change, with its issuer and reason if the reader is shown them."""
        by = self.view.statement(change.by, Issued) if self.shows(change.by) else None
        return Touch(
            index=change.index,
            statement=change.statement,
            what=change.what,
            event=change.event,
            by=change.by,
            issuer=None if by is None else by.issuer,
            firm=None if by is None else name_of(self.view, by.issuer),
            reason=reason_of(by),
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
            self.view, [name], self.stale.as_of.size, lambda issuer: issuer == self.stale.issuer
        )
        for entry, record in records.entries.items():
            if record.inventory is None or record.entry.issuer != self.stale.issuer:
                continue
            for number, row in enumerate(record.inventory.inputs):
                cited = getattr(row, "delivery", None)
                if cited is not None:
                    yield f"inputs[{number}] of entry {entry}, site {record.entry.site.code}", cited

    def _behind(self, cited: str) -> frozenset[str]:
        records = read_closure(self.view, [cited], self.stale.as_of.size)
        return frozenset((*records.entries, *records.deliveries))
