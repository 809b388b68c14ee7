"""The events of a figure's standing, read from the store: a calculation's, or a delivery's that states a figure.

Nothing is evaluated: the touched lineage is kept in memory (`ledger.state.stale`), and the rest are queries by the
figure's id. What the standing is, `ledger.rules.standing` decides.
"""

from collections.abc import Iterable, Iterator, Sequence

from ledger.rules.standing import (
    Attested,
    Contested,
    Declared,
    FigureEvents,
    LogEvent,
    Replaced,
    Touched,
    figure_standing,
    legal_standing,
)
from ledger.state.figures import read_document
from ledger.state.kept import Kept
from ledger.state.profiles import name_of
from ledger.state.stale import LineageChange, figure_lineage, find_stale
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.log import leaves_of, size_of
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.kinds import reason_of
from schemas.signed.log import EntriesLeaf
from schemas.signed.objection import Answer
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Issued, Kind
from schemas.views.standing import FigureStanding, LegalStanding, UnknownPart

_STANDINGS = Kept[FigureStanding]("standing", 1024)


def standing_of(view: View, statement: str) -> FigureStanding:
    """The standing of a calculation, of the one that a declaration declares, or of a delivery's figure.

    It has nothing that takes an evaluation. It is kept until a log grows.

    Raises:
        CradleError: `statement.unknown` for a statement that states no figure.
    """
    key = statement, present_sizes(view)
    return _STANDINGS.of(view.memory, key, lambda: _standing(view, statement))


def shallow_standing(view: View, calculation: str) -> FigureStanding:
    """The standing of a calculation without what it rests on, of which it says that it is not told.

    It reads nothing but the statements about the calculation, so a list of thousands may have it.
    """
    return figure_standing(read_events(view, calculation, is_deep=False))


def find_standing(view: View, statement: str) -> FigureStanding | None:
    """The standing of a statement; None for one that states no figure."""
    try:
        return standing_of(view, statement)
    except CradleError:
        return None


def _standing(view: View, statement: str) -> FigureStanding:
    declaration = view.statement(statement, Declaration)
    figure = statement if declaration is None else declaration.calculation
    return figure_standing(read_events(view, figure), statement)


def read_events(view: View, figure: str, *, is_deep: bool = True) -> FigureEvents:
    """What the logs say of a calculation, or of a delivery; and unless told otherwise of what it rests on.

    Raises:
        CradleError: `statement.unknown`.
    """
    statement = view.statement(figure, Issued)
    if not isinstance(statement, Calculation | Delivery):
        raise CradleError("statement.unknown", f"{figure} states no figure; check the id.")
    law = _law(view, statement)
    declarations = _about(view, Kind.DECLARATION, [figure])
    attestations = _about(view, Kind.ATTESTATION, [figure])
    touches, around = list[LineageChange](), {figure, *declarations, *attestations}
    unknown: list[UnknownPart] = ["law"] if law is None else []
    if is_deep:
        touches += (change for row in find_stale(view, [figure]) for change in row.touches)
        around |= {*figure_lineage(view, statement), *(touch.by for touch in touches)}
    else:
        unknown += ["changed", "objections"]
    return FigureEvents(
        figure=_placed(view, [figure])[figure],
        law=law or "study",
        declarations=tuple(_declared(view, declarations)),
        replaced=tuple(_replaced(view, [figure, *declarations])),
        touches=tuple(_touched(view, touches)),
        attested=tuple(_attested(view, attestations)),
        contested=tuple(_contested(view, around)),
        unknown=tuple(unknown),
        registry_at=lambda at: _registry_at(view, at),
    )


def _rulebook(statement: Calculation | Delivery) -> str:
    """The digest of the rulebook of a figure."""
    if isinstance(statement, Calculation):
        return statement.rulebook
    if statement.figure is None:
        raise CradleError("statement.unknown", "This delivery states no figure; check the id.")
    return statement.figure.rulebook


def _law(view: View, statement: Calculation | Delivery) -> LegalStanding | None:
    """What a figure by its rulebook may be used for; None if the ledger keeps the rulebook no more."""
    named = _rulebook(statement)
    is_product = isinstance(statement, Calculation) and statement.declared_unit is not None
    try:
        rulebook = read_document(view, named, Rulebook, "rulebook")
    except CradleError:
        return None
    return legal_standing(rulebook, is_product=is_product)


def _about(view: View, kind: Kind, subjects: Iterable[str]) -> tuple[str, ...]:
    return ids_about(view.connection, kind.value, subjects)


def _placed(view: View, names: Iterable[str]) -> dict[str, LogEvent]:
    """The places of statements in the entries log, in the order of the log."""
    stored = sorted(view.stored(list(names)), key=lambda row: row.index)
    return {row.id: LogEvent(row.id, row.index) for row in stored}


def _registry_at(view: View, at: int) -> int:
    """The size of the registry that a leaf of the entries log names; the present one for a statement of no log yet."""
    for leaf in leaves_of(view.connection, "entries", at, at + 1):
        return EntriesLeaf.parse(leaf).registry.size
    return size_of(view.connection, "registry")


def _replaced(view: View, names: Sequence[str]) -> Iterator[tuple[str, Replaced]]:
    """The replacing of these statements, and of those that replaced them."""
    step = list(names)
    while step:
        changes = changes_of(view.connection, step)
        places = _placed(view, [change.by for change in changes.values()])
        for old, change in changes.items():
            reason = reason_of(view.statement(change.by, Issued))
            yield old, Replaced(places[change.by], change.registry_index, reason)
        step = [change.by for change in changes.values()]


def _touched(view: View, touches: Sequence[LineageChange]) -> Iterator[Touched]:
    places = _placed(view, [touch.by for touch in touches])
    for touch in sorted(touches, key=lambda row: row.index):
        by = view.statement(touch.by, Issued)
        firm = None if by is None else name_of(view, by.issuer)
        place = places[touch.by]
        yield Touched(place, touch.index, touch.event, touch.statement, firm, reason_of(by))


def _attested(view: View, names: Sequence[str]) -> Iterator[Attested]:
    places = _placed(view, names)
    for name in names:
        word = view.statement(name, Attestation)
        if word is not None and word.quantities is None:
            yield Attested(places[name], word, name_of(view, word.issuer))


def _declared(view: View, names: Sequence[str]) -> Iterator[Declared]:
    for name, event in _placed(view, names).items():
        declaration = view.statement(name, Declaration)
        if declaration is not None:
            yield Declared(event, declaration.attestation, declaration.date)


def _contested(view: View, around: Iterable[str]) -> Iterator[Contested]:
    """The objections to these statements, each with the place of its answer or withdrawal."""
    objections = _about(view, Kind.OBJECTION, list(around))
    if not objections:
        return
    withdrawn = changes_of(view.connection, objections)
    closing = [(old, change.by) for old, change in withdrawn.items()]
    for name in _about(view, Kind.ANSWER, objections):
        said = view.statement(name, Answer)
        if said is not None:
            closing.append((said.objection, name))
    places = _placed(view, [*objections, *(by for _, by in closing)])
    for name in objections:
        ends = [places[by].at for old, by in closing if old == name]
        yield Contested(places[name], min(ends, default=None))
