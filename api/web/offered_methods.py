"""Rulebooks and factor sets as pages name and offer them: one label, and which of them value own rows only."""

from collections.abc import Iterable

from api.web.workspace import Visit
from ledger.translations.method_label import method_label
from schemas.views.methods import ListedMethod


def offered_rulebooks(visit: Visit) -> list[tuple[str, str]]:
    """The digest and the label of each rulebook."""
    return [
        (row.digest, method_label(row, visit.language))
        for row in visit.desk.methods().items
        if row.sort == "rulebook"
    ]


def offered_sets(visit: Visit) -> list[tuple[str, str]]:
    """The digest and the label of each factor set, which says so if it values the caller's own rows only."""
    return [
        (row.digest, _words(visit, row))
        for row in visit.desk.methods().items
        if row.sort == "factor_set"
    ]


def labels_of(visit: Visit, digests: Iterable[str]) -> list[str]:
    """The labels of documents that the ledger keeps, in their order."""
    method_by_digest = {row.digest: row for row in visit.desk.methods().items}
    return [
        method_label(method_by_digest[digest], visit.language)
        for digest in digests
        if digest in method_by_digest
    ]


def _words(visit: Visit, row: ListedMethod) -> str:
    name = method_label(row, visit.language)
    return name if row.admitted else visit.say("deliveries.own_only", name=name)
