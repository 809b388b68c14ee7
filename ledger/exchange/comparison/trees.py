"""Two JSON values compared member by member, without recursion: a file of others may be nested deep."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ledger.exchange.comparison.values import compared, cut, match_values
from schemas.views.compared_document import ComparedValue, ValueState

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class TreeRules:
    """How two trees are compared.

    Attributes:
        exact: numbers with all their digits, by the path of the value that documents round.
        unknown: paths of which the bundle says nothing; what is below them is not compared.
        skipped: paths of values that are compared elsewhere.
        is_closed: True if the document may have no other members than the bundle's.
    """

    exact: Mapping[str, str] = field(default_factory=dict)
    unknown: Collection[str] = ()
    skipped: Collection[str] = ()
    is_closed: bool = True


def compare_trees(
    stated: object, expected: object, rules: TreeRules, top: str = ""
) -> Iterator[ComparedValue]:
    """Compare all leaves of two JSON values.

    Args:
        stated: of the document; numbers are texts, as `load_json` reads them.
        expected: by the bundle.
        rules: of the comparison.
        top: the path of both.
    """
    waiting = [(top, stated, expected)]
    while waiting:
        place, one, other = waiting.pop()
        if place in rules.skipped:
            continue
        if place in rules.unknown:
            yield from _leaves(place, one, "not_in_bundle")
        elif one is _ABSENT:
            yield from _lacking(place, other)
        elif other is _ABSENT:
            yield from _leaves(place, one, "differs" if rules.is_closed else "not_in_bundle")
        elif isinstance(one, dict) and isinstance(other, dict):
            names = dict.fromkeys((*other, *one))
            rows = [
                (_join(place, name), one.get(name, _ABSENT), other.get(name, _ABSENT))
                for name in names
            ]
            waiting += reversed(rows)
        elif isinstance(one, list) and isinstance(other, list) and (one or other):
            count = max(len(one), len(other))
            waiting += reversed(
                [(f"{place}[{at}]", _at(one, at), _at(other, at)) for at in range(count)]
            )
        else:
            yield _leaf(place, one, other, rules)


def _leaf(place: str, one: object, other: object, rules: TreeRules) -> ComparedValue:
    stated, expected = _text(one), _text(other)
    return compared(place, stated, expected, match_values(stated, expected, rules.exact.get(place)))


def _leaves(place: str, value: object, state: ValueState) -> Iterator[ComparedValue]:
    """The leaves that the document alone has."""
    for path, leaf in _walk(place, value):
        yield ComparedValue(place=cut(path), state=state, document=cut(_text(leaf)))


def _lacking(place: str, value: object) -> Iterator[ComparedValue]:
    """The leaves that the document lacks."""
    for path, leaf in _walk(place, value):
        yield ComparedValue(place=cut(path), state="not_found", bundle=cut(_text(leaf)))


def _walk(place: str, value: object) -> Iterator[tuple[str, object]]:
    waiting = [(place, value)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, dict) and found:
            waiting += reversed([(_join(path, name), row) for name, row in found.items()])
        elif isinstance(found, list) and found:
            waiting += reversed([(f"{path}[{at}]", row) for at, row in enumerate(found)])
        elif found is not _ABSENT:
            yield path, found


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _at(rows: list[object], index: int) -> object:
    return rows[index] if index < len(rows) else _ABSENT


def _text(value: object) -> str:
    """A leaf as text; an object or a list in the place of a leaf as its sort."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict | list):
        sort = "object" if isinstance(value, dict) else "list"
        return f"{sort} of {len(value)}"
    return (
        "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    )
