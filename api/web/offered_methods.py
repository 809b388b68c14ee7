"""The factor sets that a form offers, in words that say which of them value the caller's own rows only."""

from collections.abc import Iterable, Mapping

from api.web.workspace import Visit


def offered_sets(visit: Visit, methods: Iterable[Mapping[str, object]]) -> list[tuple[str, str]]:
    """The digest and the words of each factor set among methods that `list_methods` found."""
    return [
        (str(row["digest"]), _words(visit, f"{row['id']} {row['version']}", row["admitted"]))
        for row in methods
        if row["sort"] == "factor_set"
    ]


def _words(visit: Visit, name: str, admitted: object) -> str:
    return name if admitted else visit.say("deliveries.own_only", name=name)
