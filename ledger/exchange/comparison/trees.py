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
    document: object, expected: object, rules: TreeRules, top: str = ""
) -> Iterator[ComparedValue]:
    """Compare all leaves of two JSON values.

    Args:
        document: of the document; numbers are texts, as `load_json` reads them.
        expected: by the bundle.
        rules: of the comparison.
        top: the path of both.
    """
    waiting = [(top, document, expected)]
    while waiting:
        place, value, other = waiting.pop()
        if place in rules.skipped:
            continue
        if place in rules.unknown:
            yield from _leaves(place, value, "not_in_bundle")
        elif value is _ABSENT:
            yield from _lacking(place, other)
        elif other is _ABSENT:
            yield from _leaves(place, value, "differs" if rules.is_closed else "not_in_bundle")
        elif isinstance(value, dict) and isinstance(other, dict):
            names = dict.fromkeys((*other, *value))
            rows = [
                (_join(place, name), value.get(name, _ABSENT), other.get(name, _ABSENT))
                for name in names
            ]
            waiting += reversed(rows)
        elif isinstance(value, list) and isinstance(other, list) and (value or other):
            count = max(len(value), len(other))
            waiting += reversed(
                [(f"{place}[{at}]", _at(value, at), _at(other, at)) for at in range(count)]
            )
        else:
            yield _leaf(place, value, other, rules)


def _leaf(place: str, value: object, other: object, rules: TreeRules) -> ComparedValue:
    text, expected = _text(value), _text(other)
    return compared(place, text, expected, match_values(text, expected, rules.exact.get(place)))


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
        path, node = waiting.pop()
        if isinstance(node, dict) and node:
            waiting += reversed([(_join(path, name), row) for name, row in node.items()])
        elif isinstance(node, list) and node:
            waiting += reversed([(f"{path}[{at}]", row) for at, row in enumerate(node)])
        elif node is not _ABSENT:
            yield path, node


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
