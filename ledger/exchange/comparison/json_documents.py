"""Declarations, studies and passport data as JSON, compared member by member with those that a bundle gives."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.documents.standing import standing_word
from ledger.documents.study.context import Reader
from ledger.exchange.battery_pass import STAGES, aspect_of, is_passport
from ledger.exchange.comparison.later_values import compare_later, member, read_tree
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.exchange.comparison.trees import TreeRules, compare_trees
from ledger.exchange.comparison.values import bounded
from ledger.footprint.external.document import load_json
from schemas.views.compared_document import ComparedValue, DocumentKind

_TOTAL, _STAGES = "batteryCarbonFootprint", "carbonFootprintPerLifecycleStage"
_DEPTH = 3
"""The levels of a passport at which the aspect of the footprint is looked for."""


class TreeComparison(NamedTuple):
    """What a JSON file is, the subject that it names if that is another one, and its values."""

    kind: DocumentKind
    other_subject: str | None
    values: tuple[ComparedValue, ...]


def compare_tree(tree: object, rebuilt: Rebuilt, top: str = "") -> TreeComparison | None:
    """Compare a JSON value; None if it is of no kind that is read here.

    Args:
        tree: as `load_json` reads it.
        rebuilt: the documents of the bundle.
        top: where the value is, if it is embedded in another file.

    Raises:
        CradleError: `document.not_given` if the bundle does not give such a document.
    """
    named = member(tree, "document")
    if named == "declaration":
        return _declaration(tree, rebuilt, top)
    if named == "study":
        return _study(tree, rebuilt, top)
    aspects = list(_aspects("", tree))
    return _passport(aspects, rebuilt) if aspects else None


def _declaration(tree: object, rebuilt: Rebuilt, top: str) -> TreeComparison:
    subject = member(tree, "digests", "calculation")
    if subject is not None and subject != rebuilt.subject:
        return TreeComparison("declaration", subject, ())
    later = read_tree(tree)
    document = rebuilt.declaration(later)
    rules = TreeRules(
        exact={join(top, path): value for path, value in rebuilt.exact.items()},
        skipped=[join(top, "page")] if later.page else [],
    )
    values = bounded(compare_trees(tree, document.to_json(), rules, top))
    more = compare_later(later, rebuilt.source.standing)
    return TreeComparison("declaration", None, (*values, *more))


def _study(tree: object, rebuilt: Rebuilt, top: str) -> TreeComparison:
    subject = member(tree, "calculation")
    if subject is not None and subject != rebuilt.subject:
        return TreeComparison("study", subject, ())
    later = read_tree(tree)
    study = rebuilt.study(_reader(tree), later)
    skipped = [join(top, "page")] if later.page else []
    values = bounded(compare_trees(tree, study.to_json(), TreeRules(skipped=skipped), top))
    more = compare_later(later, rebuilt.source.standing)
    return TreeComparison("study", None, (*values, *more))


def _reader(tree: object) -> Reader:
    """The reader of a study: the public, or the manufacturer if rows are withheld, or whoever sees everything."""
    if member(tree, "scope") == "public":
        return "public"
    return "issuer" if isinstance(tree, dict) and tree.get("withheld") else "everything"


def _aspects(place: str, tree: object, depth: int = _DEPTH) -> Iterator[tuple[str, object]]:
    """The footprint aspects of a passport, with their paths."""
    if not isinstance(tree, dict):
        return
    if _TOTAL in tree or _STAGES in tree:
        yield place, tree
    elif depth:
        for name, below in tree.items():
            yield from _aspects(join(place, name), below, depth - 1)


def _passport(aspects: list[tuple[str, object]], rebuilt: Rebuilt) -> TreeComparison:
    """Compare each aspect: its stages whatever their order, and no further ones; its other members as far as known."""
    document = rebuilt.declaration()
    expected = load_json(aspect_of(document))
    total, stages = _exact(rebuilt)
    values: list[ComparedValue] = []
    for place, aspect in aspects:
        rows = join(place, _STAGES)
        rules = TreeRules({join(place, _TOTAL): total}, skipped=(rows,), is_closed=False)
        values += bounded(compare_trees(aspect, expected, rules, place))
        listed = TreeRules({join(rows, name): value for name, value in stages.items()})
        values += compare_trees(_by_stage(aspect), _by_stage(expected), listed, rows)
    if not is_passport(document.standing):
        known = standing_word(document.standing, "en")
        values.append(
            ComparedValue(place="standing", state="differs", document="a passport", bundle=known)
        )
    return TreeComparison("passport", None, tuple(values))


def _exact(rebuilt: Rebuilt) -> tuple[str, dict[str, str]]:
    """The signed total and stages with all their digits, under the passport's names."""
    calculation = rebuilt.source.calculation
    return calculation.total, {STAGES[row.stage]: row.value for row in calculation.stages}


def _by_stage(aspect: object) -> dict[str, object]:
    """The value of each row by its stage; a repeated stage under a name of its own."""
    rows = aspect.get(_STAGES) if isinstance(aspect, dict) else None
    values: dict[str, object] = {}
    for at, row in enumerate(rows if isinstance(rows, list) else ()):
        stage = member(row, "lifecycleStage") or f"[{at}]"
        value = member(row, "carbonFootprint")
        values[f"{stage}, again at [{at}]" if stage in values else stage] = (
            row if value is None else value
        )
    return values


def join(top: str, path: str) -> str:
    """A path below another one."""
    return f"{top}.{path}" if top else path
