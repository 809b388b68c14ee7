"""The factor sets that a form offers, in words that say which of them value the caller's own rows only."""

from api.web.workspace import Visit
from ledger.service.access.methods import list_methods


def offered_sets(visit: Visit) -> list[tuple[str, str]]:
    """The digest and the words of each factor set that the ledger keeps, in the order of their digests."""
    found = list_methods(visit.context.ledger, visit.caller)
    return [
        (str(row["digest"]), _words(visit, f"{row['id']} {row['version']}", row["admitted"]))
        for row in found
        if row["sort"] == "factor_set"
    ]


def _words(visit: Visit, name: str, admitted: object) -> str:
    return name if admitted else visit.say("deliveries.own_only", name=name)
